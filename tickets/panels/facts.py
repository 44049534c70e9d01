"""What the doctor looks at: panels, their channels, and whether their messages are there."""

from __future__ import annotations

import asyncio
from dataclasses import field
from typing import TYPE_CHECKING

from ..core.discord.channel_facts import channel_facts
from ..core.health import Unchecked, _
from ..core.lazy_dataclass import lazy_dataclass
from .discord import POSTING, PanelMessages
from .store import PanelStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.app import App
    from ..core.facts import ChannelFacts, Facts
    from ..core.feature import Attempt
    from ..core.settings import Settings
    from .rules import Panel

PANELS_UNCHECKED = Unchecked(_("⚠️ The messages of some panels couldn't be looked at. {why}"))


@lazy_dataclass(frozen=True, kw_only=True)
class PanelNow:
    """A panel, with its channel; `channel` is None if that was deleted."""

    panel: Panel
    channel: ChannelFacts | None
    #: Whether some of its emojis can't be used any more.
    has_lost_emojis: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class PanelFacts:
    """The server's panels."""

    panels: tuple[PanelNow, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class PanelComponents:
    """Panels by number: whether their message is there, with its button or selector."""

    are_there: Mapping[int, bool] = field(default_factory=dict)


async def look_at_panels(app: App, guild_id: int, settings: Settings) -> PanelFacts:
    """The panels as they are now."""
    messages = app[PanelMessages]
    return PanelFacts(
        panels=tuple(
            PanelNow(
                panel=panel,
                channel=channel_facts(app.channels, guild_id, panel.channel_id, POSTING),
                has_lost_emojis=messages.with_present_emojis(panel) != panel,
            )
            for panel in await app[PanelStore].of(guild_id)
        )
    )


def calls(facts: Facts) -> int:
    """One for each panel that is posted where the bot can read."""
    return len(_readable(facts))


async def ask(app: App, facts: Facts, attempt: Attempt) -> tuple[PanelComponents]:
    """Asks Discord for panels' messages."""
    messages, posted = app[PanelMessages], _readable(facts)
    found = await asyncio.gather(
        *(attempt(PANELS_UNCHECKED, messages.has_component(one)) for one in posted)
    )
    known = zip(posted, found, strict=True)
    are_there = {panel.number: there for panel, there in known if there is not None}
    return (PanelComponents(are_there=are_there),)


def _readable(facts: Facts) -> list[Panel]:
    reading = {"view_channel", "read_message_history"}
    return [
        now.panel
        for now in facts[PanelFacts].panels
        if now.panel.message_id is not None
        and now.channel is not None
        and not reading.intersection(now.channel.missing)
    ]
