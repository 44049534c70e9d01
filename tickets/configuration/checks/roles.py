"""The staff's roles: named, there, and reached by mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...access.facts import TeamFacts
from ...core.health import Amount, Check, CheckGroup, Command, Roles, Severity, _, case
from ...core.team import Team
from ...lifecycle.settings import OpeningSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case


def _none(facts: Facts) -> Iterator[Case]:
    if not facts.settings[Team].moderator_role_ids:
        yield case(command=Command("ticketset modrole"))


def _deleted(facts: Facts) -> Iterator[Case]:
    gone = tuple(one for one in facts.settings[Team].role_ids if one not in facts.role_ids)
    if gone:
        yield case(targets=gone, count=Amount(len(gone)), command=Command("ticketset show"))


def _not_mentionable(facts: Facts) -> Iterator[Case]:
    if facts.settings[OpeningSettings].mention_moderators:
        silent = tuple(role.id for role in facts[TeamFacts].moderators if not role.is_mentionable)
        if silent:
            yield case(roles=Roles(silent))


NO_MODERATORS = Check(
    name="no-moderators",
    severity=Severity.ADVICE,
    look=_none,
    what=_("There is no moderator role."),
    breaks=_("Only administrators see tickets and can answer them."),
    fix=_("Choose a staff role with {command}."),
)
ROLES_DELETED = Check(
    name="roles-deleted",
    of_types=True,
    severity=Severity.ADVICE,
    look=_deleted,
    what=_("The settings name roles that were deleted. How many: {count}."),
    breaks=_("They no longer give anyone access."),
    fix=_("See the current roles with {command} and add others if needed."),
    repair="forget-roles",
    change=_("Deleted roles that will be removed from the settings: {count}."),
)
ROLES_NOT_MENTIONABLE = Check(
    name="roles-not-mentionable",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_not_mentionable,
    what=_("My mentions of {roles} don't notify anyone."),
    breaks=_(
        "The staff doesn't notice new tickets and requests, although it should be mentioned."
    ),
    fix=_(
        "**Server Settings** → **Roles** → {roles} → **Display**: switch on **Allow anyone to "
        "@mention this role**."
    ),
)

CHECKS = CheckGroup(70, NO_MODERATORS, ROLES_DELETED, ROLES_NOT_MENTIONABLE)
