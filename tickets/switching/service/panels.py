"""Making another cog's panel one of this cog's: the same message, other buttons."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ...config_file.discord import NamedThings
from ...core import errors
from ...core.references import Matching
from ...panels.service.file import from_file
from ...panels.service.panels import take_over_message
from ..rules.found import OldMessage
from ..store import TakenOverStore

if TYPE_CHECKING:
    from ...core.app import App
    from ...panels.rules import Panel
    from ..rules.found import Found, FoundPanel

log = logging.getLogger("red.tickets.switching")


async def take_panel(app: App, guild_id: int, found: Found, panel: FoundPanel) -> None:
    """Gives the message this cog's buttons; what stands around them stays.

    Raises ``DiscordUnreachable`` to be called again, and why it is a panel without a message, or
    none.
    """
    wanted = await _panel(app, guild_id, found, panel)
    done = await take_over_message(
        app,
        replace(
            wanted,
            channel_id=panel.channel_id,
            message_id=panel.message_id,
            owns_message=False,
        ),
    )
    if done.not_shown is not None:
        raise done.not_shown
    message = OldMessage(channel_id=panel.channel_id, message_id=panel.message_id)
    await app[TakenOverStore].done_with([message])


async def _panel(app: App, guild_id: int, found: Found, panel: FoundPanel) -> Panel:
    given = dict(found.configuration["panels"][panel.place])
    types = (await app.settings.of(guild_id)).types
    matching = Matching(app[NamedThings].of(guild_id), {}, types)
    try:
        return from_file(app, guild_id, given, matching, panel.channel_id)
    except errors.UnusableEmoji:
        # Better without than not at all.
        given["entries"] = [
            {key: value for key, value in one.items() if key != "emoji"}
            for one in given["entries"]
        ]
        return from_file(app, guild_id, given, matching, panel.channel_id)
