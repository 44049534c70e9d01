"""Discord's limits of calls: what one ticket has to wait for doesn't hold up the others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket
from tests.staff_log.reception import closes, logged, sets

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from people import Person
    from server import Server
    from traffic import Call

pytestmark = pytest.mark.asyncio

#: As long as Discord may let the third rename in ten minutes wait.
LONG = 600


async def test_a_limit_on_one_ticket(
    logging_server: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Discord lets the changes of one ticket wait for ten minutes: meanwhile others open, close,
    reopen and are logged, and in the end the first one is closed, too."""
    server = logging_server
    slow = await a_ticket(server)
    server.sim.faults.delay(f"/channels/{slow.id}", LONG, method="PATCH")
    first = await closes(alice, slow)
    assert alice.answer(first) == "✅ The ticket has been closed."
    assert alice.sees(slow)

    await bob.opens_a_ticket("help")
    other = server.newest_ticket()
    await closes(bob, other)
    await moderator.presses("Reopen", on=other)

    assert bob.sees(other)
    assert "moderator reopened ticket #2." in logged(server)
    second = await moderator.presses("Close ticket", on=slow)
    assert moderator.answer(second)
    await server.sim.time_passes(LONG + 10)
    assert not alice.sees(slow)


async def test_a_limit_on_the_log(logging_server: Server, alice: Person, bob: Person) -> None:
    """The reception channel takes no messages for ten minutes: tickets open and close; the log
    follows, complete and in order."""
    server = logging_server
    reception = server.guild.channels["reception"]
    server.sim.faults.delay(f"/channels/{reception.id}/messages", LONG, method="POST")

    channel = await a_ticket(server)
    await closes(alice, channel)
    await bob.opens_a_ticket("help")

    assert not alice.sees(channel)
    assert logged(server) == []
    await server.sim.time_passes(LONG + 10)
    assert logged(server) == [
        "alice opened a ticket.",
        "alice closed ticket #1.",
        "bob opened a ticket.",
    ]


async def test_changes_of_many_tickets_are_paced(tickets_ready: Server) -> None:
    """New roles are applied to one ticket after the other, never to two at once, and people are
    served in between."""
    server = tickets_ready
    for number in range(6):
        await server.person(f"member-{number}").opens_a_ticket("help")
    await sets(server, f"accessrole {server.janitors.mention}")
    at_work = most = changed = 0
    beyond = server.sim.traffic.faults
    assert beyond is not None

    async def watched(call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
        nonlocal at_work, most, changed
        if call.route != "PATCH /channels/{}":
            return await beyond(call, proceed)
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(2)
        at_work -= 1
        changed += 1
        return await beyond(call, proceed)

    server.sim.traffic.faults = watched
    await server.administrator.presses(
        "Apply to 6 open tickets", on=server.messages(server.general)[-1:]
    )
    opened = await server.alice.opens_a_ticket("help")
    assert "Your ticket is ready" in server.alice.answer(opened)
    assert changed < 6
    await server.sim.time_passes(60)

    assert (most, changed) == (1, 6)
    assert all(server.mallory.sees(channel) for channel in server.ticket_channels())
