"""Asking the opener whether a ticket can be closed (W5)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, announcements, mods
from tests.staff_log.reception import logged, receiving_channel, sets
from tests.types.teams import Teams, types

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

DAY = 24 * 3600


async def record(server: Server, number: int = 1) -> Any:
    """The ticket as stored."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


async def asked(server: Server, **options: Any) -> Any:
    """alice's ticket, in which the moderator has asked her."""
    channel = await a_ticket(server)
    done = await server.moderator.runs("ticketmod ask", in_=channel, **options)
    assert "✅" in server.moderator.answer(done)
    return channel


def question(server: Server, channel: Any) -> Any:
    """The newest question."""
    return [one for one in server.messages(channel) if "can this ticket be closed" in said(one)][
        -1
    ]


def said(message: Any) -> str:
    """The head of a message's embed."""
    return (message.embeds[0].author.name or "") if message.embeds else ""


async def test_the_opener_closes(tickets_ready: Server, alice: Person, bob: Person) -> None:
    """She is pinged, and her press is her own closing; nobody else answers for her."""
    server = tickets_ready
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    await sets(server, "openerclose off")
    channel = await asked(server, reason="Solved?")
    shown = question(server, channel)
    assert server.sim.pings(shown) == {alice.id}
    assert server.buttons(shown) == ["Close", "Not yet", "Withdraw"]
    assert shown.embeds[0].fields[0].value.startswith("This ticket closes <t:")
    await mods(server.moderator, "add", in_=channel, who=bob)
    for person, label in ((bob, "Close"), (server.moderator, "Not yet"), (alice, "Withdraw")):
        assert "✅" not in person.answer(await person.presses(label, on=channel))

    done = await alice.presses("Close", on=channel)

    assert alice.answer(done) == "✅ The ticket has been closed."
    ticket = await record(server)
    assert (ticket.state.value, ticket.closed_by_id) == ("closed", alice.id)
    assert (ticket.close_reason, ticket.asked_at, ticket.asked_by_id) == ("Solved?", None, None)
    assert server.buttons(question(server, channel)) == []
    assert any("asked whether ticket #1" in line for line in logged(server, reception))


async def test_not_yet(tickets_ready: Server, alice: Person) -> None:
    """The ticket stays open and waits for the staff, who can ask again."""
    server = tickets_ready
    channel = await asked(server)
    old = question(server, channel)
    assert "stays open" in alice.answer(await alice.presses("Not yet", on=channel))
    assert announcements(server, channel)[-1] == "alice still needs help."
    ticket = await record(server)
    assert (ticket.asked_at, ticket.waiting[0].value) == (None, "staff")
    await server.sim.time_passes(3 * DAY)
    assert (await record(server)).state.value == "open"
    await server.moderator.runs("ticketmod ask", in_=channel)
    assert server.buttons(question(server, channel)) == ["Close", "Not yet", "Withdraw"]
    late = await alice.forges_click(f"tickets:v1:ask-close:1:{ticket.created_at}", in_=channel)
    assert alice.answer(late) == "This question is over."
    assert server.buttons(next(m for m in server.messages(channel) if m.id == old.id)) == []


async def test_without_an_answer(tickets_ready: Server, moderator: Person) -> None:
    """After the deadline it closes as if who has asked had, and is not deleted by that."""
    server = tickets_ready
    await sets(server, "deleteonclose moderators")
    channel = await asked(server)
    await server.sim.time_passes(2 * DAY - 120)
    assert (await record(server)).state.value == "open"
    await server.sim.time_passes(300)
    ticket = await record(server)
    assert (ticket.state.value, ticket.closed_by_id) == ("closed", moderator.id)
    assert ticket.close_reason == "No answer to the question whether it can be closed."
    assert server.exists(channel)


@pytest.mark.parametrize("how", ["demoted", "gone"])
async def test_who_has_asked_is_no_moderator_any_more(
    tickets_ready: Server, moderator: Person, how: str
) -> None:
    """Then it is the bot that closes."""
    server = tickets_ready
    await asked(server, deadline="2h")
    await (moderator.loses(server.moderators) if how == "demoted" else moderator.leaves())
    await server.sim.time_passes(2 * 3600 + 300)
    ticket = await record(server)
    assert (ticket.state.value, ticket.closed_by_id) == ("closed", server.bot_id)


@pytest.mark.parametrize("what", ["closed messages", "gone"])
async def test_an_opener_who_cannot_be_reached(
    tickets_ready: Server, alice: Person, moderator: Person, what: str
) -> None:
    """Whose direct messages are closed is asked in the ticket; who has left never answers."""
    server = tickets_ready
    if what == "closed messages":
        alice.closes_direct_messages()
    channel = await asked(server, deadline="2h")
    assert server.sim.pings(question(server, channel)) == {alice.id}
    if what == "gone":
        await alice.leaves()
    await server.sim.time_passes(2 * 3600 + 300)
    ticket = await record(server)
    assert (ticket.state.value, ticket.closed_by_id) == ("closed", moderator.id)
    assert ticket.settled
    assert (ticket.asked_at, ticket.question_id) == (None, None)
    assert server.buttons(question(server, channel)) == []
    assert not alice.sees(channel)


@pytest.mark.parametrize("heard", [True, False], ids=["heard", "missed"])
async def test_a_word_stops_the_clock(tickets_ready: Server, alice: Person, heard: bool) -> None:
    """Whether the bot hears it or reads it later; the buttons stay."""
    server = tickets_ready
    channel = await asked(server, deadline="2h")
    await server.moderator.types("Are you there?", in_=channel)
    assert (await record(server)).asked_until is not None
    if heard:
        await alice.types("Wait", in_=channel)
        assert not question(server, channel).embeds[0].fields
    else:
        async with server.sim.unheard():
            await alice.types("Wait", in_=channel)
    await server.sim.time_passes(3 * 3600)
    ticket = await record(server)
    assert (ticket.state.value, ticket.asked_until) == ("open", None)
    assert server.buttons(question(server, channel)) == ["Close", "Not yet", "Withdraw"]
    assert "✅" in alice.answer(await alice.presses("Close", on=channel))


async def test_the_clock_outlives_the_bot(tickets_ready: Server, alice: Person) -> None:
    """What became due while it was away is done; a word after a restart still counts."""
    server = tickets_ready
    channel = await asked(server, deadline="2h")
    await server.sim.restart(clean=False)
    await alice.types("Wait", in_=channel)
    assert (await record(server)).asked_until is None
    await server.bob.opens_a_ticket(reason="x")
    other = server.newest_ticket()
    await server.moderator.runs("ticketmod ask", in_=other, deadline="2h")
    await server.sim.restart()
    await server.sim.time_passes(3 * 3600)
    assert (await record(server, 2)).state.value == "closed"


async def test_no_deadline(tickets_ready: Server) -> None:
    """By the command or by the setting; typed, the deadline comes first."""
    server = tickets_ready
    channel = await asked(server, deadline="none")
    assert (await record(server)).asked_until is None
    assert not question(server, channel).embeds[0].fields
    await server.moderator.presses("Withdraw", on=channel)
    assert announcements(server, channel)[-1] == "moderator withdrew the question."
    await sets(server, "askdeadline 0")
    await sets(server, "askping off")
    # Questions are told apart by their second.
    await server.sim.time_passes(2)
    await server.moderator.types("!ticketmod ask Solved?", in_=channel)
    ticket = await record(server)
    assert (ticket.asked_until, ticket.asked_reason) == (None, "Solved?")
    assert server.sim.pings(question(server, channel)) == set()
    await server.moderator.presses("Withdraw", on=channel)
    await server.sim.time_passes(2)
    await server.moderator.types("!ticketmod proposer 3d Solved?", in_=channel)
    ticket = await record(server)
    assert ticket.asked_until - ticket.asked_at == 3 * DAY


async def test_one_at_a_time(tickets_ready: Server, administrator: Person) -> None:
    """Of two who ask at the same moment one does, and the other reads who."""
    server = tickets_ready
    channel = await a_ticket(server)
    async with server.sim.at_once():
        first = await server.moderator.runs("ticketmod ask", in_=channel)
        second = await administrator.runs("ticketmod ask", in_=channel)
    answers = [server.moderator.answer(first), administrator.answer(second)]
    assert sorted("asked that already" in one for one in answers) == [False, True]
    questions = [one for one in server.messages(channel) if "can this ticket" in said(one)]
    assert len(questions) == 1


@pytest.mark.parametrize("what", ["word", "close", "move", "withdraw"])
async def test_at_the_same_moment(tickets_ready: Server, alice: Person, what: str) -> None:
    """Asking, and what ends it, leave a record and channel that agree."""
    server = tickets_ready
    channel = await asked(server, deadline="2h")
    await types(server, "create Bugs")
    asked_at = (await record(server)).asked_at
    if what == "move":
        move = await server.moderator.runs("ticketmod move", in_=channel, type="Bugs")
    async with server.sim.at_once():
        if what == "word":
            await alice.types("Wait", in_=channel)
        elif what == "close":
            await mods(server.moderator, "close", in_=channel, reason="done")
        elif what == "move":
            await server.moderator.presses("Confirm", on=move)
        else:
            await server.moderator.presses("Withdraw", on=channel)
        await alice.forges_click(f"tickets:v1:ask-close:1:{asked_at}", in_=channel)
    await server.sim.time_passes(60)
    ticket = await record(server)
    assert ticket.settled
    assert ticket.asked_at is None or (what == "word" and ticket.state.value == "open")
    assert alice.sees(channel) is (ticket.state.value == "open")
    closings = [line for line in announcements(server, channel) if "closed the ticket" in line]
    assert len(closings) == (ticket.state.value == "closed")


@pytest.mark.parametrize("first", ["ask", "other"])
@pytest.mark.parametrize("what", ["close", "move"])
async def test_asked_at_the_same_moment(
    tickets_ready: Server, alice: Person, what: str, first: str
) -> None:
    """Asking in a ticket that somebody closes or moves leaves no question behind that nobody
    is asked any more, whoever comes first."""
    server, mod, other = tickets_ready, tickets_ready.moderator, tickets_ready.administrator
    channel = await a_ticket(server)
    await types(server, "create Bugs")
    shown = await other.runs("ticketmod move", in_=channel, type="Bugs")
    async with server.sim.at_once():
        if first == "ask":
            await mod.runs("ticketmod ask", in_=channel, deadline="2h")
        if what == "close":
            await mods(other, "close", in_=channel, reason="done")
        else:
            await other.presses("Confirm", on=shown)
        if first == "other":
            await mod.runs("ticketmod ask", in_=channel, deadline="2h")
    await server.sim.time_passes(60)
    ticket = await record(server)
    assert ticket.settled
    assert ticket.state.value == ("closed" if what == "close" else "open")
    assert alice.sees(channel) is (what == "move")
    buttons = [
        label
        for one in server.messages(channel)
        if "can this ticket" in said(one)
        for label in server.buttons(one)
    ]
    assert bool(buttons) is (ticket.asked_at is not None)
    assert ticket.asked_at is None or (what, first) == ("move", "other")


async def test_another_team(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """For who isn't of a ticket's team its question is like that of no ticket at all, and where
    they can see it they change nothing."""
    server = tickets_ready
    teams = await Teams.on(server)
    report = await teams.opens(alice, "Reports", reason="Rude")
    await teams.judge.runs("ticketmod ask", in_=report)
    ticket = await record(server)
    verbs = ("ask-close", "ask-not-yet", "ask-withdraw")
    for verb in verbs:
        real, unreal = [
            await moderator.forges_click(
                f"tickets:v1:{verb}:{number}:{ticket.asked_at}", in_=server.general
            )
            for number in (1, 99)
        ]
        assert moderator.answer(real) == moderator.answer(unreal) != ""
    await server.overwrite(report, server.moderators, allow="view_channel send_messages")
    for verb in verbs:
        press = await moderator.forges_click(f"tickets:v1:{verb}:1:{ticket.asked_at}", in_=report)
        assert "✅" not in moderator.answer(press)
    await moderator.types("!ticketmod ask", in_=report)
    await moderator.types("Hello", in_=report)
    now = await record(server)
    for field in ("state", "asked_at", "asked_until", "question_id"):
        assert getattr(now, field) == getattr(ticket, field)


async def test_a_word_at_the_deadline(tickets_ready: Server, alice: Person) -> None:
    """One of both comes first; what was said in time keeps the ticket open."""
    server = tickets_ready
    channel = await asked(server, deadline="2h")
    app, ticket = server.sim.cog.app, await record(server)
    service = import_module("tickets.close_requests.service")
    person = app[import_module("tickets.lifecycle.discord.messages").TicketMessages].known_person(
        server.guild.id, alice.id
    )
    await service._stop(app, ticket, person)
    with pytest.raises(import_module("tickets.core.errors").Overtaken):
        await import_module("tickets.lifecycle.service.closing").close_by_itself(
            app,
            ticket,
            by=person,
            reason=None,
            cause="unanswered",
            unchanged=("state", "asked_at", "asked_until"),
        )
    assert (await record(server)).state.value == "open"
    assert alice.sees(channel)


async def test_who_cannot_be_asked(tickets_ready: Server, alice: Person) -> None:
    """Who has left, and oneself; nobody of another team learns anything."""
    server = tickets_ready
    await server.moderator.opens_a_ticket(reason="mine")
    own = server.newest_ticket()
    said_to = server.moderator.answer(await server.moderator.runs("ticketmod ask", in_=own))
    assert "your own ticket" in said_to
    channel = await a_ticket(server)
    await alice.leaves()
    said_to = server.moderator.answer(await server.moderator.runs("ticketmod ask", in_=channel))
    assert "left the server" in said_to


async def test_where_the_bot_may_not_write(tickets_ready: Server) -> None:
    """The question is over, and the staff is told."""
    server = tickets_ready
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    channel = await a_ticket(server)
    server.sim.faults.fail(
        f"/channels/{channel.id}/messages", method="POST", status=403, code=50013
    )
    await server.moderator.runs("ticketmod ask", in_=channel)
    await server.sim.time_passes(60)
    assert (await record(server)).asked_at is None
    assert any("couldn't ask in ticket #1" in line for line in logged(server, reception))


async def test_where_the_bot_may_not_close(tickets_ready: Server, alice: Person) -> None:
    """After the deadline the staff is told once; the opener can still answer."""
    server = tickets_ready
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    channel = await asked(server, deadline="2h")
    server.sim.faults.fail(
        f"/channels/{channel.id}", method="PATCH", status=403, code=50013, times=None
    )
    await server.sim.time_passes(3 * DAY)
    ticket = await record(server)
    assert (ticket.state.value, ticket.settled) == ("open", True)
    assert alice.sees(channel)
    told = [line for line in logged(server, reception) if "couldn't be closed" in line]
    assert len(told) == 1
    assert "✅" in alice.answer(await alice.presses("Not yet", on=channel))
    assert (await record(server)).asked_at is None


@pytest.mark.parametrize("how", ["command", "by hand"])
async def test_a_deletion_ends_it(tickets_ready: Server, moderator: Person, how: str) -> None:
    """Nothing of the question is kept, and nothing is due any more."""
    server = tickets_ready
    channel = await asked(server, reason="Solved?", deadline="2h")
    if how == "command":
        shown = await mods(moderator, "delete", in_=channel)
        await moderator.presses("Confirm", on=shown)
    else:
        server.sim.env.backend.delete_channel(channel.id)
        await server.sim.env.settle()
    ticket = await record(server)
    assert ticket.state.value == "deleted"
    kept = (ticket.asked_by_id, ticket.asked_at, ticket.asked_reason, ticket.asked_until)
    assert kept == (None, None, None, None)
    assert ticket.question_id is None
    running = server.sim.cog.app[import_module("tickets.close_requests.rules").Running]
    assert running.asks(channel.id, server.alice.id) is None
