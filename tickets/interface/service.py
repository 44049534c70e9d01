"""Use cases as other cogs ask for them: those of people, by who acts."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ..core import errors
from ..core.answer import NOBODY_WAITS
from ..core.form import answers_of
from ..core.team import Team
from ..core.ticket import COUNTED, LIVE
from ..lifecycle.rules import BotsHaveNoTickets, FinishedLater, TypeNeeded
from ..lifecycle.service.choosing import find_type, type_to_open, what_to_choose
from ..lifecycle.service.closing import close_ticket
from ..lifecycle.service.opening import OpenRequest, open_ticket, require_may_open
from ..lifecycle.settings import FormSettings
from .rules import EVENTS, TicketInfo, TicketUpdate

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.event import TicketEvent
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket

#: Of an origin that nobody named: below the ids of the years to come, and of one kind with them.
_ORIGIN_BITS = 62


async def open_for(
    app: App,
    guild_id: int,
    member: Person,
    *,
    by: Person,
    reason: str | None,
    type_name: str | None,
    origin_id: int | None,
) -> TicketInfo:
    """Opens a ticket for `member`: as they would by a command, or as a moderator for somebody."""
    if member.is_bot:
        raise BotsHaveNoTickets
    settings = await app.settings.of(guild_id)
    for_another = by.id != member.id
    if for_another:
        type_id = type_to_open(settings, by, type_name)
    else:
        type_id = await _own_type(app, guild_id, settings, member, type_name)
        # Nobody is there who could be asked the questions.
        of_type = await require_may_open(app, guild_id, member, type_id)
        answers_of(of_type[FormSettings].form, {})
    ticket = await open_ticket(
        app,
        OpenRequest(
            guild_id=guild_id,
            opener=member,
            reason=reason,
            origin_id=secrets.randbits(_ORIGIN_BITS) if origin_id is None else origin_id,
            type_id=type_id,
            by=by if for_another else None,
        ),
    )
    return info_of(ticket, settings)


async def _own_type(
    app: App, guild_id: int, settings: Settings, member: Person, given: str | None
) -> int | None:
    if given is not None:
        return find_type(given, settings.types).id
    choice = await what_to_choose(app, guild_id, member)
    if choice.without_type:
        return None
    if len(choice.types) == 1:
        return choice.types[0].id
    raise TypeNeeded(known=tuple(one.name for one in choice.types))


async def close(
    app: App, guild_id: int, number: int, *, by: Person, reason: str | None
) -> TicketInfo:
    """Closes a ticket, as *Close ticket* does."""
    try:
        ticket = await close_ticket(
            app, guild_id, number, by=by, reason=reason, answer=NOBODY_WAITS
        )
    except FinishedLater:
        ticket = await app.tickets.get(guild_id, number)
    return info_of(ticket, await app.settings.of(guild_id))


async def ticket_for(app: App, guild_id: int, number: int, *, by: Person) -> TicketInfo:
    """A ticket, for its opener and its team; ``UnknownTicket`` for everybody else."""
    ticket = await app.tickets.get(guild_id, number)
    if not await _may_know(app, ticket, by):
        raise errors.UnknownTicket
    return info_of(ticket, await app.settings.of(guild_id))


async def present_of(
    app: App, guild_id: int, member: Person, *, by: Person
) -> tuple[TicketInfo, ...]:
    """A member's requests and tickets that have a channel, as far as `by` may know of them."""
    settings = await app.settings.of(guild_id)
    theirs = [one for one in await app.tickets.present(guild_id) if one.opener_id == member.id]
    return tuple([info_of(one, settings) for one in theirs if await _may_know(app, one, by)])


async def _may_know(app: App, ticket: Ticket, by: Person) -> bool:
    if by.id == ticket.opener_id and ticket.state in (*COUNTED, *LIVE):
        return True
    return (await app.settings.for_ticket(ticket))[Team].is_moderator(by)


def info_of(ticket: Ticket, settings: Settings | None) -> TicketInfo:
    """A ticket as other cogs are shown it."""
    of_type = settings.server.type_with_id(ticket.type_id) if settings is not None else None
    return TicketInfo(
        guild_id=ticket.guild_id,
        number=ticket.number,
        state=ticket.state.value,
        opener_id=ticket.opener_id,
        opened_by_id=ticket.opened_by_id,
        created_at=_time(ticket.created_at),
        channel_id=ticket.channel_id,
        type_id=ticket.type_id,
        type_name=of_type.name if of_type is not None else None,
        handler_id=ticket.handler_id,
        closed_by_id=ticket.closed_by_id,
        closed_at=_time(ticket.closed_at) if ticket.closed_at is not None else None,
    )


def update_of(event: TicketEvent, ticket: Ticket, settings: Settings | None) -> TicketUpdate:
    """An event of those in ``EVENTS`` as other cogs are told of it."""
    return TicketUpdate(
        name=EVENTS[event.kind],
        ticket=info_of(ticket, settings),
        by_id=event.by_id,
        at=_time(event.at),
    )


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
