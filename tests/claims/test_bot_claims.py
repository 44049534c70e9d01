"""Claiming tickets: who may, what is shown, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from tests.lifecycle.staffing import mods
from tests.staff_log.reception import receiving_channel, sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

ANSWER = "POST /interactions/{}/{}/callback"
EDIT = "PATCH /channels/{}/messages/{}"
PERMISSIONS = "PATCH /channels/{}"


async def test_without_claims_there_is_nothing_of_them(tickets_ready: Server) -> None:
    """No button; the commands say how to switch it on to who may, and to others that it isn't
    used."""
    server = tickets_ready
    ticket = await a_ticket(server)
    assert server.buttons(server.welcome_message(ticket)) == ["Close ticket"]
    for command in ("claim", "release"):
        for by in ("slash", "prefix"):
            said = await mods(server.moderator, command, in_=ticket, by=by)
            assert "aren't claimed on this server" in server.moderator.answer(said)
            told = await mods(server.administrator, command, in_=ticket, by=by)
            assert "!ticketset claims on" in server.administrator.answer(told)
    forged = await server.moderator.forges_click("tickets:v1:claim:1", in_=ticket)
    assert "aren't claimed" in server.moderator.answer(forged)
    assert await handler(server) is None


async def test_a_claim_is_shown(tickets_ready: Server) -> None:
    """On the welcome message with the other button, on the card, in the list and in the log."""
    server = tickets_ready
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}")
    await claims_on(server)
    ticket = await a_ticket(server)
    assert server.buttons(server.welcome_message(ticket)) == ["Close ticket", "Claim"]

    done = await server.moderator.presses("Claim", on=ticket)

    assert "You now handle this ticket" in server.moderator.answer(done)
    assert await handler(server) == server.moderator.id
    assert server.buttons(server.welcome_message(ticket)) == ["Close ticket", "Release"]
    assert "Handled by" in shown(server, ticket)
    assert server.moderator.mention in shown(server, ticket)
    card = await server.alice.runs("ticket", in_=ticket)
    assert "Handled by" in server.alice.answer(card)
    listed = await server.administrator.runs("ticketmod list", in_=server.staff)
    assert f"handled by {server.moderator.mention}" in server.administrator.answer(listed)
    assert "moderator claimed ticket #1." in "".join(server.moderator.reads(log))

    await server.moderator.presses("Release", on=ticket)

    assert await handler(server) is None
    assert "Handled by" not in shown(server, ticket)
    assert "moderator released ticket #1." in "".join(server.moderator.reads(log))


@pytest.mark.parametrize(
    ("access", "others", "calls"),
    [
        ("write", ["write", "write"], [ANSWER, EDIT]),
        ("read", ["read", "write"], [ANSWER, PERMISSIONS, EDIT]),
        ("hide", ["hidden", "write"], [ANSWER, PERMISSIONS, EDIT]),
    ],
)
async def test_what_others_may_do_then(
    tickets_ready: Server, access: str, others: list[str], calls: list[str]
) -> None:
    """As the setting says, by the fewest calls; opener, added people and access roles go on."""
    server = tickets_ready
    second = await claims_on(server, f"claimaccess {access}")
    ticket = await a_ticket(server)
    await mods(server.moderator, "add", in_=ticket, who=server.bob)
    before = server.overwrites(ticket)

    with server.sim.counting() as claiming:
        await server.moderator.presses("Claim", on=ticket)

    assert claiming.routes == calls
    assert may(server, ticket, second, server.administrator) == others
    people = (server.moderator, server.alice, server.bob, server.helper)
    assert may(server, ticket, *people) == ["write"] * 4

    with server.sim.counting() as releasing:
        await server.moderator.presses("Release", on=ticket)

    assert releasing.routes == calls
    assert server.overwrites(ticket) == before


async def test_the_commands_do_as_the_buttons(tickets_ready: Server) -> None:
    """Slash and typed, in French too; an answer each."""
    server = tickets_ready
    await claims_on(server)
    ticket = await a_ticket(server)
    for claim, release in (("claim", "release"), ("prendre", "rendre")):
        done = await server.moderator.types(f"!ticketmod {claim}", in_=ticket)
        assert "You now handle" in server.moderator.answer(done)
        assert await handler(server) == server.moderator.id
        done = await server.moderator.types(f"!ticketmod {release}", in_=ticket)
        assert "free again" in server.moderator.answer(done)
        assert await handler(server) is None
    late = await server.moderator.runs("ticketmod release", in_=ticket)
    assert "Nobody has claimed" in server.moderator.answer(late)


async def test_the_other_reads_who_has_it_and_takes_over(tickets_ready: Server) -> None:
    """Asked first; the former handler may then do what the others may."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess read")
    ticket = await a_claimed_ticket(server)

    for refused in (
        await second.forges_click("tickets:v1:claim:1", in_=ticket),
        await second.presses("Release", on=ticket),
    ):
        text = second.answer(refused)
        assert f"{server.moderator.mention} already handles this ticket, since <t:" in text
        assert second.buttons(refused) == ["Take over"]
    question = await second.presses("Take over", on=refused)
    assert "Then they can only read it." in second.answer(question)
    assert await handler(server) == server.moderator.id
    done = await second.presses("Confirm", on=question)

    assert "You now handle" in second.answer(done)
    assert await handler(server) == second.id
    assert may(server, ticket, second, server.moderator) == ["write", "read"]
    assert server.moderator.name not in server.overwrites(ticket)


async def test_a_third_was_faster(tickets_ready: Server) -> None:
    """The question was about somebody who no longer has it: nothing changes, and it is said who
    does."""
    server = tickets_ready
    second = await claims_on(server)
    ticket = await a_claimed_ticket(server)
    await server.administrator.forges_click(take_over_id(server, server.moderator), in_=ticket)

    late = await second.forges_click(take_over_id(server, server.moderator), in_=ticket)
    assert f"{server.administrator.mention} already handles" in second.answer(late)
    assert await handler(server) == server.administrator.id

    await server.administrator.presses("Release", on=ticket)
    late = await second.forges_click(take_over_id(server, server.moderator), in_=ticket)
    assert "no longer handles this ticket. You can claim it" in second.answer(late)
    old = f"tickets:v1:take-over-confirmed:1:00000000:{server.moderator.id}"
    late = await second.forges_click(old, in_=ticket)
    assert "ticketmod claim" in second.answer(late)
    assert await handler(server) is None


async def test_handing_over(tickets_ready: Server) -> None:
    """By any moderator while nobody has it, then by handler and administrators; only to the
    team, and never to the opener."""
    server = tickets_ready
    second = await claims_on(server)
    ticket = await a_ticket(server)

    async def hands(by: Person, to: Person) -> str:
        return by.answer(await mods(by, "claim", in_=ticket, moderator=to))

    assert f"{second.mention} now handles" in await hands(server.moderator, second)
    assert await handler(server) == second.id
    assert f"{second.mention} already handles" in await hands(server.moderator, server.moderator)
    assert f"{second.mention} already handles" in await hands(server.administrator, second)
    assert "You already handle" in await hands(second, second)
    assert "doesn't moderate this ticket" in await hands(second, server.bob)
    assert f"{server.moderator.mention} now" in await hands(second, server.moderator)
    assert f"{second.mention} now handles" in await hands(server.administrator, second)
    await server.alice.gets(server.moderators)
    assert "opened a ticket can't handle it" in await hands(second, server.alice)
    assert await handler(server) == second.id
    await sets(server, "claimaccess hide")
    await hands(second, server.moderator)
    assert may(server, ticket, server.moderator, second) == ["write", "hidden"]


async def test_the_opener_cant_claim(tickets_ready: Server) -> None:
    """A moderator in their own ticket; nor can they take it over."""
    server = tickets_ready
    second = await claims_on(server)
    await second.opens_a_ticket(reason="help")
    ticket = server.newest_ticket()
    refused = await second.presses("Claim", on=ticket)
    assert "opened a ticket can't handle it" in second.answer(refused)
    await server.moderator.presses("Claim", on=ticket)
    refused = await second.forges_click(take_over_id(server, server.moderator), in_=ticket)
    assert "opened a ticket can't handle it" in second.answer(refused)
    assert await handler(server) == server.moderator.id


@pytest.mark.parametrize("access", ["write", "read", "hide"])
async def test_closing_and_reopening_keep_it(tickets_ready: Server, access: str) -> None:
    """The handler's line is no guest's; what others may do stays; a closed one isn't claimed."""
    server = tickets_ready
    second = await claims_on(server, f"claimaccess {access}", "dm off")
    ticket = await a_claimed_ticket(server)
    before, others = server.overwrites(ticket), may(server, ticket, second)
    for readable in ("read", "none"):
        await sets(server, f"closedaccess {readable}")
        await mods(server.moderator, "close", in_=ticket, reason="done")
        record = await stored(server)
        assert server.moderator.id not in [line.id for line in record.removed_overwrites]
        assert may(server, ticket, server.moderator, second) == ["write", *others]
        assert server.buttons(server.welcome_message(ticket))[0] == "Reopen"
        assert "Handled by" in shown(server, ticket)
        refused = await server.administrator.forges_click(
            take_over_id(server, server.moderator), in_=ticket
        )
        assert "already closed" in server.administrator.answer(refused)

        await server.moderator.presses("Reopen", on=ticket)
        assert server.overwrites(ticket) == before
        assert await handler(server) == server.moderator.id


async def test_a_closed_ticket_can_be_given_back(tickets_ready: Server) -> None:
    """An administrator lets the team at it again; it still looks closed, by whoever closed it."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_claimed_ticket(server)
    await mods(server.moderator, "close", in_=ticket, reason="done")
    await server.administrator.runs("ticketmod release", in_=ticket)
    assert await handler(server) is None
    assert may(server, ticket, server.moderator, second) == ["write", "write"]
    assert "Ticket closed by moderator" in shown(server, ticket)
    await second.presses("Reopen", on=ticket)
    assert "Handled by" not in shown(server, ticket)


async def test_a_moderator_who_was_added_to_a_hidden_ticket(tickets_ready: Server) -> None:
    """The handler lets a colleague in, and out again; but never themselves."""
    server = tickets_ready
    second = await claims_on(server, "claimaccess hide")
    ticket = await a_claimed_ticket(server)
    await mods(server.moderator, "add", in_=ticket, who=second)
    assert may(server, ticket, second) == ["write"]
    refused = await mods(second, "remove", in_=ticket, who=server.moderator, by="prefix")
    assert "is a ticket moderator" in second.answer(refused)
    await mods(server.moderator, "remove", in_=ticket, who=second)
    assert may(server, ticket, second, server.moderator) == ["hidden", "write"]


async def test_a_missing_permission(tickets_ready: Server) -> None:
    """It is named when it is set, and when somebody claims, before anything changes."""
    server = tickets_ready
    everyone = server.guild.default_role
    server.sim.env.backend.edit_role(server.guild.id, everyone.id, {"permissions": 0})
    talk = "view_channel send_messages read_message_history use_application_commands embed_links"
    await server.overwrite(server.general, everyone, allow=talk)
    await server.bot_may(create_public_threads=False)
    await sets(server, "claims on")
    assert "Create Public Threads" in await sets(server, "claimaccess read")
    await server.has_set(claim_access="read")
    ticket = await a_ticket(server)
    before = server.overwrites(ticket)
    refused = await server.moderator.presses("Claim", on=ticket)
    assert "Create Public Threads" in server.moderator.answer(refused)
    assert await handler(server) is None
    assert server.overwrites(ticket) == before
    checked = await server.administrator.types("!ticketset check", in_=server.staff)
    assert "keep other moderators from writing" in server.administrator.answer(checked)
