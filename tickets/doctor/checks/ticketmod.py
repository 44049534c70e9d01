"""Who is shown ``/ticketmod`` outside of tickets: Server Settings → Integrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...access.facts import TeamFacts
from ...core.health import Check, CheckGroup, Members, Names, Roles, Severity, _, case
from ..facts import Integration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...access.facts import RoleNow
    from ...core.facts import Facts
    from ...core.health import Case

#: What the command asks for where nobody has set anything else.
DEFAULT = frozenset({"manage_messages"})


def shows(role: RoleNow, integration: Integration, everyone_id: int) -> bool:
    """Whether members with this role alone are shown the command.

    Discord's order: what was set for the command, for the role before @everyone; then what
    was set for all of the bot's commands, which can only forbid; then the default.
    """
    if "administrator" in role.permissions:
        return True
    if "use_application_commands" not in role.permissions:
        return False
    for holder in (role.id, everyone_id):
        if holder in integration.command:
            return integration.command[holder]
    for holder in (role.id, everyone_id):
        if holder in integration.application:
            if not integration.application[holder]:
                return False
            break
    return role.permissions >= DEFAULT


def _not_shown(facts: Facts) -> Iterator[Case]:
    integration = facts.asked(Integration)
    if integration is None:
        return
    blind = tuple(
        role.id
        for role in facts[TeamFacts].moderators
        if not shows(role, integration, facts.guild_id)
    )
    if blind:
        yield case(roles=Roles(blind), name=Names(("/ticketmod",)), bot=Members((facts.bot_id,)))


TICKETMOD_NOT_SHOWN = Check(
    name="ticketmod-not-shown",
    severity=Severity.ADVICE,
    look=_not_shown,
    what=_("{roles} can't use {name} outside tickets."),
    breaks=_("They can't open tickets for members, list what waits or block anyone with it."),
    fix=_("**Server Settings** → **Integrations** → {bot} → {name}: add {roles} and allow it."),
)

CHECKS = CheckGroup(120, TICKETMOD_NOT_SHOWN)
