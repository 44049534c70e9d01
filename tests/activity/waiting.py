"""Words in tickets, and who is waited for after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from people import Person
    from server import Server

STAFF, OPENER = "staff", "opener"


class Waiting:
    """Who is waited for in a ticket, as the record says it."""

    def __init__(self, server: Server, channel: Any, number: int = 1) -> None:
        self.server = server
        self.channel = channel
        self.number = number

    async def record(self) -> Any:
        """The ticket."""
        return await self.server.sim.cog.app.tickets.get(self.server.guild.id, self.number)

    async def now(self) -> tuple[str, int] | None:
        """The side, and since when in Discord's time; None for nobody."""
        found = (await self.record()).waiting
        return None if found is None else (found[0].value, found[1])

    async def side(self) -> str | None:
        """The side alone."""
        found = await self.now()
        return None if found is None else found[0]

    async def after(self, person: Any, text: str = "a word") -> tuple[str | None, bool]:
        """Somebody writes: who is waited for then, and whether that is since this message."""
        await self.server.sim.time_passes(60)
        actor = getattr(person, "actor", person)
        message = await actor.send(self.channel, text)
        found = await self.now()
        return (None, False) if found is None else (found[0], found[1] == said_at(message))


def said_at(message: Any) -> int:
    """When Discord took a message in, in whole seconds."""
    return int(message.created_at.timestamp())


async def opened(server: Server, reason: str | None = None, **options: Any) -> Waiting:
    """alice opens a ticket."""
    await server.alice.opens_a_ticket(reason, **options)
    channel = server.newest_ticket()
    return Waiting(server, channel, len(server.ticket_channels()))


async def set_by(person: Person, ticket: Waiting, whom: str, by: str = "slash") -> str:
    """Somebody uses ``/ticketmod waiting``; returns the answer."""
    if by == "slash":
        done = await person.runs("ticketmod waiting", in_=ticket.channel, whom=whom)
        return person.answer(done)
    return person.answer(await person.types(f"!ticketmod waiting {whom}", in_=ticket.channel))
