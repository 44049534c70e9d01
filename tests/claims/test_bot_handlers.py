"""Claims over time: handlers who are gone, settings that change, moves, repairs, restarts."""

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
)
from tests.doctor.doctoring import check, repair
from tests.lifecycle.staffing import mods
from tests.staff_log.reception import receiving_channel, sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio


async def with_log(server: Server) -> Any:
    """The staff's channel, in which things are told."""
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}")
    return log


# ------------------------------------------------------- handlers who are gone


@pytest.mark.parametrize(
    ("access", "how"),
    [
        ("hide", "leaves"),
        ("hide", "while the bot is away"),
        ("hide", "closed"),
        ("read", "loses the role"),
        ("write", "loses the role"),
    ],
)
async def test_a_handler_who_is_gone(tickets_ready: Server, access: str, how: str) -> None:
    """The ticket is free again at once, or after the start; the team is told, once."""
    server = tickets_ready
    log = await with_log(server)
    second = await claims_on(server, f"claimaccess {access}", "dm off")
    ticket = await a_ticket(server)
    before = server.overwrites(ticket)
    await server.moderator.presses("Claim", on=ticket)
    if how == "closed":
        await mods(server.moderator, "close", in_=ticket, reason="done")
    if how == "while the bot is away":
        async with server.sim.unheard(until_restart=True):
            await server.moderator.loses(server.moderators)
    elif how == "loses the role":
        await server.moderator.loses(server.moderators)
    else:
        await server.moderator.leaves()
    await server.sim.env.settle()

    assert await handler(server) is None
    assert may(server, ticket, second) == ["write"]
    assert "moderator" not in server.overwrites(ticket)
    if how != "closed":
        assert server.overwrites(ticket) == before
    assert "Handled by" not in shown(server, ticket)
    said = "".join(second.reads(log))
    why = "left the server" if how in ("leaves", "closed") else "is no longer in its team"
    assert said.count(f"who handled ticket #1 {why}") == 1
    assert "released ticket" not in said
    await server.sim.restart()
    assert "".join(second.reads(log)).count("who handled ticket #1") == 1


async def test_without_a_log_the_team_is_told_one_by_one(tickets_ready: Server) -> None:
    """Each at their next action; nobody of another team."""
    server = tickets_ready
    second = await claims_on(server)
    await a_claimed_ticket(server)
    await server.moderator.leaves()
    await server.sim.env.settle()
    answer = await second.types("!ticketmod list", in_=server.staff)
    shown_news = [one for one in answer if "Show" in second.buttons(one)]
    news = await second.presses("Show", on=shown_news[-1])
    assert "who handled ticket #1 left the server" in second.answer(news)


@pytest.mark.parametrize("how", ["setting", "role deleted", "no administrator"])
async def test_a_team_that_has_changed(tickets_ready: Server, how: str) -> None:
    """Whoever is no longer in it has nothing claimed any more."""
    server = tickets_ready
    await claims_on(server, "claimaccess hide")
    role, env = server.guild.create_role("Leads"), server.sim.env
    lead = server.administrator if how == "no administrator" else server.person("lead", role)
    await env.settle()
    await sets(server, f"modrole {role.mention}")
    ticket = await a_ticket(server)
    await lead.forges_click("tickets:v1:claim:1", in_=ticket)
    assert await handler(server) == lead.id
    match how:
        case "setting":
            await sets(server, f"modrole {role.mention}")
        case "role deleted":
            env.backend.delete_role(server.guild.id, role.id)
        case _:
            env.backend.edit_role(server.guild.id, server.administrators.id, {"permissions": 0})
    await env.settle()
    assert await handler(server) is None
    assert may(server, ticket, server.moderator) == ["write"]


async def test_discord_has_trouble_when_the_handler_is_gone(tickets_ready: Server) -> None:
    """It is recorded at once, and shown as soon as Discord answers."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_claimed_ticket(server)
    faults = server.sim.faults
    faults.fail(f"/channels/{ticket.id}", method="PATCH", times=2)
    await server.moderator.loses(server.moderators)
    await server.sim.env.settle()
    record = await stored(server)
    assert record.handler_id is None
    assert not record.settled
    await server.sim.time_passes(3600)
    assert await handler(server) is None
    assert may(server, ticket, second, server.moderator) == ["write", "hidden"]


async def test_a_handler_who_is_forgotten(tickets_ready: Server) -> None:
    """What they have claimed is free again, and knows nothing of them."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_claimed_ticket(server)
    await server.sim.cog.red_delete_data_for_user(requester="owner", user_id=server.moderator.id)
    await server.sim.env.settle()
    assert await handler(server) is None
    assert may(server, ticket, second) == ["write"]


# -------------------------------------------------------------- settings, repairs


async def applies(server: Server, words: str) -> None:
    """The administrator changes a setting, and applies it to open tickets."""
    answers = await server.administrator.types(f"!ticketset {words}", in_=server.staff)
    label = "Apply to 1 open ticket"
    (answer,) = [one for one in answers if label in server.buttons(one)]
    await server.administrator.presses(label, on=answer)
    await server.sim.env.settle()


async def test_open_tickets_follow_the_settings_when_told(tickets_ready: Server) -> None:
    """Until somebody presses the button, a claim is as it was made; off, it ends then."""
    server = tickets_ready
    second = await claims_on(server)
    ticket = await a_ticket(server)
    before = server.overwrites(ticket)
    await server.moderator.presses("Claim", on=ticket)
    for access, then in (("hide", "hidden"), ("read", "read"), ("write", "write")):
        present = may(server, ticket, second)
        await sets(server, f"claimaccess {access}")
        assert may(server, ticket, second) == present
        await sets(server, "claimaccess write" if access != "write" else "claimaccess read")
        await applies(server, f"claimaccess {access}")
        assert may(server, ticket, second, server.moderator) == [then, "write"]
        assert await handler(server) == server.moderator.id
    assert server.overwrites(ticket) == before
    await sets(server, "claimaccess hide")
    await applies(server, "claimaccess hide")
    await applies(server, "claims off")
    assert await handler(server) is None
    assert server.overwrites(ticket) == before
    assert server.buttons(server.welcome_message(ticket)) == ["Close ticket"]
    assert "Handled by" not in shown(server, ticket)


async def test_switched_off_a_claim_can_be_given_back(tickets_ready: Server) -> None:
    """Also after a reset; nobody else can be given it."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_claimed_ticket(server)
    page = await server.administrator.types("!ticketset reset", in_=server.staff)
    await server.administrator.presses("Reset", on=page)
    assert may(server, ticket, second) == ["hidden"]
    refused = await mods(server.moderator, "claim", in_=ticket, moderator=second)
    assert "aren't claimed" in server.moderator.answer(refused)
    await mods(server.moderator, "release", in_=ticket)
    assert await handler(server) is None
    assert may(server, ticket, second) == ["write"]


async def test_present_roles_keep_to_the_claim(tickets_ready: Server) -> None:
    """A role that becomes a moderator role may do in claimed tickets what the others may."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess read")
    ticket = await a_claimed_ticket(server)
    role = server.guild.create_role("Trainees")
    trainee = server.person("trainee", role)
    await server.sim.env.settle()
    await applies(server, f"modrole {role.mention}")
    people = (server.moderator, second, trainee)
    assert may(server, ticket, *people) == ["write", "read", "read"]
    await mods(server.moderator, "release", in_=ticket)
    assert may(server, ticket, *people) == ["write", "write", "write"]


@pytest.mark.parametrize("access", ["read", "hide"])
async def test_what_was_changed_by_hand_is_repaired(tickets_ready: Server, access: str) -> None:
    """Permissions were synced with the category: the doctor finds it, and puts it right; so does
    closing."""
    server = tickets_ready
    second = await claims_on(server, f"claimaccess {access}", "dm off")
    await server.overwrite(server.category, server.moderators, allow="view_channel send_messages")
    ticket = await a_claimed_ticket(server)
    others = may(server, ticket, second)
    await server.syncs(ticket)
    assert may(server, ticket, second) == ["write"]
    await repairs(server)
    assert may(server, ticket, server.moderator, second) == ["write", *others]
    await server.syncs(ticket)
    await mods(server.administrator, "close", in_=ticket, reason="done")
    assert may(server, ticket, server.moderator, second) == ["write", *others]


async def repairs(server: Server) -> None:
    """The administrator asks the doctor, and lets it repair all that it can."""
    asked = await repair(server, await check(server))
    await server.administrator.presses("Repair", on=asked)
    await server.sim.env.settle()


async def test_who_has_another_role_keeps_what_that_gives(tickets_ready: Server) -> None:
    """An access role's holder writes on; the doctor says so."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    await second.gets(server.helpers)
    ticket = await a_claimed_ticket(server)
    assert may(server, ticket, second) == ["write"]
    checked = await server.administrator.types("!ticketset check", in_=server.staff)
    assert "Some moderators (1) also have an access role" in server.administrator.answer(checked)
    await second.loses(server.helpers)
    assert may(server, ticket, second) == ["hidden"]


# ------------------------------------------------------------------------- moves


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("access", ["write", "hide"])
async def test_moving(tickets_ready: Server, access: str, stays: bool) -> None:
    """A claim ends unless its handler is in the new team, by whose settings others then go."""
    server = tickets_ready
    second = await claims_on(server, f"claimaccess {access}")
    teams = await Teams.on(server)
    await types(server, "set Reports claimaccess read")
    if stays:
        await server.moderator.gets(teams.role)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    await server.moderator.presses("Claim", on=ticket)
    asked = await server.moderator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    await server.moderator.presses("Confirm", on=asked)

    assert await handler(server) == (server.moderator.id if stays else None)
    people = (server.moderator, second, teams.judge)
    wanted = ["write", "hidden", "read"] if stays else ["hidden", "hidden", "write"]
    assert may(server, ticket, *people) == wanted
    assert ("Handled by" in shown(server, ticket)) is stays
    told = "".join(teams.judge.reads(teams.reports_log))
    assert ("moderator no longer handles ticket #1." in told) is not stays


async def test_a_move_that_discord_refuses_changes_no_claim(tickets_ready: Server) -> None:
    """Type, team and claim are as they were."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    teams = await Teams.on(server)
    ticket = await teams.opens(server.alice, "Support", reason="x")
    await server.moderator.presses("Claim", on=ticket)
    before = await stored(server)
    asked = await server.moderator.runs(
        "ticketmod move", in_=ticket, type=str(await teams.type_id("Reports"))
    )
    server.sim.faults.fail(f"/channels/{ticket.id}", method="PATCH")
    await server.moderator.presses("Confirm", on=asked)
    record = await stored(server)
    assert (record.handler_id, record.claimed_at) == (before.handler_id, before.claimed_at)
    assert await handler(server) == server.moderator.id
    assert may(server, ticket, server.moderator, second, teams.judge) == [
        "write",
        "hidden",
        "hidden",
    ]


# --------------------------------------------------------------- Discord's troubles


@pytest.mark.parametrize(
    ("access", "fault"),
    [
        ("write", "refused"),
        ("read", "lost call"),
        ("hide", "refused"),
        ("hide", "lost answer"),
        ("hide", "broken"),
    ],
)
async def test_discord_has_trouble(tickets_ready: Server, access: str, fault: str) -> None:
    """Refused, the claim is undone; unheard, it is looked at: record and channel agree."""
    server = tickets_ready
    second = await claims_on(server, f"claimaccess {access}")
    ticket = await a_ticket(server)
    faults, pattern = server.sim.faults, f"/channels/{ticket.id}"
    if access == "write":
        pattern = f"/channels/{ticket.id}/messages/*"
    match fault:
        case "refused":
            faults.fail(pattern, method="PATCH")
        case "lost call":
            faults.disconnect(pattern, method="PATCH")
        case "lost answer":
            faults.lose_answer(pattern, method="PATCH")
        case "broken":
            faults.fail(pattern, method="PATCH", status=500, code=0, message="broken", times=2)
    done = await server.moderator.presses("Claim", on=ticket)
    claimed = await handler(server) is not None
    # That a welcome message can't be changed keeps nobody from claiming.
    assert claimed is (access == "write" or fault.startswith("lost"))
    others = {"write": "write", "read": "read", "hide": "hidden"}[access]
    assert may(server, ticket, second) == [others if claimed else "write"]
    assert server.moderator.answer(done)


async def test_nobody_knows_what_discord_has_done(tickets_ready: Server) -> None:
    """Until that is known the ticket is neither closed nor claimed; then it is finished."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide", "closereason off")
    ticket = await a_ticket(server)
    faults, pattern = server.sim.faults, f"/channels/{ticket.id}"
    faults.fail(pattern, method="PATCH", status=500, code=0, message="broken", times=2)
    faults.fail(pattern, method="GET", status=500, code=0, message="broken", times=2)
    done = await server.moderator.presses("Claim", on=ticket)
    assert "isn't responding" in server.moderator.answer(done)
    question = await server.administrator.presses("Close ticket", on=ticket)
    closed = await server.administrator.presses("Confirm", on=question)
    assert "isn't responding" in server.administrator.answer(closed)
    late = await second.forges_click("tickets:v1:claim:1", in_=ticket)
    assert "already handles" in second.answer(late) or "isn't responding" in second.answer(late)
    await server.sim.time_passes(3600)
    assert await handler(server) == server.moderator.id
    assert may(server, ticket, server.moderator, second) == ["write", "hidden"]


# ------------------------------------------------------------- claim by answering


async def test_the_first_moderator_who_writes(tickets_ready: Server) -> None:
    """Nobody else, and not the opener; whoever has given it back may say goodbye."""
    server = tickets_ready
    second = await claims_on(server, "claimbyanswering on", "claimaccess read")
    ticket = await a_ticket(server)
    for person in (server.alice, server.helper):
        await person.actor.send(ticket, "hello")
    assert await handler(server) is None
    await server.moderator.actor.send(ticket, "I'll look into it")
    await server.sim.env.settle()
    assert await handler(server) == server.moderator.id
    assert may(server, ticket, second) == ["read"]
    await server.moderator.presses("Release", on=ticket)
    await server.moderator.actor.send(ticket, "A colleague goes on")
    assert await handler(server) is None
    await second.actor.send(ticket, "That's me")
    await server.sim.env.settle()
    assert await handler(server) == second.id


async def test_a_message_elsewhere_costs_nothing(tickets_ready: Server) -> None:
    """Neither call nor query, wherever it is written; nor once a ticket is claimed, or with the
    setting off."""
    server = tickets_ready
    await claims_on(server, "claimbyanswering on")
    ticket = await a_ticket(server)
    database = server.sim.cog._database
    asked: list[Any] = []
    run = database.run

    async def counted(work: Any) -> Any:
        asked.append(work)
        return await run(work)

    database.run = counted
    with server.sim.counting() as calls:
        await server.moderator.actor.send(server.general, "hello")
        await server.alice.actor.send(ticket, "hello")
        await server.sim.env.settle()
        assert (calls.routes, asked) == ([], [])
        await server.moderator.actor.send(ticket, "hello")
        await server.sim.env.settle()
    assert await handler(server) == server.moderator.id
    asked.clear()
    await server.moderator.actor.send(ticket, "and on")
    await server.sim.env.settle()
    assert asked == []
    await sets(server, "claimbyanswering off")
    await server.moderator.presses("Release", on=ticket)
    await server.sim.env.settle()
    asked.clear()
    await server.administrator.actor.send(ticket, "hello")
    await server.sim.env.settle()
    assert asked == []
    del database.run


async def test_after_a_restart_answering_still_claims(tickets_ready: Server) -> None:
    """Which tickets nobody has is looked at anew."""
    server = tickets_ready
    await claims_on(server, "claimbyanswering on")
    ticket = await a_ticket(server)
    await server.sim.restart()
    await server.moderator.actor.send(ticket, "hello")
    await server.sim.env.settle()
    assert await handler(server) == server.moderator.id
