"""Openers who leave the server, and come back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.access import TAKE_PART
from ...core.overwrite import Overwrite, Target
from ...core.ticket import Happening, State

if TYPE_CHECKING:
    from ...core.app import Desk
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.presence")


async def opener_left(desk: Desk, guild_id: int, person: Person) -> None:
    """Tells the staff in the person's open tickets; these stay open."""
    for ticket in await _open_tickets(desk, guild_id, person):
        await _announce(desk, ticket, Happening.LEFT, person)


async def opener_returned(desk: Desk, guild_id: int, person: Person) -> None:
    """Lets the person back into their open tickets."""
    for ticket in await _open_tickets(desk, guild_id, person):
        async with desk.locks.on("ticket", guild_id, ticket.number):
            line = Overwrite(Target.MEMBER, person.id, allow=TAKE_PART)
            try:
                if line not in desk.rooms.overwrites(ticket):
                    await desk.rooms.let_in(ticket, person.id, line.allow)
            except errors.DiscordSaidNo:
                log.warning("%s could not be let back into %s", person.id, ticket.label)
                continue
        await _announce(desk, ticket, Happening.BACK, person)


async def _open_tickets(desk: Desk, guild_id: int, person: Person) -> list[Ticket]:
    counted = await desk.tickets.counted_of(guild_id, person.id)
    return [ticket for ticket in counted if ticket.state is State.OPEN]


async def _announce(desk: Desk, ticket: Ticket, what: Happening, person: Person) -> None:
    try:
        await desk.postings.announce(ticket, what, person)
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)
