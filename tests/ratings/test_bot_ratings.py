"""Openers rate their closed tickets: in private, or in the ticket (R1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.staffing import a_ticket, everything_said
from tests.staff_log.reception import logged, receiving_channel, reception, sets
from tests.transcripts.saving import closes

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

WEEK = 7 * 86400


async def rated(server: Server, *settings: str) -> Any:
    """Ratings are on and logged, and alice's ticket was closed by the moderator."""
    await receiving_channel(server)
    await sets(server, f"receptionchannel {reception(server).mention}")
    for words in ("rating on", *settings):
        await sets(server, words)
    channel = await a_ticket(server)
    await closes(server.moderator, channel)
    return channel


def told(person: Person) -> Any:
    """The newest direct message."""
    history: list[Any] = person.user.dm_channel.history()
    return history[-1]


def stars_of(message: Any) -> str:
    """The id of the selector with the stars."""
    return str(message.components[0].children[0].custom_id)


async def record(server: Server, number: int = 1) -> Any:
    """The ticket as stored."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


async def test_stars_and_a_comment_in_private(tickets_ready: Server, alice: Person) -> None:
    """The message itself shows what was given; each change is one line of the team's log."""
    server = tickets_ready
    await rated(server)
    message = told(alice)
    assert "How was our help?" in server.text(message)
    assert [one.label for one in message.components[0].children[0].options] == [
        "★★★★★ Very good",
        "★★★★☆ Good",
        "★★★☆☆ Okay",
        "★★☆☆☆ Bad",
        "★☆☆☆☆ Very bad",
    ]

    with server.sim.counting() as calls:
        await alice.user.select(message, ["4"])
        await server.sim.env.settle()
    assert len(calls) == 2, "the answer, and the log's line"
    shown = server.text(told(alice))
    assert "Your rating: ★★★★☆" in shown
    assert "How was our help?" not in shown
    form = await alice.user.click(told(alice), label="Add a comment")
    await alice.user.submit_modal(form, {"reason": "Quick, *thanks* @everyone"})
    await alice.user.select(told(alice), ["5"])
    again = await alice.user.click(told(alice), label="Change the comment")

    assert "Quick, *thanks* @everyone" in str(again.modal), "it stands in the form"
    assert "Your rating: ★★★★★" in server.text(told(alice))
    assert len(alice.direct_messages()) == 1
    assert [line for line in logged(server) if "rated" in line] == [
        "alice rated ticket #1: ★★★★☆",
        "alice rated ticket #1: ★★★★☆",
        "alice rated ticket #1: ★★★★★",
    ]
    last = server.messages(reception(server))[-1]
    assert "> **Comment:** Quick, \\*thanks\\*" in server.text(last)
    assert not server.sim.pings(last)
    await alice.user.select(told(alice), ["5"])
    assert len([line for line in logged(server) if "rated" in line]) == 3, "nothing new"


async def test_rating_leaves_the_way_back(tickets_ready: Server, alice: Person) -> None:
    """Stars don't take away the button below the same message that reopens the ticket."""
    server = tickets_ready
    await rated(server, "openerreopen 24")
    await alice.user.select(told(alice), ["2"])
    await alice.user.select(told(alice), ["3"])
    shown = server.text(told(alice))
    assert "Your rating: ★★★☆☆" in shown
    assert shown.count("Not solved yet?") == 1
    assert "★★☆☆☆" not in shown.replace("★★★☆☆", "")
    await alice.user.click(told(alice), label="Reopen")
    assert (await record(server)).state.value == "open"


async def test_in_the_ticket_where_no_message_arrives(
    tickets_ready: Server, alice: Person, bob: Person
) -> None:
    """Direct messages are closed: the ticket asks, if its opener reads it, and pings nobody.
    Who else reads it can't answer, nor sees the answer."""
    server = tickets_ready
    alice.closes_direct_messages()
    await sets(server, "closedaccess read")
    channel = await rated(server)
    asked = server.messages(channel)[-1]
    assert "How was our help?" in server.text(asked)
    assert alice.mention in asked.content
    assert not server.sim.pings(asked)

    refused = await server.moderator.selects(["1"], on=asked)
    answer = await alice.selects(["3"], on=asked)
    form = await alice.presses("Add a comment", on=answer)
    commented = await alice.submits(form, reason="Slow")

    assert server.moderator.answer(refused) == f"Only {alice.mention} can rate this ticket."
    assert "Your rating: ★★★☆☆" in alice.answer(answer)
    assert "> Slow" in alice.answer(commented)
    assert (await record(server)).stars == 3
    assert "★★★☆☆\n" not in everything_said(server, channel)
    assert "Slow" not in everything_said(server, channel)


@pytest.mark.parametrize("closed_access", ["none", "read"])
async def test_without_messages_about_closing(
    tickets_ready: Server, alice: Person, closed_access: str
) -> None:
    """They are off: the ticket asks where its opener can read it, else nobody is asked."""
    server = tickets_ready
    channel = await rated(server, "dm off", f"closedaccess {closed_access}")
    asked = "How was our help?" in everything_said(server, channel)
    assert asked is (closed_access == "read")
    assert alice.direct_messages() == []


async def test_nobody_reached_costs_nothing(tickets_ready: Server, alice: Person) -> None:
    """Who takes no messages and can't read the ticket isn't asked, and that costs no call."""
    server, calls_made = tickets_ready, []
    alice.closes_direct_messages()
    for words in ("rating off", "rating off", "rating on"):
        await sets(server, words)
        channel = await a_ticket(server)
        window = await server.moderator.presses("Close ticket", on=channel)
        with server.sim.counting() as calls:
            await server.moderator.submits(window, reason="Solved")
            await server.sim.env.settle()
        calls_made.append(len(calls))
    assert calls_made[1] == calls_made[2]


async def test_with_the_transcript(tickets_ready: Server, alice: Person) -> None:
    """The stars stand below the message with the transcript, which stays when they are given."""
    server = tickets_ready
    await rated(server, "dmtranscript on")
    (before,) = told(alice).attachments
    await alice.user.select(told(alice), ["2"])
    (after,) = told(alice).attachments
    assert after.filename == before.filename
    assert (await record(server)).stars == 2


async def test_reopened_and_closed_again(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """Reopening takes the rating away, and the old question no longer counts; the new one does."""
    server = tickets_ready
    channel = await rated(server)
    old = told(alice)
    await alice.user.select(old, ["1"])
    await server.sim.time_passes(5)
    await moderator.presses("Reopen", on=channel)
    assert (await record(server)).stars is None
    refused = await alice.user.select(old, ["2"])
    await closes(moderator, channel)
    also_refused = await alice.user.select(old, ["2"])
    assert (await record(server)).stars is None
    await alice.user.select(told(alice), ["5"])

    assert "was reopened" in alice.answer_besides(refused) + alice.answer(refused)
    assert "was reopened" in alice.answer_besides(also_refused) + alice.answer(also_refused)
    assert (await record(server)).stars == 5


async def test_a_week_and_a_deleted_channel(
    tickets_ready: Server, alice: Person, moderator: Person
) -> None:
    """The channel may be gone; after seven days it is too late, also for the comment."""
    server = tickets_ready
    channel = await rated(server)
    await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))
    await alice.user.select(told(alice), ["4"])
    assert (await record(server)).stars == 4
    with server.sim.host_clock(ahead=WEEK):
        late = await alice.user.select(told(alice), ["1"])
        comment = await alice.user.click(told(alice), label="Add a comment")
    assert "more than a week ago" in alice.answer(late)
    assert comment.modal is None
    assert (await record(server)).stars == 4


async def test_two_presses_at_once(tickets_ready: Server, alice: Person) -> None:
    """The last one wins, and the log's last line says the same."""
    server = tickets_ready
    await rated(server)
    message = told(alice)
    async with server.sim.at_once():
        for stars in ("1", "5"):
            await alice.user.select(message, [stars])
    await server.sim.env.settle()
    last = (await record(server)).stars
    lines = [line for line in logged(server) if "rated" in line]
    assert len(lines) == 2
    assert lines[-1].count("★") == last


async def test_forged_presses_in_private(
    tickets_ready: Server, alice: Person, bob: Person
) -> None:
    """Another's ticket, server or number is like one that doesn't exist."""
    server = tickets_ready
    await rated(server)
    closed_at = (await record(server)).closed_at
    await bob.opens_a_ticket(reason="mine")
    await closes(server.moderator, server.newest_ticket())
    own = stars_of(told(bob))
    answers = []
    for about in (f"{server.guild.id}:1:{closed_at}", f"{server.guild.id}:99:{closed_at}"):
        message = told(bob)
        message.components[0].children[0].custom_id = f"tickets:v1:rate:{about}"
        stored = server.sim.env.backend.messages[bob.user.dm_channel.id][message.id]
        stored.components[0]["components"][0]["custom_id"] = f"tickets:v1:rate:{about}"
        answers.append(bob.answer(await bob.user.select(told(bob), ["1"])))
    assert own.startswith("tickets:v1:rate:")
    assert answers[0] == answers[1]
    assert (await record(server)).stars is None


async def test_switched_off_meanwhile(tickets_ready: Server, alice: Person) -> None:
    """What was asked before is answered kindly, and not stored."""
    server = tickets_ready
    await rated(server)
    await sets(server, "rating off")
    answer = await alice.user.select(told(alice), ["1"])
    assert alice.answer(answer) == "This server no longer asks for ratings."
    assert (await record(server)).stars is None


async def test_forgotten(tickets_ready: Server, alice: Person, moderator: Person) -> None:
    """The number stays, for nobody; the words go, also from the file, and no more are taken."""
    server = tickets_ready
    channel = await rated(server)
    await alice.user.select(told(alice), ["2"])
    form = await alice.user.click(told(alice), label="Add a comment")
    await alice.user.submit_modal(form, {"reason": "Wordsthataregone"})
    await moderator.presses("Confirm", on=await moderator.presses("Delete", on=channel))
    handed = await server.sim.cog.red_get_data_for_user(user_id=alice.id)
    assert b"Wordsthataregone" in b"".join(file.getvalue() for file in handed.values())
    await server.sim.cog.red_delete_data_for_user(requester="user", user_id=alice.id)
    after = await alice.user.select(told(alice), ["5"])

    stored = await record(server)
    assert (stored.stars, stored.rating_comment, stored.opener_id) == (2, None, 0)
    assert "no longer exists" in alice.answer(after)
    for path in server.sim.cog.app.folder.rglob("*"):
        if path.is_file():
            assert b"Wordsthataregone" not in path.read_bytes(), path


async def test_changed_again_and_again(tickets_ready: Server, alice: Person) -> None:
    """The team's log isn't flooded: after some changes the rating stays."""
    server = tickets_ready
    await rated(server)
    answer: Any = None
    for turn in range(12):
        answer = await alice.user.select(told(alice), [str(1 + turn % 5)])
    assert "It stays as it is now." in alice.answer(answer)
    assert len([line for line in logged(server) if "rated" in line]) == 10


async def test_forged_presses_from_outside(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """Who isn't in the ticket learns neither that there is one nor whose: stars, button, form."""
    server = tickets_ready
    await rated(server)
    closed_at = (await record(server)).closed_at
    here, elsewhere = f"{server.guild.id}:1", f"{server.guild.id + 1}:1"
    for person in (bob, moderator, alice):
        answers = set()
        for about in (here, elsewhere, f"{server.guild.id}:99"):
            stars = f"tickets:v1:rate:{about}:{closed_at}"
            comment = f"tickets:v1:rate-comment:{about}:{closed_at}"
            place = server.general
            for outcome in (
                await person.forges_click(stars, in_=place, values=["1"]),
                await person.forges_click(comment, in_=place),
                await person.forges_modal(comment, {"reason": "Mine"}, in_=place),
            ):
                assert outcome.modal is None
                answers.add(person.answer(outcome))
        assert len(answers) == 1, answers
        assert "no longer exists" in answers.pop()
    stored = await record(server)
    assert (stored.stars, stored.rating_comment) == (None, None)
