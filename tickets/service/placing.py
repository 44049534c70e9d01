"""Where a new ticket's channel goes: category, overflow categories, or none."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..domain import errors, naming
from ..domain.access import needed_permissions
from .upkeep import category_gone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ..adapters.rooms import Place
    from ..domain.overwrite import Overwrite
    from ..domain.settings import Settings
    from ..domain.ticket import Terms, Ticket
    from .desk import Desk

log = logging.getLogger("red.tickets.placing")

#: What the bot must be able to do where it creates a channel.
_CREATING = frozenset({"view_channel", "manage_channels", "manage_roles"})
_CATEGORY_LIMIT = 50


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
        if place.category_id in desk.full_categories or place.channels >= _CATEGORY_LIMIT:
            full = errors.CategoryFull(category_id=place.category_id or 0)
            continue
        require_usable(place, plan, ticket.terms)
        try:
            return await _create(desk, ticket, place, name, plan)
        except errors.CategoryFull as error:
            desk.full_categories.add(error.category_id)
            full = error
    raise full or errors.GuildFull


def require_usable(place: Place, plan: tuple[Overwrite, ...], terms: Terms) -> None:
    """Raises ``MissingPermissions`` with everything that the bot would need here."""
    missing = (_CREATING - place.usable) | (needed_permissions(plan, terms) - place.grantable)
    if missing:
        raise errors.MissingPermissions(names=tuple(sorted(missing)), channel_id=place.category_id)


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
        server = desk.rooms.place(guild_id, None)
        if server is not None:
            yield server
        return
    yield base
    if not settings.overflow:
        return
    last = 1
    for position, category_id in await desk.overflow.of(base.category_id):
        last = position
        place = desk.rooms.place(guild_id, category_id)
        if place is None:
            await desk.overflow.remove(category_id)
        else:
            yield place
    async with desk.locks.on("overflow", base.category_id):
        # Somebody may have made one while this one waited.
        for position, category_id in await desk.overflow.of(base.category_id):
            place = desk.rooms.place(guild_id, category_id)
            if place is not None and position > last:
                yield place
                return
        place = await _new_overflow(desk, guild_id, base)
    yield place


async def _new_overflow(desk: Desk, guild_id: int, base: Place) -> Place:
    assert base.category_id is not None
    taken = {position for position, _category in await desk.overflow.of(base.category_id)}
    position = next(number for number in range(2, 500) if number not in taken)
    category_id = await desk.rooms.create_overflow(
        guild_id, base.category_id, f"{base.name[:90]} {position}"
    )
    await desk.overflow.add(guild_id, base.category_id, position, category_id)
    place = desk.rooms.place(guild_id, category_id)
    if place is None:
        raise errors.ChannelGone
    return place


async def room_was_freed(desk: Desk, guild_id: int, category_id: int) -> None:
    """A channel left a category: it has room again, or is an empty one of the bot's own."""
    desk.full_categories.discard(category_id)
    if not await desk.overflow.is_ours(category_id):
        return
    async with desk.locks.on("overflow", category_id):
        try:
            if await desk.rooms.delete_category_if_empty(guild_id, category_id):
                await desk.overflow.remove(category_id)
        except errors.DiscordSaidNo:
            log.warning("Could not delete the empty overflow category %s", category_id)
