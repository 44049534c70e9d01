"""Openers who leave the server, and come back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.access import TAKE_PART
from ...core.event import TicketEvent
from ...core.overwrite import Overwrite, Target
from ...core.ticket import State
from ..discord import TicketMessages

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.presence")

#: Kinds of events; stored words.
LEFT, BACK = "left", "back"


async def announce_opener_left(app: App, guild_id: int, person: Person) -> None:
    """Tells the staff in the person's open tickets; these stay open."""
    for ticket in await _open_tickets(app, guild_id, person):
        await _announce(app, ticket, LEFT, person)


async def let_opener_back_in(app: App, guild_id: int, person: Person) -> None:
    """Lets the person back into their open tickets."""
    for ticket in await _open_tickets(app, guild_id, person):
        async with app.locks.on("ticket", guild_id, ticket.number):
            if (await app.tickets.get(guild_id, ticket.number)).state is not State.OPEN:
                continue
            line = Overwrite(Target.MEMBER, person.id, allow=TAKE_PART)
            try:
                if line not in app.channels.overwrites(ticket):
                    await app.channels.let_in(ticket, person.id, line.allow)
            except errors.DiscordSaidNo:
                log.warning("%s could not be let back into %s", person.id, ticket.label)
                continue
        await _announce(app, ticket, BACK, person)


async def _open_tickets(app: App, guild_id: int, person: Person) -> list[Ticket]:
    counted = await app.tickets.counted_of(guild_id, person.id)
    return [ticket for ticket in counted if ticket.state is State.OPEN]


async def _announce(app: App, ticket: Ticket, what: str, person: Person) -> None:
    event = TicketEvent(
        kind=what,
        guild_id=ticket.guild_id,
        number=ticket.number,
        member_id=person.id,
        at=app.now(),
    )
    await app.events.add(event, ticket=ticket, settings=await app.settings.for_ticket(ticket))
    try:
        await app[TicketMessages].announce(ticket, what, person)
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)
