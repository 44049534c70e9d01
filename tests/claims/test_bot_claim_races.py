"""Two people at the same moment: one effect, two clear answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.claims.claiming import (
    a_claimed_ticket,
    a_ticket,
    claims_on,
    handler,
    may,
    shown,
    stored,
    take_over_id,
)
from tests.staff_log.reception import receiving_channel, sets
from tests.types.teams import Teams
from tests.types.test_bot_moves import confirm_id

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from server import Server

pytestmark = pytest.mark.asyncio

either_first = pytest.mark.parametrize("swapped", [False, True], ids=["first", "second"])


async def at_once(server: Server, *steps: Awaitable[Any], swapped: bool = False) -> list[Any]:
    """All of it at the same moment; in the other order if `swapped`. Returns the outcomes."""
    in_order = [*reversed(steps)] if swapped else [*steps]
    async with server.sim.at_once():
        done = [await step for step in in_order]
    return [*reversed(done)] if swapped else done


async def test_claim_and_claim(tickets_ready: Server) -> None:
    """One has it, and the other reads who; the log has one line."""
    server = tickets_ready
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}")
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_ticket(server)
    press = "tickets:v1:claim:1"
    first, late = await at_once(
        server,
        server.moderator.forges_click(press, in_=ticket),
        second.forges_click(press, in_=ticket),
    )
    assert await handler(server) == server.moderator.id
    assert "You now handle" in server.moderator.answer(first)
    assert f"{server.moderator.mention} already handles" in second.answer(late)
    assert may(server, ticket, server.moderator, second) == ["write", "hidden"]
    assert "".join(server.administrator.reads(log)).count("claimed ticket #1") == 1


@either_first
async def test_take_over_and_release(tickets_ready: Server, swapped: bool) -> None:
    """Whoever is first: it is theirs, or nobody's, and the other reads so."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess read")
    ticket = await a_claimed_ticket(server)
    taken, released = await at_once(
        server,
        second.forges_click(take_over_id(server, server.moderator), in_=ticket),
        server.moderator.forges_click("tickets:v1:release:1", in_=ticket),
        swapped=swapped,
    )
    if swapped:
        assert await handler(server) is None
        assert "free again" in server.moderator.answer(released)
        assert "no longer handles" in second.answer(taken)
        assert may(server, ticket, server.moderator, second) == ["write", "write"]
    else:
        assert await handler(server) == second.id
        assert "You now handle" in second.answer(taken)
        assert f"{second.mention} already handles" in server.moderator.answer(released)
        assert may(server, ticket, server.moderator, second) == ["read", "write"]


@either_first
async def test_claim_and_close(tickets_ready: Server, swapped: bool) -> None:
    """Claimed and then closed, or closed and not claimed."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_ticket(server)
    claimed, closed = await at_once(
        server,
        server.moderator.presses("Claim", on=ticket),
        server.administrator.forges_modal("tickets:v1:close:1", {"reason": "x"}, in_=ticket),
        swapped=swapped,
    )
    record = await stored(server)
    assert record.state.value == "closed"
    assert "✅" in server.administrator.answer(closed)
    if swapped:
        assert await handler(server) is None
        assert "already closed" in server.moderator.answer(claimed)
        assert may(server, ticket, server.moderator, second) == ["write", "write"]
    else:
        assert await handler(server) == server.moderator.id
        assert may(server, ticket, server.moderator, second) == ["write", "hidden"]
    assert ("Handled by" in shown(server, ticket)) is not swapped
    assert "moderator" not in [line.id for line in record.removed_overwrites]


@either_first
async def test_claim_and_move(tickets_ready: Server, swapped: bool) -> None:
    """The claim of the old team ends with the move; or it comes too late."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await server.administrator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    confirm = confirm_id(asked)
    claimed, moved = await at_once(
        server,
        server.moderator.presses("Claim", on=ticket),
        server.administrator.forges_click(confirm, in_=ticket),
        swapped=swapped,
    )
    assert await handler(server) is None
    people = (server.moderator, second, teams.judge)
    assert may(server, ticket, *people) == ["hidden", "hidden", "write"]
    assert "moderator" not in server.overwrites(ticket)
    assert "was moved to" in server.administrator.answer(moved)
    expected = "and administrators can do this" if swapped else "You now handle"
    assert expected in server.moderator.answer(claimed)


async def test_claim_and_role_lost(tickets_ready: Server) -> None:
    """Who has lost the role meanwhile has it for a moment at most."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_ticket(server)
    before = server.overwrites(ticket)
    server.sim.faults.delay(f"/channels/{ticket.id}", 2, method="PATCH")
    claimed, _lost = await at_once(
        server,
        server.moderator.presses("Claim", on=ticket),
        server.moderator.loses(server.moderators),
    )
    await server.sim.time_passes(60)
    assert await handler(server) is None
    assert server.moderator.answer(claimed)
    assert server.overwrites(ticket) == before
    assert may(server, ticket, second) == ["write"]


async def test_two_who_answer(tickets_ready: Server) -> None:
    """The first who writes has it; nobody hears of the other's attempt."""
    server = tickets_ready
    second = await claims_on(server, "claimbyanswering on")
    ticket = await a_ticket(server)
    async with server.sim.at_once():
        await server.moderator.actor.send(ticket, "hello")
        await second.actor.send(ticket, "hello")
    assert await handler(server) == server.moderator.id
