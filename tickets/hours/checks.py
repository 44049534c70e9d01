"""Opening hours that nobody can have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Amount, Check, CheckGroup, Command, Names, Severity, _, case
from .facts import HoursFacts
from .rules.calendar import DAY
from .rules.values import Outside
from .settings import HoursSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case

#: Days without opening hours that are worth a word.
LONG = 30


def _never_open(facts: Facts) -> Iterator[Case]:
    opens_in = facts[HoursFacts].opens_in
    if not facts.settings[HoursSettings].hours.spans:
        return
    if opens_in is None or opens_in > LONG * DAY:
        yield case(
            count=Amount(LONG),
            command=Command("ticketset hours"),
            other=Command("ticketset holidays"),
        )


def _refused_without_hours(facts: Facts) -> Iterator[Case]:
    hours = facts.settings[HoursSettings]
    if hours.outside is Outside.REFUSE and not hours.hours.spans:
        yield case(command=Command("ticketset hours"))


def _unknown_zone(facts: Facts) -> Iterator[Case]:
    timezone = facts.settings[HoursSettings].timezone
    known = facts[HoursFacts].zone_is_known
    if facts.settings.type is None and timezone is not None and not known:
        yield case(names=Names((timezone,)), command=Command("ticketset timezone"))


def _no_zone(facts: Facts) -> Iterator[Case]:
    timezone = facts.settings[HoursSettings].timezone
    if facts.settings.type is None and timezone is None and facts[HoursFacts].are_used:
        yield case(command=Command("ticketset timezone"))


NEVER_OPEN = Check(
    name="never-open",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_never_open,
    what=_("There are no opening hours within the next {count} days."),
    breaks=_("Members read that nobody is here, or can't open tickets."),
    fix=_("Check the opening hours with {command}, and the holidays with {other}."),
)
REFUSED_WITHOUT_HOURS = Check(
    name="refused-without-hours",
    of_types=True,
    severity=Severity.ADVICE,
    look=_refused_without_hours,
    what=_("Tickets are only possible during opening hours, but no opening hours are set."),
    breaks=_("Members can open tickets at any time."),
    fix=_("Set the opening hours with {command}."),
)
UNKNOWN_ZONE = Check(
    name="unknown-zone",
    severity=Severity.SERIOUS,
    look=_unknown_zone,
    what=_("The bot doesn't know the time zone {names}."),
    breaks=_("Opening hours count in UTC, so they may begin and end at the wrong time."),
    fix=_("Choose another time zone with {command}."),
)
NO_ZONE = Check(
    name="no-zone",
    severity=Severity.ADVICE,
    look=_no_zone,
    what=_("There are opening hours, but no time zone is set."),
    breaks=_("Opening hours count in UTC."),
    fix=_("Set your time zone with {command}. If UTC is right, set `UTC`."),
)

CHECKS = CheckGroup(78, NEVER_OPEN, REFUSED_WITHOUT_HOURS, UNKNOWN_ZONE, NO_ZONE)
