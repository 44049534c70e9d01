"""What becomes of tickets whose opener leaves the server (W10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, announcements, mods
from tests.staff_log.reception import logged, receiving_channel, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def record(server: Server, number: int = 1) -> Any:
    """The ticket as stored."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


@pytest.mark.parametrize("unheard", [False, True], ids=["heard", "noticed later"])
async def test_it_is_closed(
    tickets_ready: Server, alice: Person, bob: Person, unheard: bool
) -> None:
    """By the bot, with the reason, nothing is deleted by it, and the staff may reopen it."""
    server = tickets_ready
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    await sets(server, "openerleaves close")
    await sets(server, "deleteonclose moderators")
    channel = await a_ticket(server)
    await mods(server.moderator, "add", in_=channel, who=bob)
    if unheard:
        async with server.sim.unheard():
            await alice.leaves()
    else:
        await alice.leaves()
    await server.sim.time_passes(60)

    ticket = await record(server)
    assert (ticket.state.value, ticket.close_reason) == ("closed", "The opener left the server.")
    assert not bob.sees(channel)
    assert announcements(server, channel)[-2] == "alice left the server."
    assert any("closed ticket #1" in line for line in logged(server, reception))
    assert alice.direct_messages() == []

    await mods(server.moderator, "reopen", in_=channel)
    await server.sim.restart()
    await server.sim.time_passes(60)
    assert (await record(server)).state.value == "open"
    await alice.returns()
    assert alice.sees(channel)


async def test_who_is_back_at_once(tickets_ready: Server, alice: Person) -> None:
    """Nothing is closed then."""
    server = tickets_ready
    await sets(server, "openerleaves close")
    channel = await a_ticket(server)
    async with server.sim.at_once():
        await alice.leaves()
        await alice.returns()
    await server.sim.time_passes(60)
    ticket = await record(server)
    assert ticket.state.value == "closed" or alice.sees(channel)


async def test_off(tickets_ready: Server, alice: Person) -> None:
    """It stays open, and is not closed by switching it on later."""
    server = tickets_ready
    await a_ticket(server)
    await alice.leaves()
    await sets(server, "openerleaves close")
    await server.sim.restart()
    await server.sim.time_passes(60)
    assert (await record(server)).state.value == "open"


async def test_added_members_close_nothing(tickets_ready: Server, bob: Person) -> None:
    """Only whose ticket it is."""
    server = tickets_ready
    await sets(server, "openerleaves close")
    channel = await a_ticket(server)
    await mods(server.moderator, "add", in_=channel, who=bob)
    await bob.leaves()
    await server.sim.time_passes(60)
    assert (await record(server)).state.value == "open"


async def test_where_the_bot_cannot(tickets_ready: Server, alice: Person) -> None:
    """The staff is told once that the ticket is still open."""
    server = tickets_ready
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    await sets(server, "openerleaves close")
    channel = await a_ticket(server)
    server.sim.faults.fail(
        f"/channels/{channel.id}", method="PATCH", status=403, code=50013, times=None
    )
    await alice.leaves()
    await server.sim.time_passes(600)
    told = [line for line in logged(server, reception) if "couldn't be closed" in line]
    assert len(told) == 1
    assert (await record(server)).state.value == "open"
