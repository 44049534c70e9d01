"""What members answered to a form: where it is shown, and who keeps it."""

from __future__ import annotations

import asyncio
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import formatting_in
from tests.staff_log.reception import closes, posted, reception, sets, told
from tests.transcripts.saving import kept, pages_in
from tickets.core.form import Answer, QuestionKind, answers_to_json

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

_ORIGINS = count(1_456_074_443_980_700_000)
HOSTILE = "@everyone\n```\ncode\n```\n[a](https://evil.example) <@&1> **bold**\n# heading"
WELCOME = "Tell us what's going on. A staff member will be with you soon."
SHORT = (
    Answer("Your name in the game?", QuestionKind.SHORT, ("Ada",)),
    Answer("Which devices?", QuestionKind.SEVERAL, ("Phone", "Tablet")),
)
LONG = tuple(
    Answer(f"Question {number}", QuestionKind.LONG, ((f"answer{number} " * 500)[:4000].strip(),))
    for number in range(5)
)


async def opens(server: Server, *answers: Answer, reason: str | None = None) -> Any:
    """alice opens a ticket with these answers; returns its channel, None for a request."""
    app = server.sim.cog.app
    # The bot's own modules, whatever Red has loaded before.
    opening = import_module("tickets.lifecycle.service.opening")
    form = import_module("tickets.core.form")
    people = import_module("tickets.core.discord.people")
    request = opening.OpenRequest(
        guild_id=server.guild.id,
        opener=people.known_person(app.bot, server.guild.id, server.alice.id),
        reason=reason,
        origin_id=next(_ORIGINS),
        answers=form.answers_from_json(answers_to_json(answers)),
    )
    await opening.open_ticket(app, request)
    await all_is_done(server)
    found = server.ticket_channels()
    return found[-1] if found else None


async def all_is_done(server: Server) -> None:
    """Waits for the jobs that follow."""
    database = server.sim.cog.app.database
    for _turn in range(200):
        await server.sim.env.settle()
        waiting = await database.run(
            lambda cursor: cursor.execute("SELECT count(*) FROM jobs").fetchall()
        )
        if waiting == [(0,)]:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("jobs are left over")


def descriptions(message: Any) -> list[str]:
    """What the embeds of a message say."""
    return [embed.description or "" for embed in message.embeds]


def solid(text: str) -> str:
    """A text without spaces."""
    return "".join(text.split())


def everything_said(server: Server, channel: Any) -> str:
    """All embeds of the bot's in a channel, one after the other."""
    return "".join(text for one in server.messages(channel) for text in descriptions(one))


# In the ticket


async def test_short_answers_stand_in_the_welcome_message(tickets_ready: Server) -> None:
    """Below the welcome text and the reason, in the same message."""
    channel = await opens(tickets_ready, *SHORT, reason="My *parcel*")

    (message,) = tickets_ready.messages(channel)
    first, second = descriptions(message)
    assert first == f"{WELCOME}\n\n**Reason:** My \\*parcel\\*"
    assert second == ("**Your name in the game?**\nAda\n\n**Which devices?**\nPhone, Tablet")
    ticket = await tickets_ready.sim.cog.app.tickets.get(tickets_ready.guild.id, 1)
    assert answers_to_json(ticket.answers) == answers_to_json(SHORT)
    assert ticket.welcome_text == WELCOME


async def test_answers_without_a_reason(tickets_ready: Server) -> None:
    """Then only the welcome text stands above them."""
    channel = await opens(tickets_ready, *SHORT)
    (message,) = tickets_ready.messages(channel)
    assert descriptions(message)[0] == WELCOME
    assert len(message.embeds) == 2


async def test_without_answers_a_reason_stands_alone(tickets_ready: Server) -> None:
    """As it always was."""
    channel = await opens(tickets_ready, reason="My parcel")
    (message,) = tickets_ready.messages(channel)
    assert descriptions(message) == ["**Reason:** My parcel"]


async def test_the_welcome_text_above_a_reason(tickets_ready: Server) -> None:
    """With that setting; what was said stays when it is turned off, or on."""
    server = tickets_ready
    await sets(server, "limit 0")
    before = await opens(server, reason="First")
    await sets(server, "welcomealso on")
    channel = await opens(server, reason="Second")
    text = f"{WELCOME}\n\n**Reason:** Second"
    assert descriptions(server.welcome_message(channel)) == [text]
    ticket = await server.sim.cog.app.tickets.get(server.guild.id, 2)
    assert ticket.welcome_text == WELCOME

    await closes(server.moderator, before)
    await sets(server, "welcomealso off")
    await sets(server, "welcome Something else")
    await closes(server.moderator, channel)

    assert descriptions(server.welcome_message(before)) == ["**Reason:** First"]
    assert descriptions(server.welcome_message(channel)) == [text]


async def test_hostile_answers_have_no_effect(tickets_ready: Server) -> None:
    """Nobody is called, nothing is formatted, in question and answer."""
    hostile = Answer("**@everyone** `x`", QuestionKind.LONG, (HOSTILE,))
    channel = await opens(tickets_ready, hostile)

    (message,) = tickets_ready.messages(channel)
    head, _line_end, shown = descriptions(message)[1].partition("\n")
    assert not list(formatting_in(shown))
    assert not list(formatting_in(head.removeprefix("**").removesuffix("**")))
    assert not message.mention_everyone


async def test_long_answers_go_on_in_further_messages(tickets_ready: Server) -> None:
    """All five stand in the channel, once, in their order."""
    channel = await opens(tickets_ready, *LONG)

    said = everything_said(tickets_ready, channel)
    words = "".join(f"**{one.label}**{one.values[0]}" for one in LONG)
    assert solid(said) == solid(WELCOME + words)
    assert len(tickets_ready.messages(channel)) > 2
    assert len(tickets_ready.welcome_message(channel).embeds) == 2


async def test_what_was_posted_before_is_not_posted_again(tickets_ready: Server) -> None:
    """The bot was killed while it posted: what is missing follows."""
    server = tickets_ready
    channel = await opens(server, *LONG)
    said = everything_said(server, channel)
    messages = server.messages(channel)
    server.sim.env.backend.delete_message(channel.id, messages[-1].id)
    await server.sim.env.settle()

    await again(server)
    assert everything_said(server, channel) == said
    await again(server)
    assert everything_said(server, channel) == said
    assert len(server.messages(channel)) == len(messages)


async def test_the_staff_hears_what_discord_refuses(tickets_ready: Server) -> None:
    """The first message is there, and the record has all answers."""
    server = tickets_ready
    server.sim.faults.fail("/channels/*/messages", method="POST", at=2, code=20009, status=400)
    await opens(server, *LONG)
    heard = await server.moderator.types("!ticketmod list", in_=server.staff)
    assert "Not all answers" in await told(server.moderator, heard[-1:])
    assert len((await server.sim.cog.app.tickets.get(server.guild.id, 1)).answers) == len(LONG)


async def again(server: Server) -> None:
    """The job is done once more, as after a start."""
    further = import_module("tickets.lifecycle.service.answers")
    job = import_module("tickets.core.job").Job(
        guild_id=server.guild.id,
        kind=further.ANSWERS,
        queue="x",
        body={"number": 1},
        created_at=0,
        may_be_done=True,
    )
    await further.post_answers(server.sim.cog.app, job)
    await server.sim.env.settle()


async def test_closing_and_reopening_keep_them(tickets_ready: Server) -> None:
    """The message is changed, and its answers stay."""
    server = tickets_ready
    channel = await opens(server, *SHORT, *LONG[:1])
    before = descriptions(server.welcome_message(channel))
    others = len(server.messages(channel))

    await closes(server.moderator, channel)
    closed = server.welcome_message(channel)
    assert "closed by" in (closed.embeds[0].title or "")
    assert descriptions(closed) == before
    await server.moderator.presses("Reopen", on=channel)
    assert descriptions(server.welcome_message(channel)) == before
    # Two announcements.
    assert len(server.messages(channel)) == others + 2


# In a request


async def test_a_request_shows_them(manual: Server) -> None:
    """Below what is known of the member, before and after the decision."""
    await opens(manual, *SHORT, reason="My parcel")
    (request,) = posted(manual)
    before = descriptions(request)
    assert before == [
        "> **Reason:** My parcel",
        "**Your name in the game?**\nAda\n\n**Which devices?**\nPhone, Tablet",
    ]
    assert not request.attachments

    await manual.moderator.presses("Accept", on=request)
    (decided,) = posted(manual)
    assert descriptions(decided) == before
    channel = manual.newest_ticket()
    assert descriptions(manual.welcome_message(channel))[1] == before[1]


async def test_a_request_with_long_answers_has_a_file(manual: Server) -> None:
    """All of them are in it, and it stays when the request is decided."""
    await opens(manual, *LONG)
    (request,) = posted(manual)
    assert "answers.txt" in descriptions(request)[-1]
    text = kept(manual, request)["answers.txt"].decode()
    for answer in LONG:
        assert f"{answer.label}\n{answer.values[0]}\n" in text
    before = descriptions(request)

    await manual.moderator.presses("Accept", on=request)
    (decided,) = posted(manual)
    assert descriptions(decided) == before
    assert list(kept(manual, decided)) == ["answers.txt"]


async def test_without_attaching_files_a_request_says_less(manual: Server) -> None:
    """Whoever decides still sees the beginning."""
    channel = reception(manual)
    await manual.overwrite(channel, manual.bot_role, allow="view_channel", deny="attach_files")
    await opens(manual, *LONG)
    (request,) = posted(manual)
    assert not request.attachments
    assert "no room" in descriptions(request)[-1]


# In transcripts, and in requests about data


async def test_the_head_of_a_transcript(saving: Server) -> None:
    """Below the reason, as text."""
    hostile = Answer("<b>Why</b>?", QuestionKind.LONG, ("<script>x</script>",))
    channel = await opens(saving, *SHORT, hostile, reason="My parcel")
    await closes(saving.moderator, channel)

    (page,) = pages_in(saving, saving.staff)
    head = page[page.index("<header") : page.index("</header>")]
    for words in ("My parcel", "Your name in the game?", "Ada", "Phone, Tablet"):
        assert words in head
    assert head.index("My parcel") < head.index("Ada")
    assert "&lt;b&gt;Why&lt;/b&gt;?" in head
    assert "<script>x" not in page


async def test_they_are_told_and_forgotten(tickets_ready: Server, alice: Person) -> None:
    """Where the reason is."""
    cog = tickets_ready.sim.cog
    await opens(tickets_ready, *SHORT, reason="My parcel")

    told = await cog.red_get_data_for_user(user_id=alice.id)
    text = "".join(file.read().decode() for file in told.values())
    for words in ("Your name in the game?", "Ada", "Phone", "My parcel"):
        assert words in text

    await cog.red_delete_data_for_user(requester="user", user_id=alice.id)
    live = await cog.app.tickets.get(tickets_ready.guild.id, 1)
    assert (live.reason, len(live.answers)) == ("My parcel", 2)
    await cog.red_delete_data_for_user(requester="discord_deleted_user", user_id=alice.id)
    forgotten = await cog.app.tickets.get(tickets_ready.guild.id, 1)
    assert (forgotten.reason, forgotten.answers) == (None, ())
    await closes(tickets_ready.moderator, tickets_ready.newest_ticket())
    assert len(tickets_ready.welcome_message(tickets_ready.newest_ticket()).embeds) == 1
