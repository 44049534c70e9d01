"""Closing, reopening and deleting tickets."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..domain import errors, policy
from ..domain.access import Closing, closing_plan, reopening_plan
from ..domain.ticket import LIVE, Action, ClosedAccess, State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..domain.settings import Settings
    from ..domain.ticket import Person, Ticket
    from .desk import Desk

    #: Tells the person who acted, between the decision and its effects.
    Answer = Callable[[Ticket], Awaitable[None]]

log = logging.getLogger("red.tickets.closing")

_NEVER_CLOSED = {
    "closed_by_id": None,
    "closed_at": None,
    "close_reason": None,
    "withdrawn": (),
}


async def require_may_close(
    desk: Desk, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    """The open ticket, if `by` may close it now."""
    ticket, settings = await _load(desk, guild_id, number)
    policy.require_may_close(by, ticket, settings)
    _require_state(ticket, Action.CLOSE, State.OPEN)
    return ticket, settings


async def require_may_moderate(
    desk: Desk, guild_id: int, number: int, by: Person, action: Action
) -> Ticket:
    """The ticket, if `by` is a moderator of it and `action` is possible now."""
    ticket, settings = await _load(desk, guild_id, number)
    policy.require_moderator(by, ticket, settings)
    _require_state(ticket, action, *([State.CLOSED] if action is Action.REOPEN else LIVE))
    return ticket


async def close_ticket(
    desk: Desk, guild_id: int, number: int, *, by: Person, reason: str | None, answer: Answer
) -> Ticket:
    """Closes the ticket: decides, has the closer answered, then shows it in Discord.

    When Discord refuses to change the permissions, the ticket is open again and the error
    is raised.
    """
    ticket, settings = await require_may_close(desk, guild_id, number, by)
    terms = policy.terms_in_force(ticket, settings)
    reason = policy.checked_reason(reason, required=terms.closing_reason)
    async with desk.locks.on("ticket", guild_id, number):
        closing = _closing(desk, ticket, settings)
        ticket = await desk.tickets.move(
            ticket,
            Action.CLOSE,
            closed_by_id=by.id,
            closed_at=desk.now(),
            close_reason=reason,
            withdrawn=closing.withdrawn,
            settled=False,
        )
        await answer(ticket)
        try:
            await desk.rooms.set_overwrites(ticket, closing.overwrites)
        except errors.DiscordSaidNo:
            await desk.tickets.move(ticket, Action.REOPEN, settled=True, **_NEVER_CLOSED)
            raise
        shown = await _shown(desk, ticket, settings, closer_name=by.shown_name)
        await _announced(desk.rooms.announce_closed(ticket, by, with_controls=not shown))
        return await desk.tickets.note(ticket, settled=True)


async def reopen_ticket(
    desk: Desk, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Gives back what closing took, shows the ticket as open and says who reopened it."""
    ticket = await require_may_moderate(desk, guild_id, number, by, Action.REOPEN)
    settings = await desk.settings.of(guild_id)
    async with desk.locks.on("ticket", guild_id, number):
        rooms = desk.rooms
        plan = reopening_plan(
            rooms.overwrites(ticket),
            everyone_id=guild_id,
            withdrawn=ticket.withdrawn,
            gone=rooms.gone(guild_id, ticket.withdrawn),
        )
        ticket = await desk.tickets.move(ticket, Action.REOPEN, settled=False)
        await answer(ticket)
        try:
            await rooms.set_overwrites(ticket, plan)
        except errors.DiscordSaidNo:
            await desk.tickets.move(ticket, Action.CLOSE, settled=True)
            raise
        ticket = await desk.tickets.note(ticket, **_NEVER_CLOSED)
        shown = await _shown(desk, ticket, settings)
        await _announced(rooms.announce_reopened(ticket, by, with_controls=not shown))
        return await desk.tickets.note(ticket, settled=True)


async def delete_ticket(
    desk: Desk, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Deletes the ticket's channel. If Discord refuses, the ticket stays as it was."""
    ticket = await require_may_moderate(desk, guild_id, number, by, Action.DELETE)
    async with desk.locks.on("ticket", guild_id, number):
        ticket = await desk.tickets.move(ticket, Action.DELETE, settled=False)
        await answer(ticket)
        try:
            await desk.rooms.delete(ticket)
        except errors.DiscordSaidNo:
            action = Action.KEEP_OPEN if ticket.closed_at is None else Action.KEEP_CLOSED
            await desk.tickets.move(ticket, action, settled=True)
            raise
        return await deleted(desk, ticket)


async def deleted(desk: Desk, ticket: Ticket) -> Ticket:
    """Records that the ticket's channel is gone, whoever removed it."""
    ticket = await desk.tickets.get(ticket.guild_id, ticket.number)
    try:
        ticket = await desk.tickets.move(ticket, Action.VANISH, settled=True)
    except errors.WrongState as error:
        # Discord's own notice of the deletion was faster, or slower.
        return error.ticket
    return await desk.tickets.forget_channel(ticket)


async def _load(desk: Desk, guild_id: int, number: int) -> tuple[Ticket, Settings]:
    return await desk.tickets.get(guild_id, number), await desk.settings.of(guild_id)


def _require_state(ticket: Ticket, action: Action, *states: State) -> None:
    if ticket.state not in states:
        raise errors.WrongState(action=action, ticket=ticket)


def _closing(desk: Desk, ticket: Ticket, settings: Settings) -> Closing:
    terms = policy.terms_in_force(ticket, settings)
    # Roles of then and now: a role that lost its place meanwhile is still no guest.
    staff = {
        *terms.moderator_role_ids,
        *terms.access_role_ids,
        *ticket.terms.moderator_role_ids,
        *ticket.terms.access_role_ids,
    }
    return closing_plan(
        desk.rooms.overwrites(ticket),
        everyone_id=ticket.guild_id,
        bot_id=desk.rooms.bot_id(ticket.guild_id),
        staff_role_ids=staff,
        readable=terms.closed_access is ClosedAccess.READ,
    )


async def _shown(desk: Desk, ticket: Ticket, settings: Settings, *, closer_name: str = "") -> bool:
    """Whether the welcome message could be given the look of the present state."""
    try:
        return await desk.rooms.show_state(ticket, settings, closer_name)
    except errors.DiscordSaidNo:
        log.warning(
            "The welcome message of ticket #%s of server %s could not be changed",
            ticket.number,
            ticket.guild_id,
            exc_info=True,
        )
        return False


async def _announced(announcement: Awaitable[None]) -> None:
    """What only informs must not undo what was done."""
    try:
        await announcement
    except errors.DiscordSaidNo:
        log.warning("An announcement in a ticket could not be posted", exc_info=True)
