"""Transcripts when Discord has trouble, the bot ends, or files are too large."""

from __future__ import annotations

import asyncio
import functools
import importlib
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.discord_files import origin_of
from tests.staff_log.reception import told
from tests.transcripts.saving import (
    a_new_session,
    answered_files,
    closes,
    conversation,
    deletes,
    kept,
    kept_checksum,
    pages_in,
    seal_of,
    sets,
    transcripts_in,
)

if TYPE_CHECKING:
    from pathlib import Path

    from aiohttp.test_utils import BaseTestServer
    from people import Person
    from server import Server
    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio

LAST_WORDS = "One more thing"
ANSWER = "/webhooks/*/messages/@original"
THREADS = "/guilds/*/threads/active"

TROUBLES: dict[str, dict[str, Any]] = {
    "403": {"status": 403, "code": 50013},
    "404": {"status": 404, "code": 10003},
    "413": {"status": 413, "code": 0, "message": "Payload Too Large"},
    "40005": {"status": 400, "code": 40005, "message": "Request entity too large"},
    "429": {"status": 429, "code": 0, "message": "Too many"},
    "500": {"status": 500, "code": 0, "message": "Oops"},
}
every_trouble = pytest.mark.parametrize("trouble", [*TROUBLES, "lost call", "lost answer"])
#: What passes happens once; what doesn't, for ever; some may be either.
once_or_for_ever = pytest.mark.parametrize(
    ("trouble", "times"),
    [
        ("403", None),
        ("404", None),
        ("413", 1),
        ("40005", None),
        ("429", 1),
        ("500", 1),
        ("500", None),
        ("lost call", 1),
        ("lost answer", 1),
    ],
)
TRANSIENT = ("429", "500", "lost call", "lost answer")


def goes_wrong(
    server: Server, trouble: str, pattern: str, method: str, times: int | None = 1
) -> None:
    """Plants a trouble at a step."""
    faults = server.sim.faults
    if trouble == "lost call":
        faults.disconnect(pattern, method=method)
    elif trouble == "lost answer":
        faults.lose_answer(pattern, method=method)
    else:
        faults.fail(pattern, method=method, times=times, **TROUBLES[trouble])


def step(server: Server, name: str, channel: Any) -> tuple[str, str]:
    """The call of a step: its path and its method."""
    if name in ("threads", "archive"):
        a_new_session(server)
    return {
        "history": (f"/channels/{channel.id}/messages", "GET"),
        "threads": (THREADS, "GET"),
        "archive": (f"/channels/{channel.id}/threads/archived/public", "GET"),
        "upload": (f"/channels/{server.staff.id}/messages", "POST"),
        "answer": (ANSWER, "PATCH"),
        "copy": (f"/channels/{server.alice.user.dm_channel.id}/messages", "POST"),
    }[name]


def left_behind(sim: SimulatedRed) -> list[Path]:
    """Files of conversations that nobody has removed."""
    return list(sim.data_path.glob("cogs/Tickets/saving/*"))


@pytest.fixture(autouse=True)
def nothing_left(sim: SimulatedRed) -> Any:
    """However it goes, the files of a conversation don't stay on the bot's disk."""
    yield
    assert left_behind(sim) == []


async def what_the_staff_hears(server: Server, channel: Any) -> str:
    """What a moderator is told at their next action; nothing if there is no notice."""
    shown = await server.moderator.types("!ticketmod list", in_=channel)
    is_news = "Show" in server.moderator.buttons(shown)
    return await told(server.moderator, shown) if is_news else ""


# Saving on request


@pytest.mark.one_of(4)
@once_or_for_ever
@pytest.mark.parametrize("where", ["history", "threads", "archive", "upload", "answer"])
async def test_saving_says_what_is_wrong(
    tickets_ready: Server, moderator: Person, where: str, trouble: str, times: int | None
) -> None:
    """Save transcript gives the file, or a sentence; later it works, and nothing is doubled."""
    server = tickets_ready
    channel = await conversation(server)
    await sets(server, f"transcriptchannel {server.staff.mention}")
    goes_wrong(server, trouble, *step(server, where, channel), times)
    answer = await moderator.presses("Save transcript", on=channel)
    says = moderator.answer(answer)
    hopeless = times is None and trouble not in ("lost call", "lost answer")
    if not (where == "answer" and hopeless):
        assert says
        assert "Something went wrong" not in says
        reasons = ("Discord", "The bot lacks", "was deleted")
        assert answered_files(server, answer) or any(reason in says for reason in reasons)
        assert "Saving the conversation" not in says
    else:
        # Nothing can be shown in such a trouble.
        server.sim.expect_unanswered()
    assert len(transcripts_in(server, server.staff)) <= 1
    assert server.exists(channel)
    server.sim.faults.clear()
    again = await moderator.presses("Save transcript", on=channel)
    assert "2026-01-01_alice.html" in answered_files(server, again)


# Closing


@pytest.mark.one_of(4)
@once_or_for_ever
@pytest.mark.parametrize("where", ["history", "threads", "upload"])
async def test_closing_saves_or_tells(
    saving: Server, moderator: Person, where: str, trouble: str, times: int | None
) -> None:
    """What closing promised comes when Discord answers again; else the staff is told."""
    channel = await conversation(saving, closed=False)
    goes_wrong(saving, trouble, *step(saving, where, channel), times)
    await closes(moderator, channel)
    for _ in range(26):
        await saving.sim.time_passes(3600)
    saving.sim.faults.clear()
    found = pages_in(saving, saving.staff)
    if trouble in TRANSIENT and times == 1:
        assert len(found) == 1
    if found:
        assert len(found) == 1
        assert "Let me look" in found[0]
    else:
        assert "couldn't be saved" in await what_the_staff_hears(saving, channel)
    assert saving.exists(channel)


@every_trouble
async def test_the_copy_comes_or_the_news(
    saving: Server, moderator: Person, alice: Person, trouble: str
) -> None:
    """The opener gets the copy once, or at least the message; the staff's copy is there."""
    await sets(saving, "dmtranscript on")
    channel = await conversation(saving, closed=False)
    goes_wrong(saving, trouble, *step(saving, "copy", channel))
    await closes(moderator, channel)
    await saving.sim.time_passes(120)
    (message,) = alice.direct_messages()
    assert "moderator closed your ticket on The Server." in message
    if trouble not in ("403", "404"):
        stored = saving.messages(alice.user.dm_channel)[-1]
        assert list(kept(saving, stored)) == ["2026-01-01_alice.html"]
    assert len(transcripts_in(saving, saving.staff)) == 1


@pytest.mark.parametrize("how", ["closed", "left"])
async def test_an_opener_who_can_not_be_reached(
    saving: Server, moderator: Person, alice: Person, how: str
) -> None:
    """Who takes no messages, or has left, is nobody's trouble: no warning, one transcript."""
    await sets(saving, "dmtranscript on")
    channel = await conversation(saving, closed=False)
    if how == "left":
        await alice.leaves()
    else:
        alice.closes_direct_messages()
    await closes(moderator, channel)
    await saving.sim.time_passes(7200)
    (page,) = pages_in(saving, saving.staff)
    assert "voice channels" in page
    assert "⚠️" not in await what_the_staff_hears(saving, channel)


async def test_a_copy_does_not_depend_on_the_staffs(
    saving: Server, moderator: Person, alice: Person
) -> None:
    """The opener gets the file although the transcript channel can't be written in."""
    await sets(saving, "dmtranscript on")
    channel = await conversation(saving, closed=False)
    await saving.overwrite(
        saving.staff, saving.bot_role, allow="view_channel", deny="attach_files"
    )
    await closes(moderator, channel)
    stored = saving.messages(alice.user.dm_channel)[-1]
    assert list(kept(saving, stored)) == ["2026-01-01_alice.html"]
    assert "couldn't be saved" in await what_the_staff_hears(saving, channel)


async def test_two_tickets_of_one_member(saving: Server, moderator: Person, alice: Person) -> None:
    """Channels of the same name: the second's transcript isn't taken for the first's."""
    await sets(saving, "limit 5", "dmtranscript on")
    await conversation(saving)
    channel = await conversation(saving, closed=False)
    await alice.types("About something else", in_=channel)
    for where in ("upload", "copy"):
        goes_wrong(saving, "500", *step(saving, where, channel))
    await closes(moderator, channel)
    await saving.sim.time_passes(120)
    found = pages_in(saving, saving.staff)
    assert len(found) == 2
    assert "About something else" in found[1]
    assert len(alice.direct_messages()) == 2


# Deleting


@pytest.mark.one_of(4)
@once_or_for_ever
@pytest.mark.parametrize("where", ["history", "threads", "upload"])
async def test_nothing_is_deleted_unsaved(
    saving: Server, moderator: Person, where: str, trouble: str, times: int | None
) -> None:
    """Delete ends with a saved ticket, or says why it stays; Retry works once it can."""
    channel = await conversation(saving)
    await moderator.types(LAST_WORDS, in_=channel)
    goes_wrong(saving, trouble, *step(saving, where, channel), times)
    answer = await deletes(moderator, channel)
    if saving.exists(channel):
        assert "The ticket was not deleted, because saving it failed." in moderator.answer(answer)
        saving.sim.faults.clear()
        if trouble == "404" and where == "upload":
            await sets(saving, "transcripts off", f"transcriptchannel {saving.staff.mention}")
            await sets(saving, "transcripts on")
        question = await moderator.presses("Retry", on=answer)
        await moderator.presses("Confirm", on=question)
        assert not saving.exists(channel)
    found = [page for page in pages_in(saving, saving.staff) if LAST_WORDS in page]
    assert len(found) == 1


@pytest.mark.one_of(4)
@once_or_for_ever
@pytest.mark.parametrize("where", ["history", "threads", "upload"])
async def test_deletion_on_close_deletes_nothing_unsaved(
    saving: Server, moderator: Person, where: str, trouble: str, times: int | None
) -> None:
    """A ticket deleted by closing has one transcript; one that can't be saved stays."""
    await sets(saving, "deleteonclose moderators")
    channel = await conversation(saving, closed=False)
    goes_wrong(saving, trouble, *step(saving, where, channel), times)
    await closes(moderator, channel)
    for _ in range(26):
        await saving.sim.time_passes(3600)
    saving.sim.faults.clear()
    found = pages_in(saving, saving.staff)
    if saving.exists(channel):
        assert "couldn't be" in await what_the_staff_hears(saving, channel)
    else:
        assert len(found) == 1
        assert "Let me look" in found[0]
    if times == 1 and trouble in TRANSIENT:
        assert not saving.exists(channel)


@pytest.mark.parametrize("by", ["button", "closing"])
async def test_a_lost_transcript_channel_is_no_lost_ticket(
    saving: Server, moderator: Person, by: str
) -> None:
    """The transcript channel goes in the very moment of saving: the ticket stays."""
    if by == "closing":
        await sets(saving, "deleteonclose moderators")
    channel = await conversation(saving, closed=False)
    saving.sim.faults.hook(
        f"/channels/{saving.staff.id}/messages",
        lambda: saving.sim.env.backend.delete_channel(saving.staff.id),
        method="POST",
    )
    if by == "closing":
        await closes(moderator, channel)
    else:
        question = await moderator.runs("ticketmod delete", in_=channel)
        answer = await moderator.presses("Confirm", on=question)
        assert "No transcript channel is set" in moderator.answer(answer)
    assert saving.exists(channel)


@pytest.mark.expect_error_log("could not be saved")
async def test_a_fault_of_ours_deletes_nothing(
    saving: Server, moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the bot itself fails to write the file the ticket stays, and Retry is there."""
    channel = await conversation(saving)
    await moderator.types(LAST_WORDS, in_=channel)
    archive = importlib.import_module("tickets.transcripts.discord.archive")

    def full(*_args: Any, **_options: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(archive, "write_html", full)
        answer = await deletes(moderator, channel)
    assert "The ticket was not deleted, because saving it failed." in moderator.answer(answer)
    question = await moderator.presses("Retry", on=answer)
    await moderator.presses("Confirm", on=question)
    assert not saving.exists(channel)


@pytest.mark.expect_error_log("Could not do")
async def test_a_fault_of_ours_after_closing_is_told(
    saving: Server, moderator: Person, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What closing promised and can't come is told: the staff that, the opener the message."""
    await sets(saving, "dmtranscript on")
    channel = await conversation(saving, closed=False)
    archive = importlib.import_module("tickets.transcripts.discord.archive")

    def broken(*_args: Any, **_options: Any) -> Any:
        raise RuntimeError("the pen is broken")

    with monkeypatch.context() as patch:
        patch.setattr(archive, "write_html", broken)
        await closes(moderator, channel)
    assert "couldn't be saved" in await what_the_staff_hears(saving, channel)
    assert "closed your ticket" in alice.direct_messages()[-1]


# Ends of the bot


def hangs_after(server: Server, pattern: str, method: str) -> None:
    """The call has its effect, and the bot never gets to what comes next."""

    async def act(_call: Any, proceed: Any) -> Any:
        answer = await proceed()
        await asyncio.sleep(10_000)
        return answer

    server.sim.faults._plant("hangs", pattern, method, act)


@pytest.mark.one_of(5)
@pytest.mark.parametrize("how", ["clean", "killed", "reload"])
@pytest.mark.parametrize("where", ["history", "upload", "copy", "deletion"])
@pytest.mark.parametrize("moment", ["before", "after"])
async def test_the_bot_ends_in_between(
    saving: Server, moderator: Person, alice: Person, how: str, where: str, moment: str
) -> None:
    """One transcript, one copy, and then the ticket is deleted as closing promised."""
    await sets(saving, "deleteonclose moderators", "dmtranscript on")
    channel = await conversation(saving, closed=False)
    pattern, method = (
        (f"/channels/{channel.id}", "DELETE")
        if where == "deletion"
        else step(saving, where, channel)
    )
    if moment == "after":
        hangs_after(saving, pattern, method)
    else:
        saving.sim.faults.delay(pattern, 10_000, method=method)
    await closes(moderator, channel)
    if how == "reload":
        await saving.sim.reload()
    else:
        await saving.sim.restart(clean=how == "clean")
    await saving.sim.time_passes(600)
    assert len(transcripts_in(saving, saving.staff)) == 1
    assert len(alice.direct_messages()) == 1
    assert not saving.exists(channel)


async def test_the_checksum_after_a_lost_answer(saving: Server, moderator: Person) -> None:
    """The SHA-256 that is kept is that of the file that an earlier attempt has posted."""
    channel = await conversation(saving, closed=False)
    hangs: list[str] = []

    async def act(call: Any, proceed: Any) -> Any:
        answer = await proceed()
        if not hangs and (call.body or {}).get("attachments"):
            hangs.append("once")
            raise discord.errors.DiscordServerError(_Response(), "lost")
        return answer

    saving.sim.faults._plant(
        "lost", f"/channels/{saving.staff.id}/messages", "POST", act, times=None
    )
    await closes(moderator, channel)
    await saving.sim.time_passes(400)
    (page,) = pages_in(saving, saving.staff)
    assert seal_of(page) == await kept_checksum(saving)
    assert hangs


class _Response:
    status = 502
    reason = "Bad Gateway"


# Size


@pytest.fixture
def small(files: BaseTestServer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Discord takes files up to 400 kB here, up to 250 kB in direct messages."""
    archive = importlib.import_module("tickets.transcripts.discord.archive")
    pages = importlib.import_module("tickets.transcripts.ui")
    limits = archive.collect.__globals__["Limits"](origins=origin_of(files))
    monkeypatch.setattr(archive, "collect", functools.partial(archive.collect, limits=limits))
    monkeypatch.setattr(archive, "DIRECT_LIMIT", 250_000)
    monkeypatch.setattr(pages, "DIRECT_LIMIT", 250_000)
    monkeypatch.setattr(discord.Guild, "filesize_limit", property(lambda _guild: 400_000))
    return archive


async def with_pictures(server: Server, count: int, size: int = 150_000) -> Any:
    """A ticket in which alice has posted so many pictures."""
    channel = await conversation(server, closed=False)
    for number in range(count):
        picture = b"\x89PNG\r\n\x1a\n" + bytes([number]) * size
        await server.alice.types("Look", in_=channel, files=[(f"{number}.png", picture)])
    return channel


async def test_pictures_that_do_not_fit(
    saving: Server, moderator: Person, alice: Person, small: Any
) -> None:
    """They follow as files of their own, below the limit of each place and ten at most."""
    await sets(saving, "dmtranscript on")
    channel = await with_pictures(saving, 14)
    await closes(moderator, channel)
    answer = await moderator.presses("Save transcript", on=channel)
    bot_id = saving.bot_id
    for place, limit in ((saving.staff, 400_000), (alice.user.dm_channel, 250_000)):
        names = set()
        for message in saving.messages(place):
            if message.author.id == bot_id and message.attachments:
                found = kept(saving, message)
                assert sum(map(len, found.values())) < limit
                assert len(found) <= 10
                names |= set(found)
        assert len(names) > 10
    assert len(answered_files(saving, answer)) > 10


async def test_many_small_files_are_ten_at_most_a_message(
    saving: Server, moderator: Person, small: Any
) -> None:
    """Discord takes ten files in a message: the eleventh begins another."""
    channel = await conversation(saving, closed=False)
    for number in range(30):
        picture = b"\x89PNG\r\n\x1a\n" + bytes([number]) * 19_000
        await saving.alice.types("Look", in_=channel, files=[(f"{number}.png", picture)])
    await closes(moderator, channel)
    counts = [len(one.attachments) for one in saving.messages(saving.staff) if one.attachments]
    assert counts[0] == 1
    assert max(counts) == 10


async def test_smaller_than_the_limit_says(saving: Server, moderator: Person, small: Any) -> None:
    """Discord finds it too large all the same: it comes in smaller files."""
    channel = await with_pictures(saving, 5, size=60_000)
    saving.sim.faults.fail(
        f"/channels/{saving.staff.id}/messages", method="POST", **TROUBLES["40005"]
    )
    await closes(moderator, channel)
    sizes = [
        sum(map(len, kept(saving, one).values()))
        for one in saving.messages(saving.staff)
        if one.attachments
    ]
    assert len(sizes) == 3
    assert max(sizes) < 200_000


# Threads


async def a_thread(server: Server, channel: Any) -> Any:
    """Alice begins a thread in the ticket and writes in it."""
    backend = server.sim.env.backend
    thread = server.channel(backend.create_thread(channel.id, "Aside", server.alice.id).id)
    await server.alice.types("Between us", in_=thread)
    return thread


async def is_archived(server: Server, thread: Any) -> None:
    """Discord puts a thread away, as it does after a while."""
    backend = server.sim.env.backend
    backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await server.sim.env.settle()
    assert not server.sim.red.get_channel(thread.id)


@pytest.mark.parametrize("archived", [False, True])
async def test_what_is_said_in_a_thread_after_saving_is_saved(
    saving: Server, moderator: Person, archived: bool
) -> None:
    """Before a ticket is deleted its threads are looked into as well, archived or not."""
    channel = await conversation(saving, closed=False)
    thread = await a_thread(saving, channel)
    await closes(moderator, channel)
    await moderator.types(LAST_WORDS, in_=thread)
    if archived:
        await is_archived(saving, thread)
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    assert [LAST_WORDS in page for page in pages_in(saving, saving.staff)] == [False, True]


async def test_what_is_archived_is_saved_once(saving: Server, moderator: Person) -> None:
    """A thread that was put away, and has been saved, is no reason to save again."""
    channel = await conversation(saving, closed=False)
    await is_archived(saving, await a_thread(saving, channel))
    await closes(moderator, channel)
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    (page,) = pages_in(saving, saving.staff)
    assert "Between us" in page


@pytest.mark.parametrize("where", ["channel", "thread", "archived"])
async def test_what_was_said_and_deleted_needs_no_transcript(
    saving: Server, moderator: Person, where: str
) -> None:
    """A message that came and went after saving is no reason to save again."""
    channel = await conversation(saving, closed=False)
    thread = await a_thread(saving, channel)
    await closes(moderator, channel)
    place = channel if where == "channel" else thread
    await moderator.types("Oops", in_=place)
    await moderator.actor.delete(saving.messages(place)[-1])
    if where == "archived":
        await is_archived(saving, thread)
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    assert len(transcripts_in(saving, saving.staff)) == 1


async def test_the_staffs_archived_thread_counts(saving: Server, moderator: Person) -> None:
    """Where the staff's thread is kept, words in it count although it was put away."""
    await sets(saving, "staffthread on", "stafftranscript on")
    channel = await conversation(saving)
    (thread,) = saving.private_threads(channel)
    await moderator.types(LAST_WORDS, in_=thread)
    await is_archived(saving, thread)
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    posted = [kept(saving, one) for one in saving.messages(saving.staff)]
    assert any(LAST_WORDS in page.decode() for some in posted for page in some.values())


async def test_a_message_while_threads_are_read(saving: Server, moderator: Person) -> None:
    """What is said in the channel while its threads are being read isn't taken for saved."""
    channel = await conversation(saving, closed=False)
    thread = await a_thread(saving, channel)
    await closes(moderator, channel)
    await moderator.types("Between us as well", in_=thread)

    async def people_go_on() -> None:
        await moderator.types(LAST_WORDS, in_=channel)
        await moderator.types("And here", in_=thread)

    saving.sim.faults.hook(f"/channels/{thread.id}/messages", people_go_on, method="GET")
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    assert LAST_WORDS in pages_in(saving, saving.staff)[-1]


# Time


@pytest.mark.parametrize("code", [10015, 50027])
async def test_after_a_quarter_of_an_hour(
    tickets_ready: Server, moderator: Person, small: Any, code: int
) -> None:
    """When Discord takes no answer any more the files come by direct message, in its size."""
    server = tickets_ready
    channel = await with_pictures(server, 2)
    await closes(moderator, channel)
    server.sim.faults.fail(ANSWER, method="PATCH", status=404, code=code, times=None)
    server.sim.expect_unanswered()
    await moderator.presses("Save transcript", on=channel)
    place = moderator.user.dm_channel
    sent = [kept(server, one) for one in server.messages(place)]
    assert transcripts_in(server, place)
    assert len(sent) == 3
    assert max(sum(map(len, one.values())) for one in sent) < 250_000


async def test_progress_is_shown(tickets_ready: Server, moderator: Person) -> None:
    """After three seconds one reads how many messages there are so far, then gets the file."""
    server = tickets_ready
    channel = await conversation(server)
    server.sim.faults.delay(f"/channels/{channel.id}/messages", 8, method="GET")
    answer = await moderator.presses("Save transcript", on=channel)
    await server.sim.time_passes(3.5)
    assert "messages so far: 0" in moderator.answer(answer)
    await server.sim.time_passes(6)
    assert moderator.answer(answer).startswith("📄")
    assert "2026-01-01_alice.html" in answered_files(server, answer)


async def test_progress_is_shown_to_who_deletes(saving: Server, moderator: Person) -> None:
    """While a ticket is saved before its deletion one reads how far that is."""
    channel = await conversation(saving)
    await moderator.types(LAST_WORDS, in_=channel)
    question = await moderator.presses("Delete", on=channel)
    saving.sim.faults.delay(f"/channels/{saving.staff.id}/messages", 8, method="POST")
    answer = await moderator.presses("Confirm", on=question)
    await saving.sim.time_passes(3.5)
    assert "messages so far: 5" in moderator.answer(answer)
    with saving.sim.counting() as calls:
        await saving.sim.time_passes(6)
    assert not saving.exists(channel)
    # The channel is gone, and the answer with it.
    shown = calls.matching("PATCH", "/webhooks/{}/{}/messages/@original")[-1]
    assert shown.body["content"] == "The ticket is being deleted…"


async def test_progress_does_not_cover_what_is_wrong(saving: Server, moderator: Person) -> None:
    """After it was told how far it is, a failure and Retry are shown all the same."""
    channel = await conversation(saving)
    await moderator.types(LAST_WORDS, in_=channel)
    question = await moderator.presses("Delete", on=channel)
    pattern = f"/channels/{saving.staff.id}/messages"
    saving.sim.faults.fail(pattern, method="POST", times=None, **TROUBLES["403"])
    saving.sim.faults.delay(f"/channels/{channel.id}/messages", 8, method="GET", at=2)
    answer = await moderator.presses("Confirm", on=question)
    await saving.sim.time_passes(10)
    assert "The ticket was not deleted" in moderator.answer(answer)
    assert "Retry" in moderator.buttons(answer)
    assert saving.exists(channel)


@pytest.mark.parametrize("what", ["save", "delete"])
async def test_slow_discord(saving: Server, moderator: Person, what: str) -> None:
    """Every call takes two seconds: who presses is answered by the first."""
    channel = await conversation(saving)
    await moderator.types(LAST_WORDS, in_=channel)
    question = await moderator.presses("Delete", on=channel)
    saving.sim.faults.delay("*", 2, times=None)
    with saving.sim.counting() as calls:
        if what == "save":
            await moderator.presses("Save transcript", on=channel)
        else:
            await moderator.presses("Confirm", on=question)
        await saving.sim.time_passes(60)
    assert calls.seen[0].path.startswith("/interactions/")
    assert saving.exists(channel) is (what == "save")
    assert len(transcripts_in(saving, saving.staff)) == 2


async def test_missed_threads_are_asked_for_at_once(saving: Server, moderator: Person) -> None:
    """A ticket may be deleted while the bot still looks at what else it has missed."""
    channel = await conversation(saving)
    async with saving.sim.cog.app.locks.on("catch-up", saving.guild.id):
        a_new_session(saving)
        with saving.sim.counting() as calls:
            await deletes(moderator, channel)
    assert len(calls.matching("GET", "/channels/{}/threads/archived/public")) == 1, calls.routes
    assert not saving.exists(channel)
