"""Who sees a ticket after it was closed or reopened.

Besides what closing takes and reopening gives back, what must be there in any ticket is put
back in the same call: somebody may have synced its permissions with the category.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.access import closing_plan, reopening_plan, within
from ...core.overwrite import Overwrite, Target
from ...core.repair_plans import has_lost_lines, repaired_plan
from ...core.team import Team
from ..settings import ClosingSettings
from .closed_category import put_away, put_back

if TYPE_CHECKING:
    from ...core.access import Closing
    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Ticket


def plan_of_closing(app: App, ticket: Ticket, settings: Settings) -> Closing:
    """What closing makes of the present overwrites, and takes away."""
    present, former = settings[Team], ticket.terms[Team]
    # Roles of then and now: a role that lost its place meanwhile is still no guest.
    staff = {*present.role_ids, *former.role_ids}
    lines = app.channels.overwrites(ticket)
    return closing_plan(
        _complete(app, ticket, settings, lines, opener_id=None),
        everyone_id=ticket.guild_id,
        bot_id=app.channels.bot_id(ticket.guild_id),
        staff_role_ids=staff,
        staff_member_ids=_staff_members(app, ticket, settings),
        readable=settings[ClosingSettings].stays_readable,
    )


def _staff_members(app: App, ticket: Ticket, settings: Settings) -> set[int]:
    lines = app.features.staff_lines(ticket, settings[Team], ())
    return {line.id for line in lines.values() if line.target is Target.MEMBER}


async def remove_access(app: App, ticket: Ticket, settings: Settings) -> Ticket:
    """Takes the channel from everybody but the staff, unless that is done already."""
    closing = plan_of_closing(app, ticket, settings)
    remembered = {line.id for line in ticket.removed_overwrites}
    # Let in by hand since the closing was decided: reopening gives them back, too.
    late = tuple(line for line in closing.removed if line.id not in remembered)
    if late:
        removed = (*ticket.removed_overwrites, *late)
        ticket = await app.tickets.note(ticket, removed_overwrites=removed)
    plan = closing.overwrites
    if await put_away(app, ticket, settings, plan):
        return ticket
    if set(plan) != set(app.channels.overwrites(ticket)):
        await app.channels.set_overwrites(ticket, plan)
    return ticket


async def give_back(app: App, ticket: Ticket, settings: Settings) -> None:
    """Gives back what closing took, and the opener a place if they were away then."""
    present, removed = app.channels.overwrites(ticket), ticket.removed_overwrites
    plan = reopening_plan(
        present,
        everyone_id=ticket.guild_id,
        removed=removed,
        gone=app.channels.gone(ticket.guild_id, removed),
    )
    opener = Overwrite(Target.MEMBER, ticket.opener_id)
    gone = not opener.id or app.channels.gone(ticket.guild_id, (opener,))
    plan = _complete(app, ticket, settings, plan, opener_id=None if gone else opener.id)
    if await put_back(app, ticket, settings, plan):
        return
    if set(plan) != set(present):
        await app.channels.set_overwrites(ticket, plan)


def _complete(
    app: App,
    ticket: Ticket,
    settings: Settings,
    lines: tuple[Overwrite, ...],
    *,
    opener_id: int | None,
) -> tuple[Overwrite, ...]:
    """The lines, with those without which bot, moderators or opener can't use the ticket.

    An access or observer role whose line was taken away stays out, unless all lines were.
    """
    guild_id, bot_id = ticket.guild_id, app.channels.bot_id(ticket.guild_id)
    team = settings[Team]
    staff = app.features.staff_lines(ticket, team, app.channels.role_ids(guild_id))
    if not has_lost_lines(app.channels.overwrites(ticket), everyone_id=guild_id, bot_id=bot_id):
        helpers = {*team.access_role_ids} - {*team.moderator_role_ids}
        staff = {one: line for one, line in staff.items() if one not in helpers}
    plan = repaired_plan(
        lines, everyone_id=guild_id, bot_id=bot_id, opener_id=opener_id, staff=staff
    )
    return within(plan, lines, app.channels.grantable(ticket))
