"""Moving tickets: what is asked, who sees them then, and whatever goes wrong meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.staff_log.reception import sets
from tests.types.teams import Teams, types
from tickets.core.ticket import Action, MovedFrom

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def asks(teams: Teams, person: Person, ticket: Any, name: str = "Reports") -> Any:
    """Somebody wants to move a ticket, and is asked."""
    type_id = "0" if name == "none" else str(await teams.type_id(name))
    return await person.runs("ticketmod move", in_=ticket, type=type_id)


def confirm_id(asked: Any) -> str:
    """The id of *Confirm* below the question."""
    return str(asked.response.components[0]["components"][0]["custom_id"])


async def moves(teams: Teams, person: Person, ticket: Any, name: str = "Reports") -> str:
    """Somebody moves a ticket, and confirms; returns the answer."""
    asked = await asks(teams, person, ticket, name)
    return person.answer(await person.presses("Confirm", on=asked))


async def stored(server: Server, number: int = 1) -> Any:
    """The ticket's record."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


def seen_by(teams: Teams, ticket: Any) -> list[str]:
    """Who of the people sees the channel."""
    server = teams.server
    people = (server.alice, server.bob, server.moderator, teams.judge)
    return [one.name for one in people if one.sees(ticket)]


SUPPORT, REPORTS = ["alice", "moderator"], ["alice", "judge"]


async def test_the_question_names_who_comes_and_goes(tickets_ready: Server) -> None:
    """Roles that will read everything, the thread included, and those that no longer can."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "staffthread on")
    ticket = await teams.opens(server.alice, "Support", reason="x")

    asked = server.moderator.answer(await asks(teams, server.moderator, ticket))
    assert f"From then on {teams.role.mention} can read everything, the staff thread" in asked
    assert f"{server.moderators.mention}" in asked
    assert "can no longer read it" in asked
    assert seen_by(teams, ticket) == SUPPORT


async def test_only_the_present_team_moves(tickets_ready: Server) -> None:
    """Neither opener nor another team, by the command or by a confirmation."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await asks(teams, server.moderator, ticket)
    confirm = confirm_id(asked)

    for person in (server.alice, teams.judge):
        await server.overwrite(ticket, person, allow="view_channel send_messages")
        refused = await person.forges_click(confirm, in_=ticket)
        assert "Only" in person.answer(refused)
    assert (await stored(server)).type_id == await teams.type_id("Support")


async def test_back_and_to_no_type(tickets_ready: Server) -> None:
    """Whoever has it now may pass it on, also to the server's team without any type."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    await moves(teams, server.moderator, ticket)
    assert seen_by(teams, ticket) == REPORTS

    assert "no type" in await moves(teams, teams.judge, ticket, "none")

    assert seen_by(teams, ticket) == SUPPORT
    assert (await stored(server)).type_id is None
    assert server.parent(ticket).id == server.category.id


async def test_guests_stay_and_the_thread_changes_hands(tickets_ready: Server) -> None:
    """Added people see it as before; in the staff's thread is the new team, and nobody of the old
    one who still sees the ticket."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "staffthread on")
    ticket = await teams.opens(server.alice, "Support", reason="x")
    await server.moderator.runs(
        "ticketmod add", in_=ticket, **{"member-or-role": server.bob.actor}
    )
    (thread,) = server.private_threads(ticket)

    await moves(teams, server.moderator, ticket)

    assert seen_by(teams, ticket) == ["alice", "bob", "judge"]
    said = teams.judge.reads(thread)
    assert teams.role.mention in "".join(said)
    assert not server.moderator.sees(thread)


async def test_the_welcome_message_is_the_new_types(tickets_ready: Server) -> None:
    """Its text, where no reason stands, and its name; the new team is called once, by its
    setting."""
    server = tickets_ready
    teams = await Teams.on(server)
    await types(server, "set Reports welcome Tell us who, and where.")
    await types(server, "set Reports mention on")
    ticket = await teams.opens(server.alice, "Support")
    before = server.text(server.welcome_message(ticket))

    await moves(teams, server.moderator, ticket)

    after = server.text(server.welcome_message(ticket))
    assert "Tell us who, and where." in after
    assert "Tell us who, and where." not in before
    assert "Reports" in after
    called = [one for one in server.messages(ticket) if teams.role.mention in one.content]
    assert len(called) == 1
    assert called[0].role_mentions or teams.role.mention in called[0].content


async def test_two_moves(tickets_ready: Server) -> None:
    """Of two who confirm at once one moves it, and the other reads that it has changed."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    first = await asks(teams, server.moderator, ticket)
    second = await asks(teams, server.administrator, ticket, "none")

    await server.moderator.presses("Confirm", on=first)
    late = await server.administrator.presses("Confirm", on=second)

    assert "has changed since you were asked" in server.administrator.answer(late)
    assert seen_by(teams, ticket) == REPORTS


async def test_who_has_lost_the_role_meanwhile(tickets_ready: Server) -> None:
    """Between question and answer: nothing is moved."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await asks(teams, server.moderator, ticket)
    await server.moderator.loses(server.moderators)

    await server.moderator.forges_click(confirm_id(asked), in_=ticket)

    assert (await stored(server)).type_id == await teams.type_id("Support")
    assert seen_by(teams, ticket) == ["alice"]


async def test_a_type_that_is_deleted_meanwhile(tickets_ready: Server) -> None:
    """The answer says so, and the ticket stays."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await asks(teams, server.moderator, ticket)
    app, type_id = server.sim.cog.app, await teams.type_id("Reports")
    await app.settings.change_type(
        server.guild.id, type_id, lambda now: replace(now, is_deleted=True)
    )

    done = await server.moderator.presses("Confirm", on=asked)

    assert "no longer exists" in server.moderator.answer(done)
    assert seen_by(teams, ticket) == SUPPORT


async def test_a_full_category_continues(tickets_ready: Server) -> None:
    """As with opening: in an overflow category, with the setting, and else not at all."""
    server = tickets_ready
    teams = await Teams.on(server)
    await server.fill(teams.category, 50)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    await moves(teams, server.moderator, ticket)
    assert server.parent(ticket).name == "Reports 2"
    assert seen_by(teams, ticket) == REPORTS


async def test_a_full_category_without_others(tickets_ready: Server) -> None:
    """Without overflow categories nothing is changed, and it is said why."""
    server = tickets_ready
    teams = await Teams.on(server)
    await sets(server, "overflow off")
    await server.fill(teams.category, 50)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    answer = await moves(teams, server.moderator, ticket)
    assert "no room for another ticket" in answer
    assert seen_by(teams, ticket) == SUPPORT
    record = await stored(server)
    assert (record.type_id, record.moved_from, record.settled) == (
        await teams.type_id("Support"),
        None,
        True,
    )


async def test_a_missing_permission(tickets_ready: Server) -> None:
    """It is named before anything changes."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    await server.overwrite(teams.category, server.bot_role, deny="manage_channels")
    answer = await moves(teams, server.moderator, ticket)
    assert "Manage Channels" in answer
    assert seen_by(teams, ticket) == SUPPORT
    assert (await stored(server)).moved_from is None


@pytest.mark.parametrize("fault", ["refused", "lost call", "lost answer", "broken"])
async def test_discord_has_trouble(tickets_ready: Server, fault: str) -> None:
    """Refused, it is undone; unheard, it is looked at: either way one team sees it, not two."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await asks(teams, server.moderator, ticket)
    faults, pattern = server.sim.faults, f"/channels/{ticket.id}"
    match fault:
        case "refused":
            faults.fail(pattern, method="PATCH")
        case "lost call":
            faults.disconnect(pattern, method="PATCH")
        case "lost answer":
            faults.lose_answer(pattern, method="PATCH")
        case "broken":
            faults.fail(pattern, method="PATCH", status=500, code=0, message="broken", times=2)

    done = server.moderator.answer(await server.moderator.presses("Confirm", on=asked))

    record = await stored(server)
    assert record.moved_from is None
    moved = record.type_id == await teams.type_id("Reports")
    assert seen_by(teams, ticket) == (REPORTS if moved else SUPPORT)
    assert moved is (fault in ("lost call", "lost answer"))
    assert ("was moved to" in done) is moved


async def test_nobody_knows_what_discord_has_done(tickets_ready: Server) -> None:
    """The move is finished as soon as Discord answers; until then the ticket can't be closed."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await asks(teams, server.moderator, ticket)
    faults, pattern = server.sim.faults, f"/channels/{ticket.id}"
    faults.fail(pattern, method="PATCH", status=500, code=0, message="broken", times=2)
    faults.fail(pattern, method="GET", status=500, code=0, message="broken", times=2)

    done = server.moderator.answer(await server.moderator.presses("Confirm", on=asked))
    assert "isn't responding" in done
    await server.sim.time_passes(3600)

    record = await stored(server)
    assert (record.moved_from, record.settled) == (None, True)
    assert seen_by(teams, ticket) == REPORTS


async def test_moved_and_closed_at_once(tickets_ready: Server) -> None:
    """One after the other, whoever is first: closed, and only staff of one team sees it."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    asked = await asks(teams, server.moderator, ticket)
    confirm = confirm_id(asked)
    window = await server.administrator.presses("Close ticket", on=ticket)

    await asyncio.gather(
        server.moderator.forges_click(confirm, in_=ticket),
        server.administrator.submits(window, reason="done"),
        return_exceptions=True,
    )
    await server.sim.env.settle()

    record = await stored(server)
    assert record.moved_from is None
    team = "judge" if record.type_id == await teams.type_id("Reports") else "moderator"
    expected = [team] if record.state.value == "closed" else ["alice", team]
    assert seen_by(teams, ticket) == expected


async def test_after_a_restart_a_move_is_finished(tickets_ready: Server) -> None:
    """The bot was killed between record and channel."""
    server = tickets_ready
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    app = server.sim.cog.app
    record = await stored(server)
    settings = (await app.settings.of(server.guild.id)).for_type(await teams.type_id("Reports"))
    await app.tickets.move(
        record,
        Action.MOVE,
        type_id=settings.type_id,
        terms=settings.terms(),
        moved_from=MovedFrom(type_id=record.type_id, terms=record.terms),
        settled=False,
    )
    await server.sim.restart()
    await server.sim.env.settle()

    record = await stored(server)
    assert (record.moved_from, record.settled) == (None, True)
    assert seen_by(teams, ticket) == REPORTS
    assert "moved here" in "".join(teams.judge.reads(teams.reports_log))
    assert "".join(teams.judge.reads(ticket)).count("was moved to Reports") == 1
