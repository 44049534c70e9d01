"""Opening a ticket, exactly once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain import errors, naming, policy
from ..domain.access import opening_plan
from ..domain.ticket import NO_CHANNEL, Action
from .placing import create_channel
from .upkeep import opening_failed

if TYPE_CHECKING:
    from ..domain.settings import Settings
    from ..domain.ticket import Person, Ticket
    from .desk import Desk

log = logging.getLogger("red.tickets.opening")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """Somebody wants a ticket."""

    guild_id: int
    opener: Person
    reason: str | None
    #: The interaction or message that asks; it is answered only once.
    origin_id: int
    #: A panel says what it is about, or that nothing is to be asked.
    reason_is_given: bool = False


async def require_may_open(desk: Desk, guild_id: int, opener: Person) -> Settings:
    """The server's settings, if `opener` could open a ticket now.

    Raises ``SystemDisabled`` or ``LimitReached``. Asked before a form is shown, so that
    nobody fills one in for nothing; :func:`open_ticket` decides again.
    """
    settings = await desk.settings.of(guild_id)
    policy.require_system_enabled(settings)
    if settings.limit:
        tickets = await desk.tickets.counted_of(guild_id, opener.id)
        if len(tickets) >= settings.limit:
            raise errors.LimitReached(limit=settings.limit, tickets=tickets)
    return settings


async def open_ticket(desk: Desk, request: OpenRequest) -> Ticket:
    """Opens a ticket and returns it, or raises the error that stopped it.

    The record and its number come first, in one transaction with the limit; whatever fails
    after that is undone before the error is raised.
    """
    settings = await desk.settings.of(request.guild_id)
    policy.require_system_enabled(settings)
    asked = settings.opening_reason and not request.reason_is_given
    reason = policy.checked_reason(request.reason, required=asked)
    desk.flood.count(request.guild_id, request.opener.id, desk.now())
    ticket = await desk.tickets.begin(
        guild_id=request.guild_id,
        opener_id=request.opener.id,
        opened_by_id=request.opener.id,
        origin_id=request.origin_id,
        reason=reason,
        terms=settings.terms(),
        at=desk.now(),
        limit=settings.limit,
    )
    async with desk.locks.on("ticket", ticket.guild_id, ticket.number):
        try:
            return await _furnish(desk, ticket, settings)
        except BaseException as error:
            await _undo(desk, ticket)
            await opening_failed(desk, ticket.guild_id, error)
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
    return await desk.tickets.move(
        ticket, Action.FINISH_OPENING, welcome_id=welcome_id, settled=True
    )


async def _undo(desk: Desk, ticket: Ticket) -> None:
    """Leaves nothing half-created. What can't be removed now is left to the next start."""
    ticket = await desk.tickets.get(ticket.guild_id, ticket.number)
    removed = True
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
    try:
        await desk.tickets.move(
            ticket, Action.FAIL_OPENING, settled=removed, **(NO_CHANNEL if removed else {})
        )
    except errors.WrongState:
        log.info("Ticket #%s of server %s was gone already", ticket.number, ticket.guild_id)
