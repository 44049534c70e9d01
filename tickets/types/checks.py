"""Types: a team that is somebody, channels that others don't read, and a way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import (
    Amount,
    Channels,
    Check,
    CheckGroup,
    Command,
    Numbers,
    Roles,
    Severity,
    _,
    case,
)
from ..core.settings import TEAM
from ..core.team import Team
from ..lifecycle.settings import TypeSettings
from .facts import TypeFacts
from .rules import STAFF_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _nobody(facts: Facts) -> Iterator[Case]:
    found = facts.settings.type
    if found is None or TEAM not in found.values:
        return
    if not any(role in facts.role_ids for role in facts.settings[Team].moderator_role_ids):
        yield case(command=Command("ticketset modrole"))


def _read_by_others(facts: Facts) -> Iterator[Case]:
    for channel_id, roles in facts[TypeFacts].readers.items():
        yield case(channel=Channels((channel_id,)), roles=Roles(roles))


def _no_way_in(facts: Facts) -> Iterator[Case]:
    own = facts.settings[TypeSettings]
    found = facts.settings.type
    if found is None or not own.takes_tickets or own.by_command:
        return
    if not facts[TypeFacts].panels:
        yield case(command=Command("ticketset type set"), panel=Command("ticketset panel edit"))


def _of_deleted(facts: Facts) -> Iterator[Case]:
    numbers = facts[TypeFacts].panels_of_deleted
    if numbers and facts.settings.type is None:
        yield case(numbers=Numbers(numbers), command=Command("ticketset panel edit"))


def _too_many(facts: Facts) -> Iterator[Case]:
    count = len(facts.settings[Team].role_ids)
    if count > STAFF_LIMIT:
        yield case(
            count=Amount(count), limit=Amount(STAFF_LIMIT), command=Command("ticketset modrole")
        )


TYPE_WITHOUT_TEAM = Check(
    name="type-without-team",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_nobody,
    what=_("The team of this type has no role that exists."),
    breaks=_("Only administrators see its tickets and can answer them."),
    fix=_("Choose the roles of its team with {command}."),
)
TYPE_READ_BY_OTHERS = Check(
    name="type-read-by-others",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_read_by_others,
    what=_("{roles} can read {channel}, which is for another team."),
    breaks=_("They read who asked that team for help, and maybe whole conversations."),
    fix=_(
        "Open the settings of {channel} → **Permissions** → **Advanced permissions** → "
        "{roles}, and deny **View Channels**."
    ),
)
TYPE_WITHOUT_WAY_IN = Check(
    name="type-without-way-in",
    of_types=True,
    severity=Severity.ADVICE,
    look=_no_way_in,
    what=_("Members can't open tickets of this type: no panel and no command offers it."),
    breaks=_("Only the staff can open them."),
    fix=_("Add it to a panel with {panel}, or let the command offer it with {command}."),
)
PANEL_OF_DELETED_TYPE = Check(
    name="panel-of-deleted-type",
    severity=Severity.SERIOUS,
    look=_of_deleted,
    what=_("Panels offer types that were deleted: {numbers}."),
    breaks=_("Who presses there reads that this type no longer exists."),
    fix=_("Change these panels with {command}."),
)
TOO_MANY_STAFF_ROLES = Check(
    name="too-many-staff-roles",
    of_types=True,
    severity=Severity.ADVICE,
    look=_too_many,
    what=_("There are {count} staff roles. A ticket has room for {limit}."),
    breaks=_("Discord may refuse to open or move tickets, or to add people to them."),
    fix=_("Take roles away with {command}."),
)

CHECKS = CheckGroup(
    75,
    TYPE_WITHOUT_TEAM,
    TYPE_READ_BY_OTHERS,
    TYPE_WITHOUT_WAY_IN,
    PANEL_OF_DELETED_TYPE,
    TOO_MANY_STAFF_ROLES,
)
