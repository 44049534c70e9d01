"""Types: what each has by itself, who opens them, and who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.staff_log.reception import sets
from tests.types.teams import Teams

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_a_type_has_its_own_team_category_and_log(tickets_ready: Server) -> None:
    """A ticket of a type is seen by that team alone, in its category, and logged there."""
    server = tickets_ready
    teams = await Teams.on(server)

    report = await teams.opens(server.alice, "Reports", reason="Somebody is rude")
    support = await teams.opens(server.bob, "Support", reason="No sound")

    assert teams.judge.sees(report)
    assert not server.moderator.sees(report)
    assert server.moderator.sees(support)
    assert not teams.judge.sees(support)
    assert server.parent(report).id == teams.category.id
    assert "Somebody is rude" in "".join(teams.judge.reads(teams.reports_log))
    assert "Somebody is rude" not in "".join(server.moderator.reads(teams.log))
    assert "No sound" in "".join(server.moderator.reads(teams.log))
    assert "Reports" in server.text(server.welcome_message(report))


async def test_slash_offers_what_there_is(tickets_ready: Server) -> None:
    """Without a type the member chooses, their reason kept; the choice opens that."""
    server = tickets_ready
    await Teams.on(server)

    shown = await server.alice.opens_a_ticket("Somebody is rude")
    assert "What is your ticket about?" in server.alice.answer(shown)
    assert "Somebody is rude" in server.alice.answer(shown)
    assert server.ticket_channels()[-1].name != "alice"
    done = await server.alice.selects(["2"], on=shown)

    assert "Your ticket is ready" in server.alice.answer(done)
    assert "Reason: Somebody is rude" in server.text(
        server.welcome_message(server.newest_ticket())
    ).replace("*", "")


async def test_typed_it_offers_them_in_private(tickets_ready: Server) -> None:
    """A typed command gets a button for its author; the reason is nobody else's business."""
    server = tickets_ready
    await Teams.on(server)

    answer = await server.alice.opens_a_ticket("Somebody is rude", by="prefix")
    assert "rude" not in server.alice.answer(answer)
    other = await server.bob.presses("Choose", on=answer)
    assert "only for" in server.bob.answer(other) or "is for" in server.bob.answer(other)
    shown = await server.alice.presses("Choose", on=answer)
    assert "Somebody is rude" in server.alice.answer(shown)
    await server.alice.selects(["0"], on=shown)

    assert "Somebody is rude" in server.text(server.welcome_message(server.newest_ticket()))
    assert server.moderator.sees(server.newest_ticket())


async def test_moving(tickets_ready: Server) -> None:
    """After the question, the new team sees it and the old no longer; both logs say so."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="No sound")

    asked = await server.moderator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    assert "Move this ticket to **Reports**?" in server.moderator.answer(asked)
    assert teams.role.mention in server.moderator.answer(asked)
    done = await server.moderator.presses("Confirm", on=asked)

    assert "was moved to **Reports**" in server.moderator.answer(done)
    assert teams.judge.sees(ticket)
    assert not server.moderator.sees(ticket)
    assert server.alice.sees(ticket)
    assert server.parent(ticket).id == teams.category.id
    assert "moved ticket #1 here" in "".join(teams.judge.reads(teams.reports_log))
    assert "was moved to another team" in "".join(server.moderator.reads(teams.log))
    assert "This ticket was moved to Reports." in "".join(teams.judge.reads(ticket))


async def test_who_may_open(tickets_ready: Server) -> None:
    """Each rule has its sentence; moderators are exempt, and so is what the staff opens."""
    server = tickets_ready
    role = server.guild.create_role("Members")
    await server.sim.env.settle()
    await sets(server, f"requiredrole {role.mention}")
    assert "You need the role" in server.alice.answer(await server.alice.opens_a_ticket())
    assert "ready" in server.moderator.answer(await server.moderator.opens_a_ticket())
    await server.alice.gets(role)
    assert "ready" in server.alice.answer(await server.alice.opens_a_ticket())
    await sets(server, "requiredrole none")
    await sets(server, "accountage 3000")
    assert "account is too new" in server.bob.answer(await server.bob.opens_a_ticket())
    await sets(server, "accountage 0")
    await sets(server, "serverage 10")
    assert "joined this server too recently" in server.bob.answer(
        await server.bob.opens_a_ticket()
    )
