"""Giving members and roles access to a ticket, taking it away, and following the settings."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core import errors, policy
from ..core.access import roles_plan, staff_lines
from ..core.logs import apply_roles, ticket_line
from ..core.overwrite import Overwrite, Target
from ..core.repair_plans import mended_plan
from ..core.ticket import LIVE, Action, Happening, State
from ..staff_log.rules import Event
from .rules import Guest, require_addable, require_removable

if TYPE_CHECKING:
    from ..core.app import Desk
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket
    from ..lifecycle.service.closing import Answer

log = logging.getLogger("red.tickets.guests")


async def add_guest(
    desk: Desk,
    guild_id: int,
    number: int,
    *,
    by: Person,
    target: Target,
    target_id: int,
    answer: Answer,
) -> Guest:
    """Gives a member or role access to an open ticket, and says so in it."""
    await _require_open(desk, guild_id, number, by)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await _require_open(desk, guild_id, number, by)
        guest = await desk.guests.look_up(ticket, target, target_id)
        terms = policy.terms_in_force(ticket, settings)
        require_addable(guest, terms, overwrites=desk.guests.count(ticket))
        await desk.guests.let_in(ticket, guest)
        await _tell(desk, ticket, settings, Event.ADDED, by, guest)
    return guest


async def remove_guest(
    desk: Desk,
    guild_id: int,
    number: int,
    *,
    by: Person,
    target: Target,
    target_id: int,
    answer: Answer,
) -> Guest:
    """Takes access away. `through` of the result are roles by which they see it still."""
    await _require_open(desk, guild_id, number, by)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await _require_open(desk, guild_id, number, by)
        guest = await desk.guests.look_up(ticket, target, target_id)
        terms = policy.terms_in_force(ticket, settings)
        require_removable(guest, ticket, terms, bot_id=desk.rooms.bot_id(guild_id))
        await desk.guests.shut_out(ticket, guest)
        await _tell(desk, ticket, settings, Event.REMOVED, by, guest)
    return guest


async def _require_open(
    desk: Desk, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    ticket = await desk.tickets.get(guild_id, number)
    settings = await desk.settings.of(guild_id)
    policy.require_moderator(by, ticket, settings)
    if ticket.state is not State.OPEN:
        raise errors.WrongState(action=Action.CLOSE, ticket=ticket)
    return ticket, settings


async def _tell(
    desk: Desk, ticket: Ticket, settings: Settings, event: Event, by: Person, guest: Guest
) -> None:
    whom = {"role_id" if guest.target is Target.ROLE else "member_id": guest.id}
    await desk.work.add(*ticket_line(desk, ticket, settings, event, by.id, **whom))
    what = Happening.ADDED if event is Event.ADDED else Happening.REMOVED
    try:
        await desk.postings.announce(ticket, what, by, guest=guest)
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)


# ------------------------------------------------------------- the present roles


async def tickets_with_other_roles(desk: Desk, guild_id: int) -> list[int]:
    """Numbers of tickets that were opened with other roles than the present ones."""
    settings = await desk.settings.of(guild_id)
    return [
        ticket.number
        for ticket in await desk.tickets.live(guild_id)
        if policy.has_other_roles(ticket, settings)
    ]


async def apply_roles_to_tickets(desk: Desk, guild_id: int) -> int:
    """Brings all tickets' roles up to date, one after the other; returns how many there are."""
    numbers = await tickets_with_other_roles(desk, guild_id)
    if numbers:
        await desk.work.add(apply_roles(desk, guild_id, numbers))
    return len(numbers)


async def apply_present_roles(desk: Desk, guild_id: int, number: int) -> bool:
    """Brings one ticket's roles up to date; False if there was nothing to do."""
    async with desk.locks.on("ticket", guild_id, number):
        ticket = await desk.tickets.get(guild_id, number)
        settings = await desk.settings.of(guild_id)
        if ticket.state not in LIVE or not policy.has_other_roles(ticket, settings):
            return False
        terms = settings.terms()
        present = desk.rooms.overwrites(ticket)
        plan = roles_plan(
            present,
            former=ticket.terms,
            terms=terms,
            existing_roles=desk.rooms.role_ids(guild_id),
        )
        if set(plan) != set(present):
            await desk.rooms.set_overwrites(ticket, plan)
        await desk.tickets.note(
            ticket,
            terms=replace(
                ticket.terms,
                moderator_role_ids=terms.moderator_role_ids,
                access_role_ids=terms.access_role_ids,
            ),
        )
        return True


async def mend_overwrites(desk: Desk, guild_id: int, number: int) -> bool:
    """Gives bot, staff and opener back what they have lost in a ticket, and hides it from
    everybody else; False if there was nothing to do."""
    async with desk.locks.on("ticket", guild_id, number):
        ticket = await desk.tickets.get(guild_id, number)
        if ticket.state not in LIVE:
            return False
        terms = policy.terms_in_force(ticket, await desk.settings.of(guild_id))
        existing = desk.rooms.role_ids(guild_id)
        present = desk.rooms.overwrites(ticket)
        # Roles that came or went meanwhile are brought up to date apart.
        staff = staff_lines(ticket.terms, existing)
        plan = mended_plan(
            present,
            everyone_id=guild_id,
            bot_id=desk.rooms.bot_id(guild_id),
            opener_id=_opener_to_let_in(desk, ticket),
            staff={role: staff[role] for role in staff.keys() & staff_lines(terms, existing)},
        )
        if set(plan) == set(present):
            return False
        await desk.rooms.set_overwrites(ticket, plan)
        return True


def _opener_to_let_in(desk: Desk, ticket: Ticket) -> int | None:
    line = Overwrite(Target.MEMBER, ticket.opener_id)
    is_here = bool(ticket.opener_id) and not desk.rooms.gone(ticket.guild_id, (line,))
    return ticket.opener_id if ticket.state is State.OPEN and is_here else None
