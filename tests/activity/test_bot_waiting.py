"""Who has to say something next in a ticket, as the bot notices it (W2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from traffic import refuse

from tests.activity.waiting import OPENER, STAFF, Waiting, opened, said_at, set_by
from tests.lifecycle.staffing import a_bot
from tests.staff_log.reception import closes, sets
from tests.types.teams import Teams

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

MESSAGES = "/channels/*/messages"


async def test_words_of_both_sides(tickets_ready: Server, alice: Person) -> None:
    """The first word without an answer, and the first answer, by Discord's time; more words
    move nothing, and only what changes is written."""
    server = tickets_ready
    with server.sim.host_clock(ahead=100_000):
        ticket = await opened(server)
        found = await ticket.now()
        assert found == (OPENER, said_at(server.welcome_message(ticket.channel)))
        with server.sim.counting() as calls:
            assert await ticket.after(alice) == (STAFF, True)
            assert await ticket.after(alice) == (STAFF, False)
            assert (await ticket.record()).answered_at is None
            assert await ticket.after(server.helper) == (OPENER, True)
            first = (await ticket.record()).answered_at
            assert await ticket.after(server.moderator) == (OPENER, False)
            assert await ticket.after(alice) == (STAFF, True)
            assert await ticket.after(server.administrator) == (OPENER, True)
            assert await ticket.after(server.owner) == (OPENER, False)
        assert (await ticket.record()).answered_at == first, "that was the first answer"
        assert calls.seen == [], "it costs no call"


async def test_who_is_on_which_side(tickets_ready: Server, alice: Person, bob: Person) -> None:
    """Added members and roles are on the opener's; bots, webhooks and threads on none."""
    server = tickets_ready
    ticket = await opened(server)
    role = server.guild.create_role("Experts")
    expert = server.person("expert", role)
    robot = a_bot(server)
    await server.sim.env.settle()
    for one in (bob.actor, role):
        await server.moderator.runs("ticketmod add", in_=ticket.channel, **{"member-or-role": one})
    await server.overwrite(ticket.channel, server.mallory, allow="view_channel send_messages")
    await server.overwrite(
        ticket.channel, server.guild.default_role, allow="view_channel send_messages"
    )
    hook = server.guild.create_webhook(ticket.channel)
    for person in (bob, expert, server.mallory):
        assert await ticket.after(person) == (STAFF, True), person
        await ticket.after(server.moderator)
    assert await ticket.after(robot) == (OPENER, False)
    await hook.send("a word")
    thread = server.sim.env.backend.create_thread(
        ticket.channel.id, name="aside", type=11, owner_id=server.moderator.id
    )
    await server.sim.env.settle()
    await alice.actor.send(server.channel(thread.id), "an aside")
    assert await ticket.side() == OPENER


async def test_what_is_no_word(tickets_ready: Server, alice: Person) -> None:
    """A message that is edited, a command, and what Discord itself says of somebody."""
    server = tickets_ready
    ticket = await opened(server)
    word = await alice.actor.send(ticket.channel, "a word")
    before = await ticket.now()
    await server.moderator.types("!ticket", in_=ticket.channel)
    await server.moderator.actor.set_pinned(word, True)
    said = server.messages(ticket.channel)[-1]
    assert (said.author.id, said.type) == (server.moderator.id, discord.MessageType.pins_add)
    assert await ticket.now() == before
    await ticket.after(server.moderator)
    before = await ticket.now()
    await server.sim.time_passes(60)
    await alice.actor.edit(word, "another word")
    await alice.types("!ticket", in_=ticket.channel)
    assert await ticket.now() == before


async def test_a_moderator_in_their_own_ticket(tickets_ready: Server, moderator: Person) -> None:
    """There they are the opener, and others of the staff answer."""
    server = tickets_ready
    await moderator.opens_a_ticket("I have a question")
    ticket = Waiting(server, server.newest_ticket())
    assert await ticket.side() == STAFF
    assert await ticket.after(moderator) == (STAFF, False)
    assert await ticket.after(server.helper) == (OPENER, True)
    assert await ticket.after(moderator) == (STAFF, True)


async def test_a_role_that_was_the_staff_s(tickets_ready: Server, alice: Person) -> None:
    """An access role that the settings no longer have still sees the ticket, and isn't a guest."""
    server = tickets_ready
    ticket = await opened(server, "help")
    await sets(server, "accessrole none")
    assert await ticket.after(server.helper) == (OPENER, True)
    other = await opened(server, "help")
    await server.overwrite(other.channel, server.helpers, allow="view_channel send_messages")
    assert await other.after(server.helper) == (STAFF, False), "there it is an added role"


@pytest.mark.parametrize("how", ["by themselves", "by the staff", "accepted"])
async def test_opening(manual: Server, how: str) -> None:
    """What the opener has said waits for an answer; what the staff has said is no question."""
    server = manual
    if how == "by the staff":
        words = f"!ticketmod open {server.alice.mention} About your report"
        await server.moderator.types(words, in_=server.staff)
    elif how == "accepted":
        await server.alice.opens_a_ticket("help")
        await server.sim.time_passes(60)
        await server.moderator.types("!ticketmod accept 1", in_=server.staff)
    else:
        await sets(server, "validation automatic")
        await server.alice.opens_a_ticket("help")
    ticket = Waiting(server, server.newest_ticket())
    side = OPENER if how == "by the staff" else STAFF
    assert await ticket.now() == (side, said_at(server.welcome_message(ticket.channel)))


async def test_who_writes_before_the_first_message(tickets_ready: Server, alice: Person) -> None:
    """The opener sees the channel a moment before the bot has said anything in it."""
    server = tickets_ready

    async def writes() -> None:
        server.sim.env.backend.create_message(server.newest_ticket().id, alice.id, "hello?")
        await server.sim.env.settle()

    server.sim.faults.hook(MESSAGES, writes, method="POST")
    ticket = await opened(server)
    first = server.messages(ticket.channel)[0]
    assert first.author.id == alice.id
    assert await ticket.now() == (STAFF, said_at(first))


async def test_closing_and_reopening(tickets_ready: Server, alice: Person) -> None:
    """A closed ticket waits for nobody, whoever writes; a reopened one for the staff."""
    server = tickets_ready
    ticket = await opened(server, "help")
    await ticket.after(server.moderator)
    await closes(server.moderator, ticket.channel)
    assert await ticket.after(server.moderator) == (None, False)
    assert "already closed" in await set_by(server.moderator, ticket, "us")
    assert "Waiting for" not in server.moderator.answer(
        await server.moderator.runs("ticket", in_=ticket.channel)
    )
    await server.moderator.presses("Reopen", on=ticket.channel)
    assert await ticket.side() == STAFF
    assert await ticket.after(server.helper) == (OPENER, True)


@pytest.mark.parametrize("refused", [False, True])
async def test_a_word_while_it_closes(tickets_ready: Server, alice: Person, refused: bool) -> None:
    """If Discord refuses the closing, what was said meanwhile counts; else it waits for nobody."""
    server = tickets_ready
    ticket = await opened(server, "help")
    await ticket.after(server.moderator)
    said: list[Any] = []

    async def writes() -> None:
        said.append(await alice.actor.send(ticket.channel, "wait!"))
        if refused:
            refuse(403, 50013, "Missing Permissions")

    server.sim.faults.hook("/channels/*", writes, method="PATCH")
    await closes(server.moderator, ticket.channel)
    assert await ticket.now() == ((STAFF, said_at(said[0])) if refused else None)


async def test_both_write_at_once(tickets_ready: Server, alice: Person) -> None:
    """Whoever Discord has put last is answered by the other, whatever the bot hears first."""
    server = tickets_ready
    ticket = await opened(server)
    for order in ((alice, server.helper), (server.helper, alice)) * 2:
        async with server.sim.at_once():
            sent = [await one.actor.send(ticket.channel, "now") for one in order]
        side, since = await ticket.now() or ("", 0)
        assert side == (OPENER if order[-1] is server.helper else STAFF)
        assert abs(since - said_at(sent[-1])) <= 1


async def test_a_restart(tickets_ready: Server, alice: Person) -> None:
    """What was stored stays; what is said while the bot is away isn't looked up, the next is."""
    server = tickets_ready
    ticket = await opened(server, "help")
    await ticket.after(server.moderator)
    stored = await ticket.now()
    async with server.sim.unheard(until_restart=True):
        server.sim.env.backend.create_message(ticket.channel.id, alice.id, "are you there?")
    assert await ticket.now() == stored
    assert await ticket.after(alice) == (STAFF, True)


async def test_a_database_that_refuses(tickets_ready: Server, alice: Person) -> None:
    """What could not be written is noticed by the next word, and nobody is disturbed."""
    server = tickets_ready
    ticket = await opened(server)
    database = server.sim.cog.app.database
    refuse = (
        "CREATE TRIGGER full BEFORE UPDATE OF waits_for ON tickets"
        " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    await database.run(lambda cursor: cursor.execute(refuse).fetchall())
    server.sim.expect_error_log("Could not do what follows from message_without_command")
    assert await ticket.after(alice) == (OPENER, False)
    await database.run(lambda cursor: cursor.execute("DROP TRIGGER full").fetchall())
    assert await ticket.after(alice) == (STAFF, True)


async def test_old_tickets(tickets_ready: Server, alice: Person) -> None:
    """A ticket from before the update waits for nobody until somebody writes."""
    server = tickets_ready
    ticket = await opened(server, "help")
    app = server.sim.cog.app
    await app.tickets.note(await ticket.record(), waits_for=None, waits_since=None)
    assert await ticket.now() is None
    assert "Waiting for" not in alice.answer(await alice.opens_a_ticket(where=ticket.channel))
    assert await ticket.after(server.moderator) == (OPENER, True)
    assert (await ticket.record()).answered_at is None, "nobody knows whether it was the first"


async def test_moving_keeps_it(tickets_ready: Server, alice: Person) -> None:
    """Whom it waits for, and since when; then the new team's words are the staff's."""
    server = tickets_ready
    teams = await Teams.on(server)
    channel = await teams.opens(alice, "Support", reason="No sound")
    ticket = Waiting(server, channel)
    before = await ticket.now()
    await server.sim.time_passes(60)
    asked = await server.moderator.runs(
        "ticketmod move", in_=channel, type=str(await teams.type_id("Reports"))
    )
    await server.moderator.presses("Confirm", on=asked)
    assert await ticket.now() == before
    assert await ticket.after(teams.judge) == (OPENER, True)


# Correcting it


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_correcting_it(tickets_ready: Server, alice: Person, by: str) -> None:
    """The staff says who is waited for; the command itself is no word."""
    server = tickets_ready
    ticket = await opened(server, "help")
    moderator = server.moderator
    assert await set_by(moderator, ticket, "opener", by) == (
        "✅ This ticket is now waiting for its opener."
    )
    assert await ticket.side() == OPENER
    assert (await ticket.record()).answered_at is None, "it was no answer"
    assert "already waiting for its opener, since <t:" in await set_by(
        moderator, ticket, "opener", by
    )
    assert await ticket.after(alice) == (STAFF, True)
    assert await ticket.after(moderator) == (OPENER, True)
    assert "now waiting for the staff" in await set_by(moderator, ticket, "us", by)
    assert await ticket.side() == STAFF
    if by == "prefix":
        assert "`nobody` isn't a possible value" in await set_by(moderator, ticket, "nobody", by)
        assert "now waiting for its opener" in await set_by(moderator, ticket, "The opener", by)


async def test_on_the_card(tickets_ready: Server, alice: Person) -> None:
    """The card says it, and has the button for the staff; the first message has none."""
    server, moderator = tickets_ready, tickets_ready.moderator
    ticket = await opened(server, "help")
    card = await moderator.runs("ticket", in_=ticket.channel)
    assert "Waiting for" in moderator.answer(card)
    assert "The staff, since <t:" in moderator.answer(card)
    assert moderator.buttons(card) == ["Close ticket", "Wait for opener"]
    done = await moderator.presses("Wait for opener", on=card)
    assert moderator.answer(done) == "✅ This ticket is now waiting for its opener."
    card = await moderator.runs("ticket", in_=ticket.channel)
    assert "The opener, since <t:" in moderator.answer(card)
    assert moderator.buttons(card) == ["Close ticket", "Wait for staff"]
    theirs = await alice.runs("ticket", in_=ticket.channel)
    assert alice.buttons(theirs) == ["Close ticket"]
    assert server.buttons(server.welcome_message(ticket.channel)) == ["Close ticket"]
    elsewhere = await moderator.forges_click("tickets:v1:waiting:1:us", in_=server.staff)
    assert "no longer exists" in moderator.answer(elsewhere)


async def test_two_correct_it_at_once(tickets_ready: Server) -> None:
    """One does, the other reads that it is so; a word from before it doesn't count after it."""
    server = tickets_ready
    ticket = await opened(server, "help")
    async with server.sim.at_once():
        done = [
            await one.runs("ticketmod waiting", in_=ticket.channel, whom="opener")
            for one in (server.moderator, server.administrator)
        ]
    answers = [server.moderator.answer(one) for one in done]
    assert sorted("already" in one for one in answers) == [False, True]


async def test_another_team_s_ticket(tickets_ready: Server) -> None:
    """Who is in another team corrects nothing, not even with its id."""
    server = tickets_ready
    teams = await Teams.on(server)
    report = await teams.opens(server.alice, "Reports", reason="Somebody is rude")
    ticket = Waiting(server, report)
    before = await ticket.now()
    for place in (report, server.staff):
        press = await server.moderator.forges_click("tickets:v1:waiting:1:opener", in_=place)
        assert "✅" not in server.moderator.answer(press)
    assert await ticket.now() == before
    assert "✅" in await set_by(teams.judge, ticket, "opener")


@pytest.mark.parametrize("whom", ["auteur", "us"])
async def test_in_french(french: Server, whom: str) -> None:
    """Card, command and answers; what is typed may be what Discord shows."""
    ticket = await opened(french, "42")
    moderator = french.moderator
    card = await moderator.types("!ticket", in_=ticket.channel)
    assert "En attente de" in moderator.answer(card)
    assert "Le staff, depuis le <t:" in moderator.answer(card)
    assert moderator.buttons(card) == ["Fermer le ticket", "Attendre l'auteur"]
    word = "l'auteur du ticket" if whom == "auteur" else whom
    done = await moderator.types(f"!ticketmod attente {word}", in_=ticket.channel)
    said = "maintenant son auteur" if whom == "auteur" else "attend déjà le staff"
    assert said in moderator.answer(done)


async def test_the_forgotten_are_forgotten(tickets_ready: Server, alice: Person) -> None:
    """Their id leaves memory, and their later words are those of an added member."""
    server = tickets_ready
    ticket = await opened(server, "help")
    await server.sim.cog.red_delete_data_for_user(requester="owner", user_id=alice.id)
    known = server.sim.part("OpenTickets").in_channel(ticket.channel.id)
    assert known.opener_id == 0
    assert await ticket.after(server.moderator) == (OPENER, True)
    assert await ticket.after(alice) == (STAFF, True)
