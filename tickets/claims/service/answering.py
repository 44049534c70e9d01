"""Claiming by answering: the first moderator who writes has the ticket."""

from __future__ import annotations

import logging
from dataclasses import field
from typing import TYPE_CHECKING

from ...core import errors
from ...core.answer import NOBODY_WAITS
from ...core.lazy_dataclass import lazy_dataclass
from ...core.team import Team
from ...core.ticket import State
from ..rules import RELEASED
from ..settings import ClaimSettings
from .claiming import claim_ticket

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.claims")


@lazy_dataclass
class Unclaimed:
    """Open tickets that nobody has, of servers on which somebody claims by answering.

    Of a message anywhere else, this is all that is looked at.
    """

    #: Their numbers and openers, by server and channel.
    of_guilds: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict)

    def is_answered_by(self, guild_id: int, channel_id: int, author_id: int) -> int | None:
        """The number of the ticket in a channel, if somebody who writes there may claim it."""
        tickets = self.of_guilds.get(guild_id, {})
        number, opener_id = tickets.get(channel_id, (None, None))
        return number if author_id != opener_id else None


def watch(app: App, ticket: Ticket) -> None:
    """A ticket was changed: it is remembered or forgotten."""
    tickets, channel_id = app[Unclaimed].of_guilds.get(ticket.guild_id), ticket.channel_id
    if tickets is None or channel_id is None:
        return
    if ticket.state is State.OPEN and ticket.handler_id is None:
        tickets[channel_id] = (ticket.number, ticket.opener_id)
    else:
        tickets.pop(channel_id, None)


async def remember_unclaimed(app: App, guild_id: int) -> None:
    """After a start, or a change of settings: looks which tickets somebody may claim so."""
    settings, of_guilds = await app.settings.of(guild_id), app[Unclaimed].of_guilds
    every = (settings.server, *(settings.for_type(one.id) for one in settings.all_types))
    if not any(one[ClaimSettings].by_answering for one in every):
        of_guilds.pop(guild_id, None)
        return
    of_guilds[guild_id] = {}
    for ticket in await app.tickets.live(guild_id):
        watch(app, ticket)


async def remember_after_change(app: App, guild_id: int, settings: Settings) -> None:
    """The same, after a setting was changed."""
    await remember_unclaimed(app, guild_id)


async def hear(app: App, guild_id: int, channel_id: int, by: Person) -> None:
    """Somebody has written in a channel: a moderator may have answered first."""
    number = app[Unclaimed].is_answered_by(guild_id, channel_id, by.id)
    if number is not None:
        await claim_by_answering(app, guild_id, number, by)


async def claim_by_answering(app: App, guild_id: int, number: int, by: Person) -> None:
    """Somebody has written in a ticket that nobody has: if they may, they have claimed it.

    Who has just given it back doesn't claim it again by saying goodbye. Nobody is answered.
    """
    try:
        ticket = await app.tickets.get(guild_id, number)
        settings = await app.settings.for_ticket(ticket)
        if not settings[ClaimSettings].by_answering or not settings[Team].is_moderator(by):
            return
        if ticket.opener_id == by.id or await _gave_it_back(app, ticket, by):
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
