"""Rules for opening that nobody can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Check, CheckGroup, Command, Severity, _, case
from ..lifecycle.settings import TypeSettings
from .settings import AdmissionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _closed_to_all(facts: Facts) -> Iterator[Case]:
    found = facts.settings.type
    if found is not None and "required_role_ids" not in found.values:
        return
    if not facts.settings[TypeSettings].takes_tickets:
        return
    required = facts.settings[AdmissionSettings].required_role_ids
    if required and not any(role in facts.role_ids for role in required):
        yield case(command=Command("ticketset requiredrole"))


CLOSED_TO_ALL = Check(
    name="closed-to-all",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_closed_to_all,
    what=_("Nobody may open tickets: all required roles were deleted."),
    breaks=_("Members read that they need a role that nobody has."),
    fix=_("Choose other roles with {command}."),
)

CHECKS = CheckGroup(74, CLOSED_TO_ALL)
