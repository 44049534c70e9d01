"""Panels: their message there, their channel usable, their emojis alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import (
    Check,
    CheckGroup,
    Command,
    Numbers,
    Severity,
    _,
    case,
    lacks,
)
from .facts import PanelComponents, PanelFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import ChannelFacts, Facts
    from ..core.health import Case
    from .facts import PanelNow

from ..core.clicks import ALLOW_THE_BOT


def _dead(facts: Facts) -> Iterator[Case]:
    dead = [now for now in facts[PanelFacts].panels if _is_dead(now, facts)]
    if dead:
        yield case(
            targets=tuple(
                now.panel.number
                for now in dead
                if now.channel is not None and not now.channel.missing
            ),
            numbers=Numbers(tuple(now.panel.number for now in dead)),
            post=Command("ticketset panel move"),
            delete=Command("ticketset panel delete"),
        )


def _is_dead(now: PanelNow, facts: Facts) -> bool:
    if now.panel.message_id is None:
        return False  # A draft.
    components = facts.asked(PanelComponents)
    has_component = components is None or components.are_there.get(now.panel.number, True)
    return now.channel is None or not has_component


def _permissions(facts: Facts) -> Iterator[Case]:
    channels: dict[int, ChannelFacts] = {}
    for now in facts[PanelFacts].panels:
        if now.channel is not None and now.panel.message_id is not None:
            channels[now.channel.id] = now.channel
    for channel in channels.values():
        yield from lacks(facts, channel)


def _emojis(facts: Facts) -> Iterator[Case]:
    lost = tuple(now.panel.number for now in facts[PanelFacts].panels if now.has_lost_emojis)
    if lost:
        yield case(targets=lost, numbers=Numbers(lost), command=Command("ticketset panel edit"))


PANEL_DEAD = Check(
    name="panel-dead",
    severity=Severity.SERIOUS,
    look=_dead,
    what=_("The message of a panel was deleted, or has lost its button or selector: {numbers}."),
    breaks=_("Members can't open tickets there."),
    fix=_("Type {post} to post it in a channel, or {delete} if it is no longer needed."),
    repair="post-panels",
    change=_("These panels are posted again in their channel: {numbers}."),
)
PANEL_PERMISSIONS = Check(
    name="panel-permissions",
    severity=Severity.ADVICE,
    look=_permissions,
    what=_("The bot lacks permissions in {channel}, where a panel is: {permissions}."),
    breaks=_("The panel still opens tickets, but changes of it can't be shown."),
    fix=ALLOW_THE_BOT,
    repair="allow-bot",
    change=_("In {channel}, the bot allows itself: {permissions}."),
)
PANEL_EMOJIS = Check(
    name="panel-emojis",
    severity=Severity.ADVICE,
    look=_emojis,
    what=_("Some panels use emojis that no longer exist: {numbers}."),
    breaks=_("The emoji is missing on the panel and will be dropped at the next edit."),
    fix=_("Choose others with {command}."),
    repair="drop-emojis",
    change=_("Missing emojis will be removed from these panels: {numbers}."),
)

CHECKS = CheckGroup(80, PANEL_DEAD, PANEL_PERMISSIONS, PANEL_EMOJIS)
