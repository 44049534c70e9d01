"""Context menus that the bot's owner wants and nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Check, CheckGroup, Command, Names, Severity, _, case
from .facts import MenuFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _no_room(facts: Facts) -> Iterator[Case]:
    if facts[MenuFacts].no_room:
        yield case(
            names=Names(facts[MenuFacts].no_room),
            first=Command("slash list"),
            second=Command("ticketset contextmenus on"),
        )


def _name_taken(facts: Facts) -> Iterator[Case]:
    if facts[MenuFacts].name_taken:
        yield case(
            names=Names(facts[MenuFacts].name_taken),
            command=Command("ticketset contextmenus off"),
        )


def _not_enabled(facts: Facts) -> Iterator[Case]:
    if facts[MenuFacts].not_enabled:
        yield case(
            names=Names(facts[MenuFacts].not_enabled),
            first=Command("slash enablecog tickets"),
            second=Command("slash sync"),
        )


NO_ROOM = Check(
    name="menus-no-room",
    severity=Severity.ADVICE,
    look=_no_room,
    what=_("There is no room for these entries of Discord's menus: {names}."),
    breaks=_("Nobody sees them. A bot may have five of each kind, and other cogs have them."),
    fix=_("The bot's owner finds them with {first}, disables one, then types {second}."),
)
NAME_TAKEN = Check(
    name="menus-name-taken",
    severity=Severity.ADVICE,
    look=_name_taken,
    what=_("Another cog has entries of the same name in Discord's menus: {names}."),
    breaks=_("What people see there is the other cog's."),
    fix=_("The bot's owner unloads that cog, or types {command}."),
)
NOT_ENABLED = Check(
    name="menus-not-enabled",
    severity=Severity.ADVICE,
    look=_not_enabled,
    what=_("Entries of Discord's menus aren't enabled: {names}."),
    breaks=_("Nobody sees them."),
    fix=_("The bot's owner types {first}, then {second}."),
)

CHECKS = CheckGroup(112, NO_ROOM, NAME_TAKEN, NOT_ENABLED)
