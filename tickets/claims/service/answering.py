"""Claiming by answering: the first moderator who writes has the ticket."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...activity.open_tickets import OpenTickets
from ...core import errors
from ...core.answer import NOBODY_WAITS
from ...core.team import Team
from ..rules import RELEASED
from ..settings import ClaimSettings
from .claiming import claim_ticket

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.claims")


async def hear(app: App, guild_id: int, channel_id: int, by: Person) -> None:
    """Somebody has written in an open ticket that nobody has: if they may, they have claimed it.

    Who has just given it back doesn't claim it again by saying goodbye. Nobody is answered.
    """
    known = app[OpenTickets].in_channel(channel_id)
    if known is None or known.is_claimed or by.is_bot or by.id == known.opener_id:
        return
    settings = (await app.settings.of(guild_id)).for_type(known.type_id)
    if settings[ClaimSettings].by_answering and settings[Team].is_moderator(by):
        await _claim(app, guild_id, known.number, by)


async def _claim(app: App, guild_id: int, number: int, by: Person) -> None:
    try:
        ticket = await app.tickets.get(guild_id, number)
        if await _gave_it_back(app, ticket, by):
            return
        await app.use_locale(guild_id)
        await claim_ticket(app, guild_id, number, by=by, answer=NOBODY_WAITS)
    except errors.TicketError as error:
        log.info("Ticket #%s of server %s isn't claimed: %r", number, guild_id, error)


async def _gave_it_back(app: App, ticket: Ticket, by: Person) -> bool:
    """Whether it was they who released it last."""
    events = await app.events.of(ticket.guild_id, ticket.number)
    released = [one for one in events if one.kind == RELEASED]
    return bool(released) and released[-1].by_id == released[-1].member_id == by.id
