"""Where a new ticket's channel goes: category, overflow categories, or none."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core import errors, naming
from ...core.access import opening_plan, within
from ...core.place import CATEGORY_LIMIT
from ...core.team import Team
from ...staff_log.service import all_named, drop_deleted
from ..overflow import FullCategories, Overflow
from ..rules import CATEGORY_GONE, CLOSED_CATEGORY_GONE, CategoryMissing
from ..settings import ClosingSettings, OpeningSettings, ThreadSettings
from ..store import OverflowStore
from .twins import remove_twins

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ...core.app import App
    from ...core.overwrite import Overwrite
    from ...core.place import Place
    from ...core.settings import Settings
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.placing")


async def create_channel(
    app: App, ticket: Ticket, settings: Settings, *, name: str, plan: tuple[Overwrite, ...]
) -> int:
    """Creates the channel in the first place that takes it; returns its id.

    A category that is gone means no category. Raises ``MissingPermissions`` before asking
    Discord for what it would refuse, ``CategoryFull`` and ``GuildFull`` when there is no
    space.
    """
    full: errors.CategoryFull | None = None
    if app.channels.is_full(ticket.guild_id):
        raise errors.GuildFull
    async for place in _places(app, ticket.guild_id, settings):
        if is_full(app, place):
            full = errors.CategoryFull(category_id=place.category_id or 0)
            continue
        require_usable(place, plan, settings, with_thread=False)
        try:
            return await _create(app, ticket, place, name, plan)
        except errors.CategoryFull as error:
            app[FullCategories].add(error.category_id)
            full = error
        except errors.CategoryGone:
            if place.category_id == settings[OpeningSettings].category_id:
                # Discord knows it before its notice of the deletion has come here.
                return await _create(app, ticket, _no_category(app, ticket.guild_id), name, plan)
    raise full or errors.GuildFull


async def move_channel(
    app: App, ticket: Ticket, settings: Settings, plan: tuple[Overwrite, ...]
) -> None:
    """Puts a ticket's channel where new ones of these settings go, with these overwrites.

    One that is in such a category already stays in it. Raises as :func:`create_channel`.
    """
    present = app.channels.channel_of(ticket).category_id
    full: errors.CategoryFull | None = None
    async for place in _places(app, ticket.guild_id, settings):
        if is_full(app, place) and place.category_id != present:
            full = errors.CategoryFull(category_id=place.category_id or 0)
            continue
        require_usable(place, plan, settings, with_thread=False)
        try:
            await app.channels.move(ticket, plan, place.category_id)
        except errors.CategoryFull:
            full = errors.CategoryFull(category_id=place.category_id or 0)
            app[FullCategories].add(full.category_id)
        else:
            return
    raise full or errors.GuildFull


async def is_placed(app: App, ticket: Ticket, settings: Settings) -> bool:
    """Whether a ticket's channel is where new ones of these settings go."""
    present = app.channels.channel_of(ticket).category_id
    base = settings[OpeningSettings].category_id
    overflow = await app[OverflowStore].known_as(present) if present is not None else None
    return present == base or (overflow is not None and overflow.base_id == base)


def is_full(app: App, place: Place) -> bool:
    """Whether nothing fits into a category, as far as the bot knows."""
    return place.category_id in app[FullCategories] or place.channels >= CATEGORY_LIMIT


def lacking(
    place: Place, plan: tuple[Overwrite, ...], settings: Settings, *, with_thread: bool = True
) -> tuple[str, ...]:
    """What the bot would need here and lacks, by name; for the staff's thread if `with_thread`."""
    return place.missing(
        plan,
        readable=settings[ClosingSettings].stays_readable,
        staff_thread=with_thread and settings[ThreadSettings].staff_thread,
    )


def require_usable(
    place: Place, plan: tuple[Overwrite, ...], settings: Settings, *, with_thread: bool = True
) -> None:
    """Raises ``MissingPermissions`` with everything that the bot would need here.

    A ticket opens even where its thread can't be made: that is said when it is tried.
    """
    missing = lacking(place, plan, settings, with_thread=with_thread)
    if missing:
        raise errors.MissingPermissions(names=missing, channel_id=place.category_id)


async def _create(
    app: App, ticket: Ticket, place: Place, name: str, plan: tuple[Overwrite, ...]
) -> int:
    category_id = place.category_id
    plan = within(plan, (), place.grantable)
    try:
        return await app.channels.create(ticket, name=name, plan=plan, category_id=category_id)
    except errors.NameRefused:
        name = naming.fallback_name(ticket.number)
        return await app.channels.create(ticket, name=name, plan=plan, category_id=category_id)


async def _places(app: App, guild_id: int, settings: Settings) -> AsyncIterator[Place]:
    """The categories to try, in order; further ones are created only when asked for."""
    base = None
    category_id = settings[OpeningSettings].category_id
    if category_id is not None:
        base = app.channels.place(guild_id, category_id)
        if base is None:
            # It was deleted while nobody listened.
            await drop_deleted_category(app, guild_id, category_id)
    if base is None or base.category_id is None:
        yield _no_category(app, guild_id)
        return
    yield base
    if not settings[OpeningSettings].overflow:
        return
    tried: set[int | None] = set()
    for overflow in await app[OverflowStore].of(base.category_id):
        place = _place_of(app, overflow)
        if place is not None:
            tried.add(place.category_id)
            yield place
    async with app.locks.on("overflow", base.category_id):
        place = await _further_overflow(app, guild_id, base, tried)
    yield place


def _no_category(app: App, guild_id: int) -> Place:
    place = app.channels.place(guild_id, None)
    assert place is not None
    return place


def _place_of(app: App, overflow: Overflow) -> Place | None:
    if overflow.category_id is None:
        return None
    return app.channels.place(overflow.guild_id, overflow.category_id)


async def _further_overflow(app: App, guild_id: int, base: Place, tried: set[int | None]) -> Place:
    """A category that nobody has tried: made meanwhile, long ago and unnoticed, or now."""
    assert base.category_id is not None
    taken = set()
    for listed in await app[OverflowStore].of(base.category_id):
        known = await _find_category(app, listed)
        if known is None:
            continue
        place = _place_of(app, known)
        if place is not None and place.category_id not in tried:
            return place
        taken.add(known.position)
    position = next(number for number in range(2, 500) if number not in taken)
    overflow = Overflow(
        base.category_id,
        position,
        guild_id,
        f"{base.name[:90]} {position}",
        app.channels.newest_at(guild_id),
    )
    await app[OverflowStore].put(overflow)
    newest = app.channels.newest_id(guild_id)
    category_id = await app.channels.create_overflow(guild_id, base.category_id, overflow.name)
    await remove_twins(app, guild_id, category_id, after_id=newest)
    await app[OverflowStore].put(replace(overflow, category_id=category_id))
    place = app.channels.place(guild_id, category_id)
    if place is None:
        raise errors.ChannelGone
    return place


async def _find_category(app: App, overflow: Overflow) -> Overflow | None:
    """The category with its id, also if Discord's answer to its creation was never heard.

    What doesn't exist is forgotten.
    """
    if overflow.category_id is None:
        for category_id in app.channels.categories_named(
            overflow.guild_id, overflow.name, since=overflow.asked_at
        ):
            if await app[OverflowStore].known_as(category_id) is None:
                overflow = replace(overflow, category_id=category_id)
                await app[OverflowStore].put(overflow)
                break
    if _place_of(app, overflow) is None:
        await app[OverflowStore].remove(overflow)
        return None
    return overflow


async def tidy_overflow(app: App, guild_id: int) -> None:
    """Deletes categories of the bot's own that were left empty while nobody listened.

    Costs one call for each of them, and none for the others.
    """
    for listed in await app[OverflowStore].in_guild(guild_id):
        async with app.locks.on("overflow", listed.base_id):
            try:
                overflow = await _find_category(app, listed)
                if overflow is not None:
                    await _delete_if_empty(app, overflow)
            except errors.DiscordSaidNo:
                log.info("The category %r can't be tidied up now", listed.name)


async def tidy_category(app: App, category_id: int) -> None:
    """After a channel left a category: uses it again, or deletes an empty one of the bot's own."""
    app[FullCategories].discard(category_id)
    overflow = await app[OverflowStore].known_as(category_id)
    if overflow is None:
        return
    async with app.locks.on("overflow", overflow.base_id):
        try:
            await _delete_if_empty(app, overflow)
        except errors.DiscordSaidNo:
            log.warning("Could not delete the empty overflow category %s", category_id)


async def _delete_if_empty(app: App, overflow: Overflow) -> None:
    assert overflow.category_id is not None
    if await app.channels.delete_category_if_empty(overflow.guild_id, overflow.category_id):
        await app[OverflowStore].remove(overflow)


async def notice_deleted_category(app: App, guild_id: int) -> None:
    """Drops the setting if its category was deleted while nobody listened."""
    settings = await app.settings.of(guild_id)
    named = (all_named(settings, key) for key in ("category_id", "closed_category_id"))
    for category_id in {one for ids in named for one in ids}:
        if await app.channels.is_deleted(guild_id, category_id):
            await drop_deleted_category(app, guild_id, category_id)


async def drop_deleted_category(app: App, guild_id: int, category_id: int) -> None:
    """Drops the setting where it named this category, and tells the staff once."""
    overflow = await app[OverflowStore].known_as(category_id)
    if overflow is not None:
        await app[OverflowStore].remove(overflow)
    await drop_deleted(app, guild_id, "category_id", category_id, CATEGORY_GONE)
    await drop_deleted(app, guild_id, "closed_category_id", category_id, CLOSED_CATEGORY_GONE)


async def require_category(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises what stands against tickets in the category that the settings name, if any."""
    category_id = settings[OpeningSettings].category_id
    # What is wanted after closing, or of observers, needs permissions of its own; what is taken
    # away needs none.
    if category_id is not None and settings.get(key):
        require_usable_category(app, guild_id, settings, category_id)


def require_usable_category(
    app: App, guild_id: int, settings: Settings, category_id: int | None
) -> None:
    """Raises ``CategoryMissing``, or what the bot lacks for tickets there."""
    place = None if category_id is None else app.channels.place(guild_id, category_id)
    if place is None:
        raise CategoryMissing
    require_usable(place, plan_of_new(app, guild_id, settings), settings)


def plan_of_new(app: App, guild_id: int, settings: Settings) -> tuple[Overwrite, ...]:
    """The overwrites that a ticket opened by anybody would have."""
    return opening_plan(
        everyone_id=guild_id,
        bot_id=app.channels.bot_id(guild_id),
        opener_id=0,
        team=settings[Team],
        existing_roles=app.channels.role_ids(guild_id),
    )
