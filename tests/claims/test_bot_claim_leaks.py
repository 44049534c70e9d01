"""What the other moderators may do in a claimed ticket holds at every event of its life."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.claims.claiming import claims_on, handler, may
from tests.claims.test_bot_handlers import applies
from tests.doctor.doctoring import check, repair
from tests.lifecycle.staffing import mods
from tests.staff_log.reception import sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(("access", "others"), [("read", "read"), ("hide", "hidden")])
async def test_a_whole_life(tickets_ready: Server, access: str, others: str) -> None:
    """Whoever gets in by moderator roles only does as the setting says; who also holds a role
    of the ticket, or was added to it, keeps what that gives."""
    server = tickets_ready
    second = await claims_on(server, f"claimaccess {access}", "dm off")
    third = server.person("third", server.moderators, server.helpers)
    fourth = server.person("fourth", server.moderators)
    await server.sim.env.settle()
    teams = await Teams.on(server)
    await server.moderator.gets(teams.role)
    await types(server, f"set Reports modrole {server.moderators.mention}")
    ticket = await teams.opens(server.alice, "Support", reason="help")
    await server.moderator.presses("Claim", on=ticket)
    await server.overwrite(ticket, fourth, allow="view_channel send_messages")

    def holds(when: str, added: str = "write") -> None:
        people = (server.moderator, second, third, server.administrator, fourth)
        wanted = ["write", others, "write", "write", added]
        assert may(server, ticket, *people) == wanted, when
        if others == "hidden":
            assert "help" not in "".join(second.reads(ticket)), when
        assert may(server, ticket, server.mallory, teams.judge)[0] == "hidden", when

    holds("claimed")
    for closed, added in (("none", others), ("read", "read")):
        await sets(server, f"closedaccess {closed}")
        await mods(server.moderator, "close", in_=ticket, reason="done")
        holds(f"closed, {closed}", added)
        await mods(server.moderator, "reopen", in_=ticket)
        holds("reopened")
    role = server.guild.create_role("Trainees")
    await server.sim.env.settle()
    await applies(server, f"modrole {role.mention}")
    holds("another role moderates")
    await second.gets(role)
    holds("and others get it")
    await server.overwrite(ticket, server.guild.default_role, deny="manage_threads")
    asked = await repair(server, await check(server))
    await server.administrator.presses("Repair", on=asked)
    holds("repaired")
    await server.sim.restart()
    holds("after a restart")
    move = await server.moderator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    await server.moderator.presses("Confirm", on=move)
    assert await handler(server) == server.moderator.id
    assert may(server, ticket, server.moderator, second, teams.judge) == ["write", others, others]
    assert may(server, ticket, third) == [others]
    await server.administrator.runs("ticketmod release", in_=ticket)
    assert may(server, ticket, server.moderator, second, teams.judge) == ["write"] * 3
