"""Work that nobody waits for, in a bot that fails, ends and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from simcord.backend import serializers

from tests.staff_log.reception import closes, logged, posted, reception, refuses

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def waiting(server: Server) -> frozenset[str]:
    """Queues in which something is still to be done."""
    found: frozenset[str] = await server.sim.cog.app.work._store.queues()
    return found


def log_route(server: Server) -> str:
    """Where lines of the log are sent."""
    return f"/channels/{reception(server).id}/messages"


async def test_decisions_and_log_lines_keep_their_order(
    manual: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """The edit of a request and the lines around it happen in the order of what they tell."""
    await alice.opens_a_ticket()
    await bob.opens_a_ticket()
    first, second = posted(manual)
    manual.sim.faults.fail(f"{log_route(manual)}/*", method="PATCH", status=500)
    await moderator.presses("Accept", on=first)
    await closes(moderator, manual.newest_ticket())
    await refuses(moderator, second)
    assert logged(manual) == []
    with manual.sim.counting() as calls:
        await manual.sim.time_passes(10)

    here = [call.method for call in calls.seen if call.path.startswith(log_route(manual))]
    assert here == ["PATCH", "POST", "PATCH"]
    assert await waiting(manual) == frozenset()


async def test_a_fault_of_ours_stops_no_log(
    logging_server: Server, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line at which the cog itself fails is noted in the bot's log; later lines are written
    and nobody notices."""
    server = logging_server
    server.sim.expect_error_log("the pen is broken")

    async def broken(*_args: Any) -> None:
        raise RuntimeError("the pen is broken")

    monkeypatch.setattr(server.sim.part("LogChannel"), "write", broken)
    opened = await alice.opens_a_ticket()
    monkeypatch.undo()
    await closes(alice, server.newest_ticket())

    assert "Your ticket is ready" in alice.answer(opened)
    assert logged(server) == ["alice closed ticket #1."]


async def test_a_day_of_trouble(logging_server: Server, alice: Person) -> None:
    """What can't be told for a whole day is given up; what comes afterwards is told."""
    server = logging_server
    server.sim.faults.fail(log_route(server), method="POST", status=500, times=None)
    await alice.opens_a_ticket()
    for _ in range(26):
        await server.sim.time_passes(3600)
    assert await waiting(server) == frozenset()
    server.sim.faults.clear()
    await closes(alice, server.newest_ticket())

    assert logged(server) == ["alice closed ticket #1."]


@pytest.mark.parametrize("clean", [True, False])
async def test_a_bot_that_was_away_for_days(
    logging_server: Server, alice: Person, clean: bool
) -> None:
    """A line from before a long pause is written, even if Discord fails at first again."""
    server = logging_server
    server.sim.faults.fail(log_route(server), method="POST", status=500, times=None)
    await alice.opens_a_ticket()
    server.sim.faults.clear()
    await server.sim.cog._database.run(
        lambda cursor: cursor.execute(
            "UPDATE jobs SET created_at = created_at - 259200, attempts = 0"
        ).fetchall()
    )
    server.sim.faults.fail(log_route(server), method="POST", status=500, times=2)
    await server.sim.restart(clean=clean)
    await server.sim.time_passes(120)

    assert logged(server) == ["alice opened a ticket."]


@pytest.mark.parametrize("how", ["reload", "unload"])
async def test_unloading_interrupts_and_keeps(
    logging_server: Server, alice: Person, how: str
) -> None:
    """A line that hangs in Discord's trouble holds up no unload, and isn't lost by it."""
    server = logging_server
    server.sim.faults.delay(log_route(server), 10_000, method="POST")
    await alice.opens_a_ticket()
    if how == "reload":
        await server.sim.reload()
    else:
        await server.sim.unload()
        await server.sim.time_passes(60)
        assert logged(server) == []
        await server.sim.load("tickets")
    await server.sim.time_passes(60)

    assert logged(server) == ["alice opened a ticket."]


async def test_a_server_in_an_outage(logging_server: Server, alice: Person) -> None:
    """Work for a server that Discord can't show waits; it is done when the server is back."""
    server = logging_server
    backend = server.sim.env.backend
    server.sim.faults.fail(log_route(server), method="POST", status=500)
    await alice.opens_a_ticket()
    backend.emit("GUILD_DELETE", {"id": str(server.guild.id), "unavailable": True})
    await server.sim.time_passes(10)
    assert await waiting(server)
    back = serializers.guild_create_payload(backend, backend.get_guild(server.guild.id))
    backend.emit("GUILD_CREATE", back)
    await server.sim.time_passes(60)

    assert logged(server) == ["alice opened a ticket."]
    assert await waiting(server) == frozenset()


async def test_what_many_queues_cost(logging_server: Server) -> None:
    """Nothing runs while there is nothing to do, however many tickets there were."""
    people = [logging_server.person(f"member-{number}") for number in range(10)]
    for person in people:
        await person.opens_a_ticket()
        await closes(person, logging_server.newest_ticket())
        await logging_server.sim.time_passes(20)

    assert logging_server.sim.cog.app.work._workers == {}
    assert logging_server.sim.cog.app.work._woken == set()
    assert len(logged(logging_server)) == 20
