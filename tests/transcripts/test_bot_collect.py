"""A ticket's conversation, collected by a real Red from a simulated Discord."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.discord_files import origin_of
from tests.staff_log.reception import sets
from tests.transcripts.conversations import message_count

if TYPE_CHECKING:
    from pathlib import Path

    from aiohttp.test_utils import BaseTestServer
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

HISTORY = "/channels/*/messages"


async def a_ticket(server: Server) -> Any:
    """alice's ticket, with its welcome message."""
    await server.alice.opens_a_ticket(reason="help")
    return server.newest_ticket()


async def collected(server: Server, place: Any, folder: Path, **changes: Any) -> Any:
    """The transcript of a ticket. Red loads the package anew, so it is found by its name."""
    module = importlib.import_module("tickets.transcripts.collecting.conversation")
    app = server.sim.cog.app
    ticket = await app.tickets.in_channel(server.guild.id, place.id)
    origins = changes.pop("origins", frozenset())
    async with aiohttp.ClientSession() as session:
        return await module.collect(
            server.sim.red.get_channel(place.id),
            ticket,
            folder=folder,
            moderator_role_ids=(server.moderators.id,),
            session=session,
            limits=module.Limits(origins=origins, **changes),
        )


def refusals() -> Any:
    """The cog's own errors, of the package that Red has loaded."""
    return importlib.import_module("tickets.core.errors").DiscordSaidNo


def said(transcript: Any) -> list[tuple[str, str]]:
    """Who said what, the bot left out."""
    authors = transcript.names.authors
    return [
        (authors[one.author_id].username, one.content.text)
        for one in transcript.messages
        if not authors[one.author_id].is_bot
    ]


async def test_a_conversation(
    tickets_ready: Server,
    alice: Person,
    moderator: Person,
    files: BaseTestServer,
    tmp_path: Path,
) -> None:
    """Questions, answers, edits, files and reactions stand there as they were posted."""
    channel = await a_ticket(tickets_ready)
    await alice.types("My parcel", in_=channel, files=[("parcel.png", b"a picture")])
    question = tickets_ready.messages(channel)[-1]
    await moderator.types("Which one?", in_=channel, reply_to=question)
    await alice.actor.edit(question, "My parcel is lost")
    await moderator.actor.react(question, "👍")

    transcript = await collected(tickets_ready, channel, tmp_path, origins=origin_of(files))

    assert said(transcript) == [("alice", "My parcel is lost"), ("moderator", "Which one?")]
    welcome, asked, answer = transcript.messages
    assert welcome.content.embeds
    assert welcome.content.components
    (attachment,) = asked.content.attachments
    assert attachment.file.path.read_bytes() == b"a picture"
    assert asked.edited_at is not None
    assert [(one.emoji.name, one.count) for one in asked.reactions] == [("👍", 1)]
    assert (answer.reply.author_id, answer.reply.text) == (alice.id, "My parcel is lost")
    parts = {one.username: one.part.value for one in transcript.names.authors.values()}
    assert (parts["alice"], parts["moderator"]) == ("opener", "moderator")
    assert (transcript.number, transcript.reason) == (1, "help")


async def test_whoever_left_has_a_name(
    tickets_ready: Server, alice: Person, bob: Person, moderator: Person, tmp_path: Path
) -> None:
    """Members who left the server since, or deleted what was answered, break nothing."""
    channel = await a_ticket(tickets_ready)
    await moderator.runs("ticketmod add", in_=channel, **{"member-or-role": bob.actor})
    await bob.types("I saw it", in_=channel)
    seen = tickets_ready.messages(channel)[-1]
    await alice.types("Really?", in_=channel, reply_to=seen)
    await bob.actor.delete(seen)
    await bob.types("Bye", in_=channel)
    await bob.leaves()

    transcript = await collected(tickets_ready, channel, tmp_path)

    assert said(transcript) == [("alice", "Really?"), ("bob", "Bye")]
    assert next(one for one in transcript.messages if one.reply).reply.is_gone


async def test_threads_and_the_staffs_thread(
    tickets_ready: Server, alice: Person, moderator: Person, tmp_path: Path
) -> None:
    """Threads stand at their messages, also put away; the staff's only in the staff's copy."""
    await sets(tickets_ready, "staffthread on")
    channel = await a_ticket(tickets_ready)
    (private,) = tickets_ready.private_threads(channel)
    await moderator.types("Don't believe him", in_=private)
    await alice.types("Let us talk", in_=channel)
    begun = tickets_ready.messages(channel)[-1]
    backend = tickets_ready.sim.env.backend
    thread = backend.create_thread(channel.id, "Details", alice.id, message_id=begun.id)
    await alice.types("Inside", in_=tickets_ready.channel(thread.id))
    for place in (thread.id, private.id):
        facts = backend.get_channel(place).thread_metadata
        assert facts is not None
        facts.archived = True

    transcript = await collected(tickets_ready, channel, tmp_path)
    copy = transcript.without_staff()

    (inside,) = [one.thread for one in transcript.messages if one.thread]
    assert [one.content.text for one in inside.messages if not one.system][-1] == "Inside"
    (staffs,) = transcript.threads
    assert staffs.is_staff
    assert staffs.messages[-1].content.text == "Don't believe him"
    assert "Don't believe him" not in repr(copy)
    assert "moderator" not in {one.username for one in copy.names.authors.values()}


async def test_a_long_conversation(tickets_ready: Server, alice: Person, tmp_path: Path) -> None:
    """2,500 messages are all there, in their order, and cost a call per hundred."""
    channel = await a_ticket(tickets_ready)
    backend = tickets_ready.sim.env.backend
    for number in range(2499):
        backend.create_message(channel.id, alice.id, f"message {number}")
    await tickets_ready.sim.env.settle()

    with tickets_ready.sim.counting() as calls:
        transcript = await collected(tickets_ready, channel, tmp_path)

    assert [text for _, text in said(transcript)] == [f"message {one}" for one in range(2499)]
    assert message_count(transcript) == 2500
    assert len(calls.matching("GET", "/channels/{}/messages")) == 26
    # Besides: the threads at work, those put away in public, and those put away in private.
    assert len(calls) == 29


@pytest.mark.parametrize("missing", ["read_message_history", "view_channel"])
async def test_without_permission_there_is_no_empty_transcript(
    tickets_ready: Server, tmp_path: Path, missing: str
) -> None:
    """When the bot may not read the channel that is said, permission by name."""
    channel = await a_ticket(tickets_ready)
    held = discord.Permissions(view_channel=True, read_message_history=True)
    denied = discord.Permissions(**{missing: True})
    tickets_ready.sim.env.backend.set_overwrite(
        channel.id,
        Overwrite(
            target_id=tickets_ready.bot_id,
            type=OverwriteType.MEMBER,
            allow=held.value & ~denied.value,
            deny=denied.value,
        ),
    )
    await tickets_ready.sim.env.settle()
    with pytest.raises(refusals()) as caught:
        await collected(tickets_ready, channel, tmp_path)
    assert type(caught.value).__name__ == "MissingPermissions"
    assert caught.value.names == (missing,)


@pytest.mark.parametrize("page", [1, 2])
async def test_a_page_whose_connection_breaks(
    tickets_ready: Server, alice: Person, tmp_path: Path, page: int
) -> None:
    """A page that got lost on the way is asked for again."""
    channel = await a_ticket(tickets_ready)
    for number in range(120):
        tickets_ready.sim.env.backend.create_message(channel.id, alice.id, str(number))
    await tickets_ready.sim.env.settle()
    tickets_ready.sim.faults.disconnect(HISTORY, method="GET", at=page)
    assert message_count(await collected(tickets_ready, channel, tmp_path)) == 121


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (403, 50001, "MissingPermissions"),
        (404, 10003, "ChannelGone"),
        (429, 0, "DiscordUnreachable"),
        (500, 0, "DiscordUnreachable"),
    ],
)
@pytest.mark.parametrize("page", [1, 2])
async def test_a_page_that_discord_refuses(
    tickets_ready: Server,
    alice: Person,
    tmp_path: Path,
    status: int,
    code: int,
    expected: str,
    page: int,
) -> None:
    """What stood in the way is told in the cog's own errors."""
    channel = await a_ticket(tickets_ready)
    for number in range(120):
        tickets_ready.sim.env.backend.create_message(channel.id, alice.id, str(number))
    await tickets_ready.sim.env.settle()
    tickets_ready.sim.faults.fail(HISTORY, method="GET", status=status, code=code, at=page)
    with pytest.raises(refusals()) as caught:
        await collected(tickets_ready, channel, tmp_path)
    assert type(caught.value).__name__ == expected


async def test_a_file_that_is_gone(
    tickets_ready: Server, alice: Person, files: BaseTestServer, tmp_path: Path
) -> None:
    """A file that Discord has no longer leaves its name and a word, and the others stay."""
    channel = await a_ticket(tickets_ready)
    await alice.types("two", in_=channel, files=[("a.png", b"a"), ("b.png", b"b")])
    kept = tickets_ready.sim.env.backend.cdn._blobs
    del kept[next(url for url in kept if url.endswith("/a.png"))]

    transcript = await collected(tickets_ready, channel, tmp_path, origins=origin_of(files))

    gone, there = transcript.messages[-1].content.attachments
    assert (gone.file.name, gone.file.path) == ("a.png", None)
    assert gone.file.missing == "Discord no longer has it."
    assert there.file.path.read_bytes() == b"b"


@pytest.mark.bot_locale("fr-FR")
async def test_in_french(tickets_ready: Server, alice: Person, tmp_path: Path) -> None:
    """What the bot says in a transcript it says in the server's language."""
    channel = await a_ticket(tickets_ready)
    await alice.types("x", in_=channel, files=[("a.png", b"a")])
    backend = tickets_ready.sim.env.backend
    backend.set_pinned(channel.id, tickets_ready.messages(channel)[-1].id, True, actor_id=alice.id)
    await tickets_ready.sim.env.settle()
    i18n = importlib.import_module("tickets.i18n")
    await i18n.use_locale_of(
        tickets_ready.sim.red, tickets_ready.sim.red.get_guild(tickets_ready.guild.id)
    )
    transcript = await collected(tickets_ready, channel, tmp_path)
    *_, posted, pinned = transcript.messages
    assert posted.content.attachments[0].file.missing == "Il n'est pas conservé par Discord."
    assert pinned.system == "alice a épinglé un message dans ce salon."
