"""Reminders that nobody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Check, CheckGroup, Command, Severity, _, case
from .facts import ReminderFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _nowhere(facts: Facts) -> Iterator[Case]:
    if facts[ReminderFacts].has_no_place:
        yield case(
            command=Command("ticketset receptionchannel"), other=Command("ticketset staffthread")
        )


NOWHERE_TO_REMIND = Check(
    name="nowhere-to-remind",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_nowhere,
    what=_("The staff should be reminded, but there is no place for that."),
    breaks=_("Nobody is pinged when a ticket waits for the staff."),
    fix=_("Set the requests & log channel with {command}, or turn on staff threads with {other}."),
)

CHECKS = CheckGroup(79, NOWHERE_TO_REMIND)
