"""A server on which tickets are claimed, and what its people do there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.staff_log.reception import sets

if TYPE_CHECKING:
    from people import Person
    from server import Server


async def claims_on(server: Server, *more: str) -> Person:
    """Switches claims on, and sets more; returns a second moderator."""
    second = server.person("second", server.moderators)
    await server.sim.env.settle()
    for words in ("claims on", *more):
        await sets(server, words)
    return second


async def a_ticket(server: Server) -> Any:
    """alice's ticket."""
    await server.alice.opens_a_ticket(reason="help")
    return server.newest_ticket()


async def a_claimed_ticket(server: Server) -> Any:
    """alice's ticket, which the moderator has claimed."""
    ticket = await a_ticket(server)
    await server.moderator.presses("Claim", on=ticket)
    return ticket


async def stored(server: Server, number: int = 1) -> Any:
    """The ticket's record."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


async def handler(server: Server, number: int = 1) -> int | None:
    """Who has the ticket, where nothing is left to be done about that."""
    record = await stored(server, number)
    assert record.settled
    assert record.claim_change is None
    handler_id: int | None = record.handler_id
    return handler_id


def may(server: Server, ticket: Any, *people: Person) -> list[str]:
    """What each of the people may do in the channel: write, read, or nothing."""
    return [
        "write" if one.can("send_messages", ticket) else "read" if one.sees(ticket) else "hidden"
        for one in people
    ]


def shown(server: Server, ticket: Any) -> str:
    """What the welcome message says."""
    return server.text(server.welcome_message(ticket))


def take_over_id(server: Server, person: Person, number: int = 1) -> str:
    """The id of *Confirm* below the question whether to take it over from somebody."""
    return f"tickets:v1:take-over-confirmed:{number}:{server.sim.cog.app.session}:{person.id}"
