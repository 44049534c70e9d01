"""Giving members and roles access to a ticket, taking it away, and following the settings."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core import errors
from ..core.access import changed_plan, required_for, within
from ..core.event import event_of
from ..core.job import Job
from ..core.overwrite import Overwrite, Target
from ..core.repair_plans import repaired_plan
from ..core.team import STAFF_ROLES, Team, has_other_roles
from ..core.ticket import IN_HANDS, LIVE, Action, State, require_state
from ..lifecycle.discord.messages import TicketMessages
from ..lifecycle.rules import About
from ..staff_log.service import all_named, drop_deleted, tell_staff
from .discord import Guests
from .rules import (
    ACCESS_ROLE_GONE,
    MODERATOR_ROLE_GONE,
    OBSERVER_ROLE_GONE,
    ROLES_APPLIED,
    TICKETS_REPAIRED,
    Guest,
    require_addable,
    require_removable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.answer import Answer
    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.guests")

#: Kinds of events, and of the job that brings roles up to date; stored words.
ADDED, REMOVED = "added", "removed"
ROLES = "roles"
#: What is told of a deleted role, by the setting that named it.
ROLES_GONE = {
    "moderator_role_ids": MODERATOR_ROLE_GONE,
    "access_role_ids": ACCESS_ROLE_GONE,
    "observer_role_ids": OBSERVER_ROLE_GONE,
}
#: So often tickets that Discord has trouble with get another try at new roles: half an hour.
ROLE_ATTEMPTS = 5


async def add_guest(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    target: Target,
    target_id: int,
    answer: Answer,
) -> Guest:
    """Gives a member or role access to an open ticket, and says so in it."""
    await _require_open(app, guild_id, number, by)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await _require_open(app, guild_id, number, by)
        guest = await app[Guests].look_up(ticket, target, target_id)
        require_addable(guest, settings[Team], overwrites=app[Guests].count(ticket))
        await app[Guests].let_in(ticket, guest)
        # A member is called to the ticket; a role never is.
        called = (guest.id,) if guest.target is Target.MEMBER else ()
        about = About(name=guest.name, mention=guest.mention, called_ids=called)
        await _tell(app, ticket, settings, ADDED, by, guest, about)
    return guest


async def remove_guest(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    target: Target,
    target_id: int,
    answer: Answer,
) -> Guest:
    """Takes access away. `through` of the result are roles by which they see it still."""
    await _require_open(app, guild_id, number, by)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await _require_open(app, guild_id, number, by)
        guest = await app[Guests].look_up(ticket, target, target_id)
        bot_id = app.channels.bot_id(guild_id)
        require_removable(guest, ticket, settings[Team], bot_id=bot_id)
        await app[Guests].shut_out(ticket, guest)
        await _tell(app, ticket, settings, REMOVED, by, guest, About(name=guest.name))
    return guest


async def _require_open(
    app: App, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    ticket, settings = await app.for_moderator(guild_id, number, by)
    require_state(ticket, Action.CLOSE, State.OPEN)
    return ticket, settings


async def _tell(
    app: App,
    ticket: Ticket,
    settings: Settings,
    kind: str,
    by: Person,
    guest: Guest,
    about: About,
) -> None:
    is_role = guest.target is Target.ROLE
    event = event_of(
        ticket,
        kind,
        app.now(),
        by_id=by.id,
        member_id=None if is_role else guest.id,
        role_id=guest.id if is_role else None,
    )
    await app.events.add(event, ticket=ticket, settings=settings)
    try:
        await app[TicketMessages].announce(ticket, kind, by, about=about)
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)


# ------------------------------------------------------------- the present roles


async def tickets_with_other_access(app: App, guild_id: int) -> list[int]:
    """Numbers of tickets whose staff has other access than the present settings say."""
    settings = await app.settings.of(guild_id)
    return [
        ticket.number
        for ticket in await app.tickets.live(guild_id)
        if has_other_roles(ticket, settings.for_ticket(ticket)[Team])
        or app.features.renewed(app, ticket, settings.for_ticket(ticket))
    ]


async def apply_roles_to_tickets(app: App, guild_id: int) -> int:
    """Brings all tickets' roles up to date, one after the other; returns how many there are."""
    numbers = await tickets_with_other_access(app, guild_id)
    if numbers:
        await app.work.add(roles_job(app, guild_id, numbers))
    return len(numbers)


async def apply_present_roles(app: App, guild_id: int, number: int) -> bool:
    """Brings the access of one ticket's staff up to date; False if there was nothing to do."""
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        settings = await app.settings.for_ticket(ticket)
        team, changes = settings[Team], app.features.renewed(app, ticket, settings)
        if ticket.state not in LIVE or not (has_other_roles(ticket, team) or changes):
            return False
        if ticket.is_changing_hands:
            raise errors.DiscordUnreachable
        wanted, existing = replace(ticket, **changes), app.channels.role_ids(guild_id)
        present = app.channels.overwrites(ticket)
        plan = changed_plan(
            present,
            before=app.features.staff_lines(ticket, ticket.terms[Team], existing),
            after=app.features.staff_lines(wanted, team, existing),
        )
        plan = within(plan, present, app.channels.grantable(ticket) | required_for(team))
        if set(plan) != set(present):
            await app.channels.set_overwrites(ticket, plan)
        noted = await app.tickets.note(
            ticket,
            *app.features.told_of_renewal(ticket, wanted, app.now()),
            settings=settings,
            terms=ticket.terms.with_values(**{key: getattr(team, key) for key in STAFF_ROLES}),
            **{**changes, **IN_HANDS},
        )
        if changes:
            await app[TicketMessages].show_if_possible(noted, settings)
        return True


async def repair_overwrites(app: App, guild_id: int, number: int) -> bool:
    """Gives bot, staff and opener back what they have lost in a ticket, and hides it from
    everybody else; False if there was nothing to do."""
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        if ticket.state not in LIVE:
            return False
        team = (await app.settings.for_ticket(ticket))[Team]
        existing = app.channels.role_ids(guild_id)
        present = app.channels.overwrites(ticket)
        # Roles that came or went meanwhile are brought up to date apart.
        staff = app.features.staff_lines(ticket, ticket.terms[Team], existing)
        present_staff = app.features.staff_lines(ticket, team, existing)
        plan = repaired_plan(
            present,
            everyone_id=guild_id,
            bot_id=app.channels.bot_id(guild_id),
            opener_id=_opener_to_let_in(app, ticket),
            staff={one: staff[one] for one in staff.keys() & present_staff.keys()},
        )
        plan = within(plan, present, app.channels.grantable(ticket) | required_for(team))
        if set(plan) == set(present):
            return False
        await app.channels.set_overwrites(ticket, plan)
        return True


def _opener_to_let_in(app: App, ticket: Ticket) -> int | None:
    line = Overwrite(Target.MEMBER, ticket.opener_id)
    is_here = bool(ticket.opener_id) and not app.channels.gone(ticket.guild_id, (line,))
    return ticket.opener_id if ticket.state is State.OPEN and is_here else None


def roles_job(app: App, guild_id: int, numbers: Iterable[int], *, repair: bool = False) -> Job:
    """The present roles get access to the tickets with these numbers, the former ones lose it.

    With `repair`, instead, everybody gets back what they have lost in these tickets.
    """
    return Job(
        guild_id=guild_id,
        kind=ROLES,
        queue=f"roles:{guild_id}",
        body={"left": list(numbers), "changed": 0, "failed": [], "mend": repair},
        created_at=app.now(),
    )


async def apply_roles(app: App, job: Job) -> None:
    """Does the job, one ticket after the other; what is done stays done if the bot stops."""
    body = dict(job.body)
    # Jobs of earlier versions don't say.
    repairs = body.get("mend", False)
    change = repair_overwrites if repairs else apply_present_roles
    while body["left"]:
        number = body["left"][0]
        try:
            body["changed"] += await change(app, job.guild_id, number)
        except errors.TicketError as error:
            if isinstance(error, errors.DiscordUnreachable) and job.attempts < ROLE_ATTEMPTS:
                # The others needn't wait for this one.
                body["left"] = [*body["left"][1:], number]
                await app.work.save(replace(job, body=body))
                raise
            log.warning("The overwrites of ticket #%s stay as they were", number, exc_info=True)
            body["failed"] = [*body["failed"], number]
        body["left"] = body["left"][1:]
        await app.work.save(replace(job, body=body))
    # Whoever pressed while others were at it has nothing of their own to hear.
    if body["changed"] or body["failed"]:
        about = f"{body['changed']} {len(body['failed'])}"
        kind = TICKETS_REPAIRED if repairs else ROLES_APPLIED
        await tell_staff(app, job.guild_id, kind, about, every_time=True)


async def notice_deleted_roles(app: App, guild_id: int) -> None:
    """Drops roles from the settings that were deleted while nobody listened."""
    settings = await app.settings.of(guild_id)
    existing = app.channels.role_ids(guild_id)
    for role_id in dict.fromkeys(one for key in ROLES_GONE for one in all_named(settings, key)):
        if role_id not in existing:
            # Nobody knows its name any more.
            await drop_deleted_role(app, guild_id, role_id, str(role_id))


async def drop_deleted_role(app: App, guild_id: int, role_id: int, name: str) -> None:
    """Drops a deleted role from the settings, and tells the staff once."""
    for key, kind in ROLES_GONE.items():
        await drop_deleted(app, guild_id, key, role_id, kind, name)
