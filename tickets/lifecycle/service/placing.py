"""Where a new ticket's channel goes: category, overflow categories, or none."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core import errors, naming
from ...core.place import CATEGORY_LIMIT
from ...staff_log.service import category_gone
from ..overflow import Overflow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ...core.app import Desk
    from ...core.overwrite import Overwrite
    from ...core.place import Place
    from ...core.settings import Settings
    from ...core.ticket import Terms, Ticket

log = logging.getLogger("red.tickets.placing")


async def create_channel(
    desk: Desk, ticket: Ticket, settings: Settings, *, name: str, plan: tuple[Overwrite, ...]
) -> int:
    """Creates the channel in the first place that takes it; returns its id.

    A category that is gone means no category. Raises ``MissingPermissions`` before asking
    Discord for what it would refuse, ``CategoryFull`` and ``GuildFull`` when there is no
    room.
    """
    full: errors.CategoryFull | None = None
    async for place in _places(desk, ticket.guild_id, settings):
        if place.category_id in desk.full_categories or place.channels >= CATEGORY_LIMIT:
            full = errors.CategoryFull(category_id=place.category_id or 0)
            continue
        require_usable(place, plan, ticket.terms)
        try:
            return await _create(desk, ticket, place, name, plan)
        except errors.CategoryFull as error:
            desk.full_categories.add(error.category_id)
            full = error
        except errors.CategoryGone:
            if place.category_id == settings.category_id:
                # Discord knows it before its notice of the deletion has come here.
                return await _create(desk, ticket, _no_category(desk, ticket.guild_id), name, plan)
    raise full or errors.GuildFull


def require_usable(place: Place, plan: tuple[Overwrite, ...], terms: Terms) -> None:
    """Raises ``MissingPermissions`` with everything that the bot would need here."""
    missing = place.missing(plan, terms)
    if missing:
        raise errors.MissingPermissions(names=missing, channel_id=place.category_id)


async def _create(
    desk: Desk, ticket: Ticket, place: Place, name: str, plan: tuple[Overwrite, ...]
) -> int:
    category_id = place.category_id
    try:
        return await desk.rooms.create(ticket, name=name, plan=plan, category_id=category_id)
    except errors.NameRefused:
        name = naming.fallback_name(ticket.number)
        return await desk.rooms.create(ticket, name=name, plan=plan, category_id=category_id)


async def _places(desk: Desk, guild_id: int, settings: Settings) -> AsyncIterator[Place]:
    """The categories to try, in order; further ones are created only when asked for."""
    if desk.rooms.is_full(guild_id):
        raise errors.GuildFull
    base = None
    if settings.category_id is not None:
        base = desk.rooms.place(guild_id, settings.category_id)
        if base is None:
            # It was deleted while nobody listened.
            await category_gone(desk, guild_id, settings.category_id)
    if base is None or base.category_id is None:
        yield _no_category(desk, guild_id)
        return
    yield base
    if not settings.overflow:
        return
    tried: set[int | None] = set()
    for overflow in await desk.overflow.of(base.category_id):
        place = _place_of(desk, overflow)
        if place is not None:
            tried.add(place.category_id)
            yield place
    async with desk.locks.on("overflow", base.category_id):
        place = await _further_overflow(desk, guild_id, base, tried)
    yield place


def _no_category(desk: Desk, guild_id: int) -> Place:
    place = desk.rooms.place(guild_id, None)
    assert place is not None
    return place


def _place_of(desk: Desk, overflow: Overflow) -> Place | None:
    if overflow.category_id is None:
        return None
    return desk.rooms.place(overflow.guild_id, overflow.category_id)


async def _further_overflow(
    desk: Desk, guild_id: int, base: Place, tried: set[int | None]
) -> Place:
    """A category that nobody has tried: made meanwhile, long ago and unnoticed, or now."""
    assert base.category_id is not None
    taken = set()
    for listed in await desk.overflow.of(base.category_id):
        known = await _identified(desk, listed)
        if known is None:
            continue
        place = _place_of(desk, known)
        if place is not None and place.category_id not in tried:
            return place
        taken.add(known.position)
    position = next(number for number in range(2, 500) if number not in taken)
    overflow = Overflow(
        base.category_id, position, guild_id, f"{base.name[:90]} {position}", desk.now()
    )
    await desk.overflow.put(overflow)
    category_id = await desk.rooms.create_overflow(guild_id, base.category_id, overflow.name)
    await desk.overflow.put(replace(overflow, category_id=category_id))
    place = desk.rooms.place(guild_id, category_id)
    if place is None:
        raise errors.ChannelGone
    return place


async def _identified(desk: Desk, overflow: Overflow) -> Overflow | None:
    """The category with its id, also if Discord's answer to its creation was never heard.

    What doesn't exist is forgotten.
    """
    if overflow.category_id is None:
        for category_id in desk.rooms.categories_named(
            overflow.guild_id, overflow.name, since=overflow.asked_at
        ):
            if await desk.overflow.known_as(category_id) is None:
                overflow = replace(overflow, category_id=category_id)
                await desk.overflow.put(overflow)
                break
    if _place_of(desk, overflow) is None:
        await desk.overflow.remove(overflow)
        return None
    return overflow


async def tidy_overflow(desk: Desk) -> None:
    """After a start: deletes categories of the bot's own that were left empty.

    Costs one call for each of them, and none for the others.
    """
    for listed in await desk.overflow.all():
        async with desk.locks.on("overflow", listed.base_id):
            try:
                overflow = await _identified(desk, listed)
                if overflow is not None:
                    await _delete_if_empty(desk, overflow)
            except errors.DiscordSaidNo:
                log.info("The category %r can't be tidied up now", listed.name)


async def room_was_freed(desk: Desk, category_id: int) -> None:
    """A channel left a category: it has room again, or is an empty one of the bot's own."""
    desk.full_categories.discard(category_id)
    overflow = await desk.overflow.known_as(category_id)
    if overflow is None:
        return
    async with desk.locks.on("overflow", overflow.base_id):
        try:
            await _delete_if_empty(desk, overflow)
        except errors.DiscordSaidNo:
            log.warning("Could not delete the empty overflow category %s", category_id)


async def _delete_if_empty(desk: Desk, overflow: Overflow) -> None:
    assert overflow.category_id is not None
    if await desk.rooms.delete_category_if_empty(overflow.guild_id, overflow.category_id):
        await desk.overflow.remove(overflow)
