"""Making, posting and removing panels."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ..domain import errors
from ..domain.notices import NoticeKind
from ..domain.panel import Panel, PanelKind
from .upkeep import tell_staff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .desk import Desk

log = logging.getLogger("red.tickets.panels")

T = TypeVar("T")


async def find_panel(desk: Desk, guild_id: int, given: str) -> Panel:
    """The panel with that number; the only one there is if nothing is given."""
    panels = await desk.panels.of(guild_id)
    if not given and len(panels) == 1:
        return panels[0]
    for panel in panels:
        if given.lstrip("#") == str(panel.number):
            return panel
    raise errors.NoSuchPanel(given=given, known=tuple(panel.number for panel in panels))


async def create_panel(desk: Desk, panel: Panel) -> Panel:
    """Stores a new panel, to be looked at and posted."""
    desk.board.require_postable(panel.guild_id, panel.channel_id)
    return await desk.panels.add(panel)


async def post_panel(desk: Desk, panel: Panel, channel_id: int | None = None) -> Panel:
    """Posts the panel anew, here or in another channel; the old message goes afterwards."""
    async with desk.locks.on("panel", panel.guild_id, panel.number):
        old = await desk.panels.get(panel.guild_id, panel.number)
        new = replace(old, channel_id=channel_id or old.channel_id, owns_message=True)
        _require_complete(new)
        desk.board.require_postable(new.guild_id, new.channel_id)
        message_id = await _without_emoji_if_refused(desk, new, desk.board.post)
        new = await desk.panels.save(replace(new, message_id=message_id))
        await _try_to_remove(desk, old)
        return new


async def attach_panel(desk: Desk, panel: Panel, near_id: int, message: str) -> Panel:
    """Gives an existing message of the bot's the panel's button or selector."""
    _require_complete(panel)
    channel_id, message_id = await desk.board.find_message(panel.guild_id, near_id, message)
    async with desk.locks.on("panel", panel.guild_id, panel.number):
        old = await desk.panels.get(panel.guild_id, panel.number)
        new = replace(old, channel_id=channel_id, message_id=message_id, owns_message=False)
        await _without_emoji_if_refused(desk, new, desk.board.refresh)
        new = await desk.panels.save(new)
        await _try_to_remove(desk, old)
        return new


async def change_panel(desk: Desk, panel: Panel) -> Panel:
    """Stores what an admin changed of a panel, and shows it if the panel is posted."""
    _require_complete(panel)
    async with desk.locks.on("panel", panel.guild_id, panel.number):
        if panel.message_id is not None:
            try:
                await _without_emoji_if_refused(desk, panel, desk.board.refresh)
            except errors.MessageGone:
                panel = replace(panel, message_id=None)
        return await desk.panels.save(panel)


async def delete_panel(desk: Desk, panel: Panel) -> None:
    """Forgets the panel and removes its message."""
    await desk.panels.delete(panel)
    await _try_to_remove(desk, panel)


async def panel_vanished(desk: Desk, panel: Panel) -> None:
    """Somebody deleted the panel's message or channel: the panel goes, the staff are told."""
    await desk.panels.delete(panel)
    await tell_staff(desk, panel.guild_id, NoticeKind.PANEL_GONE, str(panel.number))


def _require_complete(panel: Panel) -> None:
    if panel.kind is PanelKind.SELECTOR and not panel.reasons:
        raise errors.LastReason
    if panel.look is not None:
        panel.look.check()


async def _without_emoji_if_refused(
    desk: Desk, panel: Panel, show: Callable[[Panel], Awaitable[T]]
) -> T:
    """Shows the panel; without emoji if Discord refuses one, and with it the whole message."""
    try:
        return await show(panel)
    except errors.UnusableEmoji:
        if not any(panel.emojis()):
            raise
        await tell_staff(desk, panel.guild_id, NoticeKind.PANEL_EMOJI, str(panel.number))
        return await show(panel.without_emojis())


async def _try_to_remove(desk: Desk, panel: Panel) -> None:
    try:
        await desk.board.remove(panel)
    except errors.DiscordSaidNo:
        log.warning(
            "The old message of panel %s of server %s could not be removed",
            panel.number,
            panel.guild_id,
            exc_info=True,
        )
