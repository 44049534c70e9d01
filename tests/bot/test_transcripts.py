"""Saved conversations: who gets them, where they go, and that nothing is deleted before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

POST = "/channels/*/messages"


async def sets(server: Server, *settings: str) -> None:
    for words in settings:
        await server.administrator.types(f"!ticketset {words}")


@pytest.fixture
async def saving(tickets_ready: Server) -> Server:
    """A server that saves every closed ticket in a channel of the staff's."""
    server = tickets_ready
    await sets(server, f"transcriptchannel {server.staff.mention}", "transcripts on")
    return server


async def conversation(server: Server, *, closed: bool = True) -> Any:
    """Alice and a moderator have talked; the ticket is closed, or not."""
    await server.alice.opens_a_ticket("My role is gone")
    channel = server.newest_ticket()
    await server.alice.types("I can't see the voice channels", in_=channel)
    await server.moderator.types("Let me look", in_=channel)
    if closed:
        await closes(server.moderator, channel)
    return channel


async def closes(person: Person, channel: Any) -> Any:
    window = await person.presses("Close ticket", on=channel)
    return await person.submits(window, reason="Solved")


def transcripts_in(server: Server, channel: Any) -> list[Any]:
    return [message for message in server.messages(channel) if message.content.startswith("📄")]


async def test_a_moderator_saves_it(tickets_ready: Server, moderator: Person) -> None:
    """Save transcript gives the file to who pressed, and to nobody else."""
    channel = await conversation(tickets_ready)
    before = len(tickets_ready.messages(channel))
    answer = await moderator.presses("Save transcript", on=channel)
    assert answer.ephemeral
    assert moderator.answer(answer).startswith("📄 Transcript of alice (@alice)'s ticket.")
    assert len(tickets_ready.messages(channel)) == before


async def test_it_is_saved_when_it_is_closed(saving: Server) -> None:
    """With automatic transcripts the file is in the staff's channel, once."""
    await sets(saving, f"receptionchannel {saving.staff.mention}")
    await conversation(saving)
    (message,) = transcripts_in(saving, saving.staff)
    assert message.content == "📄 Transcript of alice (@alice)'s ticket."
    (attachment,) = message.attachments
    assert attachment.filename == "2026-01-01_alice.html"
    log = [saving.text(one) for one in saving.messages(saving.staff)]
    assert any("moderator has saved the conversation of ticket #1." in one for one in log)
    assert any("SHA-256" in one for one in log)


async def test_the_opener_gets_a_copy(tickets_ready: Server, alice: Person) -> None:
    """By setting, the message about the closed ticket brings the file along."""
    await sets(tickets_ready, "dmtranscript on")
    await conversation(tickets_ready)
    (message,) = alice.direct_messages()
    assert "Your ticket on The Server was closed." in message
    stored = tickets_ready.messages(alice.user.dm_channel)[-1]
    assert [one.filename for one in stored.attachments] == ["2026-01-01_alice.html"]


async def test_a_ticket_is_saved_before_it_is_deleted(saving: Server, moderator: Person) -> None:
    """What was said since the last transcript is in a new one before the channel goes."""
    channel = await conversation(saving, closed=False)
    question = await moderator.presses("Close ticket", on=channel)
    await moderator.submits(question, reason="x")
    assert len(transcripts_in(saving, saving.staff)) == 1
    await moderator.types("One more thing", in_=channel)
    question = await moderator.presses("Delete", on=channel)
    assert "It is saved first" in moderator.answer(question)
    await moderator.presses("Confirm", on=question)
    assert not saving.exists(channel)
    assert len(transcripts_in(saving, saving.staff)) == 2


async def test_a_ticket_that_was_saved_is_not_saved_again(
    saving: Server, moderator: Person
) -> None:
    """Where nothing was said since, deleting goes straight ahead."""
    channel = await conversation(saving)
    question = await moderator.presses("Delete", on=channel)
    await moderator.presses("Confirm", on=question)
    assert not saving.exists(channel)
    assert len(transcripts_in(saving, saving.staff)) == 1


async def test_what_could_not_be_saved_is_not_deleted(saving: Server, moderator: Person) -> None:
    """The moderator reads why the channel stays, and Retry works when the trouble is over."""
    channel = await conversation(saving)
    await moderator.types("One more thing", in_=channel)
    await saving.overwrite(saving.staff, saving.bot_role, deny="attach_files")
    question = await moderator.presses("Delete", on=channel)
    answer = await moderator.presses("Confirm", on=question)
    assert "The ticket stays: it could not be saved." in moderator.answer(answer)
    assert "**Attach Files**" in moderator.answer(answer)
    assert saving.exists(channel)

    await saving.overwrite(
        saving.staff,
        saving.bot_role,
        allow="view_channel send_messages embed_links attach_files read_message_history",
    )
    question = await moderator.presses("Retry", on=answer)
    done = await moderator.presses("Confirm", on=question)
    assert not saving.exists(channel), moderator.answer(done)


async def test_deletion_on_close_waits_for_the_transcript(
    saving: Server, moderator: Person
) -> None:
    """A ticket that is deleted by closing is saved before; if that fails it stays."""
    await sets(saving, "deleteonclose moderators")
    channel = await conversation(saving)
    assert not saving.exists(channel)
    assert len(transcripts_in(saving, saving.staff)) == 1

    await saving.overwrite(saving.staff, saving.bot_role, deny="attach_files")
    channel = await conversation(saving)
    assert saving.exists(channel)
    news = await moderator.types("!ticketmod list", in_=channel)
    told = "\n".join(saving.text(message) for message in news)
    assert "Ticket #2 could not be saved; it is not deleted by itself." in told


async def test_where_transcripts_go(saving: Server, administrator: Person) -> None:
    """Without their channel they go to the reception channel; with neither, nothing is deleted
    by itself. Automatic transcripts can't be switched on without a channel."""
    reception = saving.guild.create_text_channel("reception")
    await sets(saving, f"receptionchannel {reception.mention}", "deleteonclose moderators")
    (answer,) = await administrator.types("!ticketset transcriptchannel none")
    assert "Automatic transcripts need a channel" in saving.text(answer)

    saving.sim.env.backend.delete_channel(saving.staff.id)
    await saving.sim.env.settle()
    channel = await conversation(saving)
    assert not saving.exists(channel)
    assert len(transcripts_in(saving, reception)) == 1

    saving.sim.env.backend.delete_channel(reception.id)
    await saving.sim.env.settle()
    channel = await conversation(saving)
    assert saving.exists(channel)


@pytest.mark.parametrize("clean", [True, False])
async def test_a_restart_loses_no_transcript(saving: Server, clean: bool) -> None:
    """What closing promised is done after a restart, once."""
    channel = await conversation(saving, closed=False)
    saving.sim.faults.fail(POST, status=503, code=0, message="Upstream connect error", at=3)
    await closes(saving.moderator, channel)
    await saving.sim.restart(clean=clean)
    await saving.sim.time_passes(61)
    assert len(transcripts_in(saving, saving.staff)) == 1


async def test_two_save_at_once(tickets_ready: Server, moderator: Person) -> None:
    """One transcript at a time: both get theirs."""
    channel = await conversation(tickets_ready)
    async with tickets_ready.sim.at_once():
        first = await moderator.presses("Save transcript", on=channel)
        second = await tickets_ready.administrator.presses("Save transcript", on=channel)
    assert "📄" in moderator.answer(first)
    assert "📄" in tickets_ready.administrator.answer(second)


async def test_by_command(tickets_ready: Server, moderator: Person) -> None:
    """/ticketmod transcript gives the file; typed, a button does, to its caller only."""
    channel = await conversation(tickets_ready)
    answer = await moderator.runs("ticketmod transcript", in_=channel)
    assert answer.ephemeral
    assert "📄" in moderator.answer(answer)
    typed = await moderator.types("!ticketmod transcript", in_=channel)
    shown = await moderator.presses("Save transcript", on=typed)
    assert shown.ephemeral
    assert "📄" in moderator.answer(shown)
