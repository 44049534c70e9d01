"""Saved conversations: who gets them, where they go, and that nothing is deleted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.lifecycle.staffing import mods
from tests.staff_log.reception import receiving_channel, told
from tests.transcripts.saving import (
    answered_files,
    closes,
    conversation,
    deletes,
    kept,
    kept_checksum,
    page_of,
    pages_in,
    seal_of,
    sets,
    transcripts_in,
)

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

POST = "/channels/*/messages"


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


async def test_in_the_log_its_line_and_the_file_are_one_message(saving: Server) -> None:
    """Who saved it stands above the file; in a channel of its own it is only the file."""
    await sets(saving, f"receptionchannel {saving.staff.mention}")
    await conversation(saving)
    lines = [one for one in saving.messages(saving.staff) if "saved ticket" in saving.text(one)]
    assert lines == transcripts_in(saving, saving.staff)
    assert lines[0].embeds[0].author.name == "moderator saved ticket #1."

    await sets(saving, f"transcriptchannel {saving.general.mention}")
    await conversation(saving)
    (message,) = transcripts_in(saving, saving.general)
    assert not message.embeds
    assert "saved ticket #2" in saving.text(saving.messages(saving.staff)[-1])


async def test_the_opener_gets_a_copy(tickets_ready: Server, alice: Person) -> None:
    """By setting, the message about the closed ticket brings the file along."""
    await sets(tickets_ready, "dmtranscript on")
    await conversation(tickets_ready)
    (message,) = alice.direct_messages()
    assert "moderator closed your ticket on The Server." in message
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
    assert "A transcript is saved first" in moderator.answer(question)
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
    assert "The ticket was not deleted, because saving it failed." in moderator.answer(answer)
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
    notice = await moderator.types("!ticketmod list", in_=channel)
    assert "Ticket #2 couldn't be saved, so it was not deleted." in await told(moderator, notice)


async def test_where_transcripts_go(saving: Server, administrator: Person) -> None:
    """Without their channel they go to the reception channel; with neither, nothing is deleted
    by itself. Automatic transcripts can't be switched on without a channel."""
    reception = saving.guild.create_text_channel("reception")
    await sets(saving, f"receptionchannel {reception.mention}", "deleteonclose moderators")
    (answer,) = await administrator.types("!ticketset transcriptchannel none")
    assert "Choose a transcript channel first" in saving.text(answer)

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


# What is in it


async def test_the_file_holds_what_was_said(saving: Server) -> None:
    """Question, answer, opener, the reasons for opening and closing: all is in the file."""
    await conversation(saving)
    (page,) = pages_in(saving, saving.staff)
    for words in ("voice channels", "Let me look", "My role is gone", "Solved", "alice"):
        assert words in page
    head = page.split("-->")[0]
    assert "voice channels" in head


async def test_a_transcript_channel_where_the_bot_may_not_post(
    saving: Server, administrator: Person
) -> None:
    """The reception channel takes transcripts meanwhile; the missing permission is told once."""
    server = saving
    reception = await receiving_channel(server)
    await sets(server, f"receptionchannel {reception.mention}")
    await server.overwrite(
        server.staff, server.bot_role, allow="view_channel", deny="attach_files"
    )

    for _ in range(2):
        await conversation(server)

    assert len(transcripts_in(server, reception)) == 2
    said = "The bot can't post in the transcript channel: it lacks the permission **Attach Files**"
    assert len([one for one in server.messages(reception) if said in server.text(one)]) == 1
    (page,) = await administrator.types("!ticketset check", in_=reception)
    assert "Attach Files" in server.text(page)


async def test_the_checksum_of_the_file_is_kept(saving: Server) -> None:
    """The SHA-256 in the database is the one in the file that stands in the channel."""
    await conversation(saving)
    (page,) = pages_in(saving, saving.staff)
    assert seal_of(page) == await kept_checksum(saving)


@pytest.mark.parametrize("staff_too", [False, True])
async def test_the_staffs_words_stay_with_the_staff(
    saving: Server, alice: Person, moderator: Person, staff_too: bool
) -> None:
    """The staff's thread is in no file but one of its own, which the opener never gets."""
    doubt = "I think she is lying"
    await sets(saving, "staffthread on", "dmtranscript on")
    await sets(saving, f"stafftranscript {'on' if staff_too else 'off'}")
    channel = await conversation(saving, closed=False)
    (thread,) = saving.private_threads(channel)
    await moderator.types(doubt, in_=thread)
    await closes(moderator, channel)
    answer = await moderator.presses("Save transcript", on=channel)

    posted: dict[str, bytes] = {}
    for message in saving.messages(saving.staff):
        posted |= kept(saving, message)
    sent: dict[str, bytes] = {}
    for message in saving.messages(alice.user.dm_channel):
        sent |= kept(saving, message)
    assert list(sent) == ["2026-01-01_alice.html"]
    assert doubt not in sent["2026-01-01_alice.html"].decode()
    for files in (posted, answered_files(saving, answer)):
        assert doubt not in files["2026-01-01_alice.html"].decode()
        expected = ["2026-01-01_alice.html", "2026-01-01_alice_staff.html"][: 1 + staff_too]
        assert sorted(files) == sorted(expected)
        if staff_too:
            assert doubt in files["2026-01-01_alice_staff.html"].decode()


@pytest.mark.bot_locale("fr-FR")
async def test_in_french(tickets_ready: Server, moderator: Person) -> None:
    """On a French server the line, the file and the log are in French."""
    await sets(tickets_ready, f"transcriptchannel {tickets_ready.staff.mention}")
    await sets(tickets_ready, "transcripts on")
    await tickets_ready.alice.opens_a_ticket("Mon rôle")
    channel = tickets_ready.newest_ticket()
    window = await moderator.presses("Fermer le ticket", on=channel)
    await moderator.submits(window, reason="Réglé")
    (message,) = transcripts_in(tickets_ready, tickets_ready.staff)
    assert message.content.startswith("📄 Conversation sauvegardée")
    assert 'lang="fr' in page_of(tickets_ready, message)
    answer = await moderator.presses("Sauvegarder", on=channel)
    assert moderator.answer(answer).startswith("📄 Conversation sauvegardée")


# Whether it is still up to date


async def test_words_of_the_bot_count(saving: Server, moderator: Person) -> None:
    """After reopening, closing again saves again: the announcements are new."""
    channel = await conversation(saving)
    await moderator.presses("Reopen", on=channel)
    await closes(moderator, channel)
    assert len(transcripts_in(saving, saving.staff)) == 2


async def test_a_message_deleted_after_saving_changes_nothing(
    saving: Server, moderator: Person
) -> None:
    """What is gone from the channel, but in the transcript, needs no second one."""
    channel = await conversation(saving)
    last = saving.messages(channel)[-1]
    saving.sim.env.backend.delete_message(channel.id, last.id)
    await saving.sim.env.settle()
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    assert len(transcripts_in(saving, saving.staff)) == 1


async def test_an_empty_channel(saving: Server, moderator: Person) -> None:
    """A channel that somebody has emptied is deleted all the same."""
    channel = await conversation(saving)
    message = saving.welcome_message(channel)
    question = await moderator.presses("Delete", on=message)
    for one in saving.messages(channel):
        saving.sim.env.backend.delete_message(channel.id, one.id)
    await saving.sim.env.settle()
    await moderator.presses("Confirm", on=question)
    assert not saving.exists(channel)
    assert len(transcripts_in(saving, saving.staff)) == 1


async def test_an_unreadable_channel_is_not_taken_for_empty(
    saving: Server, moderator: Person
) -> None:
    """Without Read Message History the bot can't know what was said since: the ticket stays."""
    channel = await conversation(saving)
    await moderator.types("One more thing", in_=channel)
    seen, bot = saving.sim.red.get_channel(channel.id), saving.sim.red.user
    assert isinstance(seen, discord.TextChannel)
    assert bot is not None
    line = seen.overwrites_for(discord.Object(bot.id, type=discord.User))
    allow, deny = line.pair()
    history = discord.Permissions(read_message_history=True).value
    saving.sim.env.backend.set_overwrite(
        channel.id,
        Overwrite(
            target_id=saving.bot_id,
            type=OverwriteType.MEMBER,
            allow=allow.value & ~history,
            deny=deny.value | history,
        ),
    )
    await saving.sim.env.settle()
    question = await moderator.runs("ticketmod delete", in_=channel)
    answer = await moderator.presses("Confirm", on=question)
    assert "**Read Message History**" in moderator.answer(answer)
    assert moderator.buttons(answer) == ["Retry"]
    assert saving.exists(channel)


async def test_words_in_the_staffs_thread_count(saving: Server, moderator: Person) -> None:
    """Where the staff's thread is kept, words in it after saving are saved before deletion."""
    await sets(saving, "staffthread on", "stafftranscript on")
    channel = await conversation(saving)
    (thread,) = saving.private_threads(channel)
    await moderator.types("She thanked us", in_=thread)
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    files = [kept(saving, one) for one in saving.messages(saving.staff)]
    pages = [page.decode() for some in files for page in some.values()]
    assert any("She thanked us" in page for page in pages)


async def test_who_goes_on_talking_is_saved_too(saving: Server, moderator: Person) -> None:
    """A message that comes while the ticket is being saved is in a second transcript."""
    channel = await conversation(saving)
    await moderator.types("One more thing", in_=channel)
    saving.sim.faults.hook(
        f"/channels/{saving.staff.id}/messages",
        lambda: saving.sim.env.backend.create_message(channel.id, moderator.id, "And this"),
        method="POST",
    )
    await deletes(moderator, channel)
    assert not saving.exists(channel)
    assert "And this" in pages_in(saving, saving.staff)[-1]


# Cost and settings


async def test_what_closing_costs(saving: Server, moderator: Person) -> None:
    """Log, transcript and the opener's copy: the conversation is read once."""
    await sets(saving, f"receptionchannel {saving.staff.mention}", "dmtranscript on")
    channel = await conversation(saving, closed=False)
    window = await moderator.presses("Close ticket", on=channel)
    with saving.sim.counting() as calls:
        await moderator.submits(window, reason="Solved")
    assert len(calls.matching("GET", "/channels/{}/messages")) == 1
    assert len(calls.matching("POST", "/channels/{}/messages")) == 4, calls.routes
    # Answer, access, welcome message; the member's DM channel.
    assert len(calls) == 9, calls.routes


async def test_what_closing_costs_at_most(saving: Server, moderator: Person) -> None:
    """With a staff thread, and the log elsewhere: four calls, three that tell, four that save.

    Only threads that may be unknown are asked for: after a new session, or one put away.
    """
    log = saving.guild.create_text_channel("log")
    await saving.has_set(staff_thread=True, reception_channel_id=log.id)
    channel = await conversation(saving, closed=False)
    with saving.sim.counting() as calls:
        await mods(moderator, "close", in_=channel, reason="Solved")
    assert len(calls) == 11, calls.routes

    channel = await conversation(saving, closed=False)
    async with saving.sim.unheard():
        pass
    with saving.sim.counting() as calls:
        await mods(moderator, "close", in_=channel, reason="Solved")
    # The member's DM channel is known by now.
    assert len(calls) == 13, calls.routes


async def test_settings_say_why_not(tickets_ready: Server, administrator: Person) -> None:
    """Automatic transcripts without a channel, and a channel that won't do, are refused."""
    server = tickets_ready
    (answer,) = await administrator.types("!ticketset transcripts on")
    assert "Choose a transcript channel first" in server.text(answer)
    await server.overwrite(
        server.general, server.bot_role, allow="view_channel", deny="attach_files"
    )
    (answer,) = await administrator.types(
        f"!ticketset transcriptchannel {server.general.mention}", in_=server.staff
    )
    assert "**Attach Files**" in server.text(answer)
