"""Slash commands: enabled by the bot's owner, known to Discord, and as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.health import Check, CheckGroup, Command, Names, Severity, _, case
from ..facts import Machine, SlashNow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case


def _disabled(facts: Facts) -> Iterator[Case]:
    if facts[Machine].disabled_slash:
        yield case(
            names=_slashed(facts[Machine].disabled_slash),
            first=Command("slash enablecog tickets"),
            second=Command("slash sync"),
        )


def _unsynced(facts: Facts) -> Iterator[Case]:
    slash = facts.asked(SlashNow)
    if slash is not None and slash.unsynced:
        yield case(names=_slashed(slash.unsynced), command=Command("slash sync"))


def _changed(facts: Facts) -> Iterator[Case]:
    slash = facts.asked(SlashNow)
    if slash is not None and slash.changed:
        yield case(names=_slashed(slash.changed), command=Command("slash sync"))


def _slashed(names: tuple[str, ...]) -> Names:
    return Names(tuple(f"/{name}" for name in names))


SLASH_DISABLED = Check(
    name="slash-disabled",
    severity=Severity.ADVICE,
    look=_disabled,
    what=_("Slash commands aren't enabled: {names}."),
    breaks=_("Members and staff can only type these commands with the bot's prefix."),
    fix=_("The bot's owner types {first}, then {second}."),
)
SLASH_UNSYNCED = Check(
    name="slash-unsynced",
    severity=Severity.SERIOUS,
    look=_unsynced,
    what=_("Discord doesn't know these slash commands yet: {names}."),
    breaks=_("Nobody sees them when they type a slash."),
    fix=_("The bot owner runs {command}. Then restart Discord to see the commands."),
)
SLASH_CHANGED = Check(
    name="slash-changed",
    severity=Severity.SERIOUS,
    look=_changed,
    what=_("These slash commands need a sync: {names}."),
    breaks=_("They may fail, and new ones don't appear."),
    fix=_("The bot owner runs {command}. Then restart Discord to see the commands."),
)

CHECKS = CheckGroup(110, SLASH_DISABLED, SLASH_UNSYNCED, SLASH_CHANGED)
