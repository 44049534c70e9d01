"""Openers who leave the server, and come back. Each is told once, however it is noticed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.access import TAKE_PART
from ...core.event import event_of
from ...core.overwrite import Overwrite, Target
from ...core.ticket import State
from ..discord.messages import TicketMessages

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.presence")

#: Kinds of events; stored words.
LEFT, BACK = "left", "back"


async def announce_opener_left(app: App, guild_id: int, person: Person) -> None:
    """Tells the staff in the person's open tickets; these stay open."""
    for ticket in await app.tickets.counted_of(guild_id, person.id):
        if ticket.state is State.OPEN:
            await _opener_left(app, ticket, person)


async def tell_if_opener_left(app: App, ticket: Ticket) -> None:
    """Tells the staff if the opener left while the ticket, whose lock is held, was opened."""
    try:
        await app.channels.member(ticket.guild_id, ticket.opener_id)
    except errors.OpenerGone:
        await _tell_left(app, ticket, await app.channels.person(ticket.opener_id))
    except errors.DiscordSaidNo:
        log.info("Whether the opener of %s is still there can't be asked", ticket.label)


async def _opener_left(app: App, ticket: Ticket, person: Person) -> None:
    async with app.locks.on("ticket", ticket.guild_id, ticket.number):
        if await _is_open(app, ticket):
            await _tell_left(app, ticket, person)


async def _tell_left(app: App, ticket: Ticket, person: Person) -> None:
    if await _last_told(app, ticket) != LEFT:
        await _announce(app, ticket, LEFT, person)


async def let_opener_back_in(app: App, guild_id: int, person: Person) -> None:
    """Lets the person back into their open tickets."""
    for ticket in await app.tickets.counted_of(guild_id, person.id):
        if ticket.state is State.OPEN:
            await _opener_back(app, ticket, person)


async def _opener_back(app: App, ticket: Ticket, person: Person) -> None:
    async with app.locks.on("ticket", ticket.guild_id, ticket.number):
        if not await _is_open(app, ticket):
            # Closed a moment ago: they aren't to be let into that.
            return
        line = Overwrite(Target.MEMBER, person.id, allow=TAKE_PART)
        try:
            if line not in app.channels.overwrites(ticket):
                await app.channels.let_in(ticket, person.id, line.allow)
        except errors.DiscordSaidNo:
            log.warning("%s could not be let back into %s", person.id, ticket.label)
            return
        if await _last_told(app, ticket) != BACK:
            await _announce(app, ticket, BACK, person)


async def notice_openers(app: App, guild_id: int) -> None:
    """Notices openers who left, or came back, while nobody listened.

    Discord is asked only about those whom the bot doesn't know although it should.
    """
    for ticket in await app.tickets.live(guild_id):
        if ticket.state is State.OPEN and ticket.opener_id:
            await notice_opener(app, ticket)


async def notice_opener(app: App, ticket: Ticket) -> None:
    """Notices whether the opener of an open ticket has left, or is back after that was told."""
    person = app.channels.known_member(ticket.guild_id, ticket.opener_id)
    if await _last_told(app, ticket) == LEFT:
        if person is not None:
            await _opener_back(app, ticket, person)
        return
    try:
        person = person or await app.channels.member(ticket.guild_id, ticket.opener_id)
    except errors.OpenerGone:
        await _opener_left(app, ticket, await app.channels.person(ticket.opener_id))


async def _is_open(app: App, ticket: Ticket) -> bool:
    return (await app.tickets.get(ticket.guild_id, ticket.number)).state is State.OPEN


async def _last_told(app: App, ticket: Ticket) -> str | None:
    """Whether it was told last that the opener had left, or was back."""
    events = await app.events.of(ticket.guild_id, ticket.number)
    return next((one.kind for one in reversed(events) if one.kind in (LEFT, BACK)), None)


async def _announce(app: App, ticket: Ticket, what: str, person: Person) -> None:
    event = event_of(ticket, what, app.now(), member_id=person.id)
    try:
        await app[TicketMessages].announce(ticket, what, person)
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)
    # Last: if the bot ends before, it is told again, which Discord ignores for some minutes.
    await app.events.add(event, ticket=ticket, settings=await app.settings.for_ticket(ticket))
