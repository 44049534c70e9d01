"""Reminders that nobody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..access.facts import TeamFacts
from ..core.health import Check, CheckGroup, Command, Roles, Severity, _, case
from ..lifecycle.settings import OpeningSettings
from .facts import ReminderFacts
from .settings import ReminderSettings

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


def _unheard(facts: Facts) -> Iterator[Case]:
    is_used = facts.settings[ReminderSettings].staff_reminder
    # Where roles are mentioned in new tickets too, another check says it.
    is_said = facts.settings[OpeningSettings].mention_moderators
    if is_used and not is_said and not facts[ReminderFacts].has_no_place:
        silent = tuple(role.id for role in facts[TeamFacts].moderators if not role.is_mentionable)
        if silent:
            yield case(roles=Roles(silent))


REMINDERS_UNHEARD = Check(
    name="reminders-unheard",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_unheard,
    what=_("My mentions of {roles} don't notify anyone."),
    breaks=_("Nobody is pinged when a ticket waits for the staff."),
    fix=_(
        "**Server Settings** → **Roles** → {roles} → **Display**: switch on **Allow anyone to "
        "@mention this role**."
    ),
)

CHECKS = CheckGroup(79, NOWHERE_TO_REMIND, REMINDERS_UNHEARD)
