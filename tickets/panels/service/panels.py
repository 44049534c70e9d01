"""Making, posting and removing panels.

All work on a server's panels is done one after the other: two admins at the same panel, or a
message deleted in between, can neither lose a change nor leave two messages.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ...core import errors
from ...core.lazy_dataclass import lazy_dataclass
from ...staff_log.service import tell_staff
from ..discord import PanelMessages
from ..rules import (
    PANEL_EMOJI,
    PANEL_GONE,
    PANELS_LIMIT,
    LastReason,
    NoSuchPanel,
    NotAPanelChannel,
    Panel,
    PanelGone,
    TooManyPanels,
)
from ..store import PanelStore
from .unknown_messages import known_messages

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from ...core.app import App
    from ...core.job import Job
    from ...core.ticket_type import TicketType

log = logging.getLogger("red.tickets.panels")

T = TypeVar("T")

#: Troubles that pass: a change is kept although its message can't show it now.
_FOR_NOW = (errors.DiscordUnreachable, errors.MissingPermissions)
#: The message is deleted: the panel is a draft again.
_NO_MESSAGE = (errors.MessageGone, NotAPanelChannel)


@lazy_dataclass(frozen=True, kw_only=True)
class Done:
    """The panel with the words that it has now, and what Discord didn't do."""

    panel: Panel
    #: Why members still see the panel's former form.
    not_shown: errors.TicketError | None = None
    #: Why the former message is still there.
    not_removed: errors.TicketError | None = None


async def panels_of(app: App, guild_id: int) -> tuple[Panel, ...]:
    """A server's panels as members see them, by number."""
    types = await types_of(app, guild_id)
    return tuple(panel.with_words_of(types) for panel in await app[PanelStore].of(guild_id))


async def types_of(app: App, guild_id: int) -> tuple[TicketType, ...]:
    """The types that entries may open, in order."""
    return (await app.settings.of(guild_id)).types


async def as_shown(app: App, panel: Panel) -> Panel:
    """A panel as members see it."""
    shown = panel.with_words_of(await types_of(app, panel.guild_id))
    return app[PanelMessages].with_present_emojis(shown)


async def get_panel(app: App, guild_id: int, number: int) -> Panel:
    """One panel as it is stored; raises :class:`PanelGone` if it isn't there any more."""
    return await app[PanelStore].get(guild_id, number)


async def find_panel(app: App, guild_id: int, given: str) -> Panel:
    """The panel with that number; the only one there is if nothing is given."""
    panels = await app[PanelStore].of(guild_id)
    if not given and len(panels) == 1:
        return panels[0]
    for panel in panels:
        if given.lstrip("#") == str(panel.number):
            return panel
    raise NoSuchPanel(given=given, known=tuple(panel.number for panel in panels))


async def create_panel(app: App, panel: Panel, note: Job | None = None) -> Done:
    """Stores a new panel, to be looked at and posted; its number is put down in `note`."""
    app[PanelMessages].require_postable(panel.guild_id, panel.channel_id)
    async with _lock(app, panel):
        if len(await app[PanelStore].of(panel.guild_id)) >= PANELS_LIMIT:
            raise TooManyPanels(limit=PANELS_LIMIT)
        return Done(panel=await _named(app, await app[PanelStore].add(panel, note)))


async def change_panel(app: App, panel: Panel, change: Callable[[Panel], Panel]) -> Done:
    """Stores what an admin changed of a panel, and shows it if the panel is posted.

    `change` makes the new form out of the present one, which somebody else may have changed.
    """
    async with _lock(app, panel):
        new = change(await app[PanelStore].get(panel.guild_id, panel.number))
        _require_complete(new)
        not_shown = None
        if new.message_id is not None:
            try:
                await _show(app, new, app[PanelMessages].refresh)
            except _NO_MESSAGE:
                new = replace(new, message_id=None, owns_message=True)
            except _FOR_NOW as error:
                not_shown = error
        saved = await app[PanelStore].save(new)
        return Done(panel=await _named(app, saved), not_shown=not_shown)


async def post_panel(app: App, panel: Panel, channel_id: int | None = None) -> Done:
    """Posts the panel anew, here or in another channel; the old message goes afterwards."""
    async with _lock(app, panel):
        old = await app[PanelStore].get(panel.guild_id, panel.number)
        new = replace(old, channel_id=channel_id or old.channel_id, owns_message=True)
        _require_complete(new)
        app[PanelMessages].require_postable(new.guild_id, new.channel_id)
        async with known_messages(app, old, replace(new, message_id=None)):
            new = replace(new, message_id=await _show(app, new, app[PanelMessages].post))
            return await _store_new_message(app, old, new)


async def attach_panel(app: App, panel: Panel, near_id: int, message: str) -> Done:
    """Gives an existing message of the bot's the panel's button or selector."""
    async with _lock(app, panel):
        old = await app[PanelStore].get(panel.guild_id, panel.number)
        _require_complete(old)
        near = (near_id, old.channel_id)
        channel_id, message_id = await app[PanelMessages].find_message(
            panel.guild_id, near, message
        )
        new = replace(old, channel_id=channel_id, message_id=message_id, owns_message=False)
        async with known_messages(app, old, new):
            await _show(app, new, app[PanelMessages].refresh)
            return await _store_new_message(app, old, new)


async def take_over_message(app: App, panel: Panel) -> Done:
    """Makes a message that has another cog's components the panel's, whose content stays.

    A panel that is stored with that message goes on being shown there. Where the message is gone,
    or isn't the bot's, the panel is one that isn't posted. Raises ``DiscordUnreachable`` to be
    called again, ``LastReason`` and ``TooManyPanels``.
    """
    async with _lock(app, panel):
        store = app[PanelStore]
        _require_complete(panel)
        known = await store.with_messages(frozenset({panel.message_id or 0}))
        if not known and len(await store.of(panel.guild_id)) >= PANELS_LIMIT:
            raise TooManyPanels(limit=PANELS_LIMIT)
        stored = known[0] if known else await store.save(await store.add(panel))
        try:
            await _show(app, stored, app[PanelMessages].refresh)
        except errors.DiscordUnreachable:
            raise
        except (*_NO_MESSAGE, errors.DiscordSaidNo) as error:
            draft = replace(stored, message_id=None, owns_message=True)
            return Done(panel=await _named(app, await store.save(draft)), not_shown=error)
        return Done(panel=await _named(app, stored))


async def delete_panel(app: App, panel: Panel) -> Done:
    """Forgets the panel and removes its message."""
    async with _lock(app, panel):
        panel = await app[PanelStore].get(panel.guild_id, panel.number)
        async with known_messages(app, panel):
            await app[PanelStore].delete(panel)
            removed = await _remove(app, panel)
            return Done(panel=await _named(app, panel), not_removed=removed)


async def delete_all_panels(app: App, guild_id: int) -> list[tuple[Panel, errors.TicketError]]:
    """Removes every panel's message and forgets the panel; returns those that stayed, and why.

    The message goes first: if the bot ends in between, the panel is still known, and deleting
    it again does the rest.
    """
    left: list[tuple[Panel, errors.TicketError]] = []
    async with app.locks.on("panels", guild_id):
        for panel in await app[PanelStore].of(guild_id):
            error = await _remove(app, panel)
            if error is not None:
                left.append((panel, error))
            await app[PanelStore].delete(panel)
    return left


async def panels_with_type(app: App, guild_id: int, type_id: int) -> tuple[Panel, ...]:
    """The panels with a button or choice for a type."""
    every = await app[PanelStore].of(guild_id)
    return tuple(panel for panel in every if any(one.type_id == type_id for one in panel.entries))


async def show_type_anew(app: App, guild_id: int, type_id: int) -> None:
    """Shows panels of which a type's name, emoji or description has changed."""
    for panel in await panels_with_type(app, guild_id, type_id):
        if panel.message_id is not None:
            done = await change_panel(app, panel, lambda now: now)
            if done.not_shown is not None:
                log.warning(
                    "Panel %s of server %s shows old words of a type: %r",
                    panel.number,
                    guild_id,
                    done.not_shown,
                )


async def undo_panel(app: App, guild_id: int, number: int) -> None:
    """Deletes a panel of which only its number is known for sure; it may be deleted already.

    Raises ``DiscordUnreachable``, and then the panel is as it was.
    """
    try:
        panel = await app[PanelStore].get(guild_id, number)
    except PanelGone:
        return
    async with _lock(app, panel):
        try:
            if panel.message_id is None:
                # Perhaps it was posted, and nobody heard of it.
                panel = replace(
                    panel, message_id=await app[PanelMessages].find_lost_message(panel)
                )
            await app[PanelMessages].remove(panel)
        except _NO_MESSAGE:
            pass
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo:
            log.warning("Panel %s of server %s stays on Discord", number, guild_id, exc_info=True)
        await app[PanelStore].delete(panel)


async def notice_deleted_channels(app: App, guild_id: int) -> None:
    """Drops panels whose channel was deleted while nobody listened."""
    for panel in await app[PanelStore].of(guild_id):
        if panel.message_id is not None and await app.channels.is_deleted(
            guild_id, panel.channel_id
        ):
            await drop_deleted_panel(app, panel)


async def drop_deleted_panel(app: App, panel: Panel) -> None:
    """Deletes a panel whose message somebody deleted, and tells the staff."""
    async with _lock(app, panel):
        try:
            present = await app[PanelStore].get(panel.guild_id, panel.number)
        except PanelGone:
            return
        # Meanwhile it may have been posted anew.
        if present.message_id == panel.message_id:
            await app[PanelStore].delete(present)
            await tell_staff(app, panel.guild_id, PANEL_GONE, str(panel.number))


async def _named(app: App, panel: Panel) -> Panel:
    return panel.with_words_of(await types_of(app, panel.guild_id))


def _lock(app: App, panel: Panel) -> asyncio.Lock:
    return app.locks.on("panels", panel.guild_id)


def _require_complete(panel: Panel) -> None:
    if not panel.entries:
        raise LastReason
    if panel.look is not None:
        panel.look.check()


async def _show(app: App, panel: Panel, show: Callable[[Panel], Awaitable[T]]) -> T:
    """Shows the panel without emojis that were deleted, or without any if Discord refuses one
    and with it the whole message. The staff are told what is missing."""
    panel = panel.with_words_of(await types_of(app, panel.guild_id))
    present, bare = (
        app[PanelMessages].with_present_emojis(panel),
        panel.with_emojis(lambda _: False),
    )
    refused: tuple[str, str] | None = None
    try:
        shown, result = present, await show(present)
    except errors.UnusableEmoji as error:
        refused = present.refused_emoji(error.option)
        shown, result = bare, await show(bare)
    if shown != panel:
        about = " ".join((str(panel.number), *(refused or ())))
        await tell_staff(app, panel.guild_id, PANEL_EMOJI, about)
    return result


async def _store_new_message(app: App, old: Panel, new: Panel) -> Done:
    """Stores that the panel has a new message, and removes the old one."""
    try:
        new = await app[PanelStore].save(new)
    except BaseException:
        # Nobody would know of that message.
        await _remove(app, new)
        raise
    return Done(panel=await _named(app, new), not_removed=await _remove(app, old))


async def _remove(app: App, panel: Panel) -> errors.TicketError | None:
    """Removes the panel's message; returns why that was impossible."""
    try:
        await app[PanelMessages].remove(panel)
    except _NO_MESSAGE:
        return None
    except errors.DiscordSaidNo as error:
        log.warning(
            "The message of panel %s of server %s could not be removed: %r",
            panel.number,
            panel.guild_id,
            error,
        )
        return error
    return None
