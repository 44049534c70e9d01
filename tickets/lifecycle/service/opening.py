"""Opening a ticket, exactly once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...blocks.service import require_not_kept_out
from ...core import errors, naming, policy
from ...core.access import opening_plan
from ...core.direct import DirectMessage, News
from ...core.logs import direct, make_thread, show_request, ticket_line
from ...core.ticket import NO_CHANNEL, UNDECIDED, Action, State
from ...requests.service import (
    PERHAPS_DONE,
    cancel_request,
    require_may_decide,
    require_reception,
    send_request,
)
from ...staff_log.rules import Event
from ...staff_log.service import opening_failed
from .placing import create_channel

if TYPE_CHECKING:
    from ...core.app import Desk
    from ...core.job import Job
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket
    from .closing import Answer

log = logging.getLogger("red.tickets.opening")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """Somebody wants a ticket, or a moderator opens one for somebody."""

    guild_id: int
    opener: Person
    reason: str | None
    #: The interaction or message that asks; it is answered only once.
    origin_id: int
    #: A panel says what it is about, or that nothing is to be asked.
    reason_is_given: bool = False
    #: The number of that panel.
    panel: int | None = None
    #: The moderator who opens it, whom no limit, block or validation stops.
    by: Person | None = None


async def require_may_open(desk: Desk, guild_id: int, opener: Person) -> Settings:
    """The server's settings, if `opener` could open a ticket now.

    Raises the ``Refused`` that says why not. Asked before a form is shown, so that nobody
    fills one in for nothing; :func:`open_ticket` decides again.
    """
    settings = await desk.settings.of(guild_id)
    policy.require_system_enabled(settings)
    tickets = await desk.tickets.counted_of(guild_id, opener.id)
    for ticket in tickets:
        if ticket.state is State.REQUESTED:
            raise errors.AlreadyRequested(ticket=ticket)
    await require_not_kept_out(desk, guild_id, opener.id, settings)
    if settings.limit and len(tickets) >= settings.limit:
        raise errors.LimitReached(limit=settings.limit, tickets=tickets)
    if settings.is_manual:
        await require_reception(desk, guild_id, settings)
    return settings


async def open_ticket(desk: Desk, request: OpenRequest) -> Ticket:
    """Opens a ticket, or requests one, and returns it; or raises the error that stopped it.

    The record and its number come first, in one transaction with the limit; whatever fails
    after that is undone before the error is raised.
    """
    settings = await desk.settings.of(request.guild_id)
    policy.require_system_enabled(settings)
    by_staff = request.by is not None
    is_request = settings.is_manual and not by_staff
    if request.by is not None:
        policy.require_staff(request.by, settings)
        if request.opener.is_bot:
            raise errors.BotsHaveNoTickets
    else:
        await require_not_kept_out(desk, request.guild_id, request.opener.id, settings)
    asked = settings.opening_reason and not request.reason_is_given and not by_staff
    reason = policy.checked_reason(request.reason, required=asked)
    if is_request:
        await require_reception(desk, request.guild_id, settings)
    if not by_staff:
        desk.flood.count(request.guild_id, request.opener.id, desk.now())
    ticket = await desk.tickets.begin(
        guild_id=request.guild_id,
        opener_id=request.opener.id,
        opened_by_id=(request.by or request.opener).id,
        origin_id=request.origin_id,
        reason=reason,
        terms=settings.terms(),
        at=desk.now(),
        limit=0 if by_staff else settings.limit,
        panel=request.panel,
        state=State.REQUESTED if is_request else State.OPENING,
        by_staff=by_staff,
    )
    if is_request:
        return await send_request(desk, ticket, settings)
    async with desk.locks.on("ticket", ticket.guild_id, ticket.number):
        try:
            return await _furnish(desk, ticket, settings)
        except BaseException as error:
            await _undo(desk, ticket, Action.FAIL_OPENING, error)
            await opening_failed(desk, ticket.guild_id, error)
            raise


async def accept_request(
    desk: Desk, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Opens a requested ticket, exactly as one that nobody has to accept.

    If that fails the request is pending again and the error is raised. A member who is gone
    has no request any more: ``OpenerGone``.
    """
    await require_may_decide(desk, guild_id, number, by)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await require_may_decide(desk, guild_id, number, by)
        settings = await desk.settings.of(guild_id)
        # An earlier attempt may have left a channel that couldn't be removed.
        await desk.rooms.delete(ticket)
        ticket = await desk.tickets.move(
            ticket,
            Action.ACCEPT,
            channel_id=None,
            decided_by_id=by.id,
            decided_at=desk.now(),
            terms=policy.terms_in_force(ticket, settings),
            settled=False,
        )
        try:
            return await _furnish(desk, ticket, settings)
        except BaseException as error:
            await _undo(desk, ticket, Action.RETURN_REQUEST, error)
            if isinstance(error, errors.OpenerGone):
                pending = await desk.tickets.get(guild_id, number)
                await cancel_request(desk, pending, by_id=None)
            await opening_failed(desk, guild_id, error)
            raise


async def _furnish(desk: Desk, ticket: Ticket, settings: Settings) -> Ticket:
    """Channel, welcome message, and the record that both are there."""
    rooms = desk.rooms
    opener = await rooms.member(ticket.guild_id, ticket.opener_id)
    plan = opening_plan(
        everyone_id=ticket.guild_id,
        bot_id=rooms.bot_id(ticket.guild_id),
        opener_id=ticket.opener_id,
        terms=ticket.terms,
        existing_roles=rooms.role_ids(ticket.guild_id),
    )
    name = naming.channel_name(settings.channel_format, rooms.name_facts(ticket, opener))
    channel_id = await create_channel(desk, ticket, settings, name=name, plan=plan)
    ticket = await desk.tickets.note(ticket, channel_id=channel_id)
    welcome_id = await desk.postings.post_welcome(ticket, settings, opener)
    return await finish_opening(desk, ticket, settings, welcome_id)


async def finish_opening(
    desk: Desk, ticket: Ticket, settings: Settings, welcome_id: int
) -> Ticket:
    """Records that the ticket is open; what else belongs to it follows by itself."""
    jobs: list[Job] = []
    if settings.staff_thread:
        jobs.append(make_thread(desk, ticket))
    if ticket.was_requested:
        news = DirectMessage(
            news=News.ACCEPTED,
            user_id=ticket.opener_id,
            number=ticket.number,
            channel_id=ticket.channel_id,
        )
        jobs += (show_request(desk, ticket), direct(desk, ticket.guild_id, news))
    else:
        for_member = ticket.opener_id if ticket.opened_by_id != ticket.opener_id else None
        jobs += ticket_line(
            desk,
            ticket,
            settings,
            Event.OPENED,
            ticket.opened_by_id,
            member_id=for_member,
            reason=ticket.reason,
        )
    return await desk.tickets.move(
        ticket, Action.FINISH_OPENING, welcome_id=welcome_id, settled=True, jobs=jobs
    )


async def _undo(desk: Desk, ticket: Ticket, action: Action, error: BaseException) -> None:
    """Leaves nothing half-created. What can't be removed now is left to the next start."""
    ticket = await desk.tickets.get(ticket.guild_id, ticket.number)
    # Discord may have created a channel whose id was never heard.
    removed = ticket.channel_id is not None or not isinstance(error, PERHAPS_DONE)
    try:
        await desk.rooms.delete(ticket)
    except errors.DiscordSaidNo:
        removed = False
        log.warning(
            "Ticket #%s of server %s could not be opened, and its channel %s not be removed",
            ticket.number,
            ticket.guild_id,
            ticket.channel_id,
        )
    changes: dict[str, Any] = NO_CHANNEL if removed else {}
    if action is Action.RETURN_REQUEST:
        changes = {**changes, **UNDECIDED}
    try:
        await desk.tickets.move(ticket, action, settled=removed, **changes)
    except errors.WrongState:
        log.info("Ticket #%s of server %s was gone already", ticket.number, ticket.guild_id)
