"""Tickets that have ended are forgotten in time, in every file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from messages import stored_message

from tests.lifecycle.staffing import mods
from tests.privacy.test_bot_data import everything_stored
from tests.staff_log.reception import logged, posted, receiving_channel, refuses
from tests.transcripts.saving import closes, deletes, sets, transcripts_in

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

DAY = 24 * 3600
#: Six hours until the next look, and half an hour until the files are wiped.
AFTER = 7 * 3600


async def deleted_ticket(server: Server, word: str) -> Any:
    """A ticket with words in it and people around it, which is deleted."""
    await server.alice.opens_a_ticket(f"{word} reason")
    channel = server.newest_ticket()
    await mods(server.moderator, "add", in_=channel, who=server.bob)
    await closes(server.moderator, channel)
    await deletes(server.moderator, channel)
    return channel


async def record(server: Server, number: int = 1) -> Any:
    """A ticket as it is stored."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


def transcripts_of(server: Server, channel: Any) -> list[Any]:
    """Messages of a channel that have files."""
    return [
        one for one in server.messages(channel) if stored_message(server.sim.env, one).attachments
    ]


async def test_forgotten_in_time(tickets_ready: Server) -> None:
    """After its days nothing is left of a ticket but numbers, in no file; others stay."""
    server = tickets_ready
    await deleted_ticket(server, "early")
    before = await record(server)
    await sets(server, "retention 2")
    await server.sim.time_passes(2 * DAY - 3600)
    await deleted_ticket(server, "later")
    assert "early reason" in everything_stored(server)
    with server.sim.traffic.counting() as calls:
        await server.sim.time_passes(AFTER + 3600)
    assert not calls.routes
    left = everything_stored(server)
    assert "early reason" not in left
    assert "later reason" in left

    after = await record(server)
    times = ("created_at", "closed_at", "deleted_at", "answered_at", "type_id", "state")
    assert [getattr(after, one) for one in times] == [getattr(before, one) for one in times]
    people = (after.opener_id, after.opened_by_id, after.closed_by_id, after.deleted_by_id)
    assert people == (0, 0, 0, 0)
    cog = server.sim.cog
    told = await cog.red_get_data_for_user(user_id=server.alice.id)
    (file,) = told.values()
    assert b'"number": 1' not in file.getvalue()


async def with_archive(server: Server) -> tuple[Any, Any]:
    """Channels for the log and for transcripts; every ticket is saved."""
    log = await receiving_channel(server)
    archive = await receiving_channel(server, "archive")
    await sets(server, f"receptionchannel {log.mention}")
    await sets(server, f"transcriptchannel {archive.mention}", "transcripts on")
    return log, archive


async def test_transcripts_stay_unless_wanted(tickets_ready: Server) -> None:
    """They go with the ticket if that is set, and else stay; the log's lines always do."""
    server = tickets_ready
    log, archive = await with_archive(server)
    await sets(server, "retention 1")
    await deleted_ticket(server, "first")
    await server.sim.time_passes(DAY + AFTER)
    assert len(transcripts_in(server, archive)) == 1

    await sets(server, "retentiontranscripts on")
    await deleted_ticket(server, "second")
    await sets(server, f"transcriptchannel {log.mention}")
    await deleted_ticket(server, "third")
    assert len(transcripts_in(server, archive)) == 2
    assert len(transcripts_of(server, log)) == 1
    lines = len(server.messages(log))
    await server.sim.time_passes(DAY + AFTER)
    await server.sim.env.settle()
    # That of the first was forgotten before it was to go.
    assert len(transcripts_in(server, archive)) == 1
    assert not transcripts_of(server, log)
    assert len(server.messages(log)) == lines
    assert not transcripts_in(server, log)


async def test_a_transcript_that_cannot_be_deleted(tickets_ready: Server) -> None:
    """The team is told once, and it is tried again when the bot may; the rest is forgotten."""
    server = tickets_ready
    log, archive = await with_archive(server)
    await sets(server, "retention 1", "retentiontranscripts on")
    await deleted_ticket(server, "first")
    await server.overwrite(archive, server.bot_role, deny="view_channel")
    await server.sim.time_passes(DAY + AFTER)
    await server.sim.reload()
    assert (await record(server)).is_forgotten
    told = [one for one in logged(server, log) if "can't delete its messages" in one]
    assert len(told) == 1
    assert transcripts_of(server, archive)
    await server.overwrite(archive, server.bot_role, allow="view_channel")
    await server.sim.reload()
    await server.sim.time_passes(60)
    assert not transcripts_of(server, archive)


async def test_requests_are_forgotten(tickets_ready: Server) -> None:
    """What was refused or withdrawn is forgotten like what was deleted."""
    server = tickets_ready
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}", "validation manual", "retention 1")
    await server.alice.opens_a_ticket("asked in vain")
    await refuses(server.moderator, posted(server, log)[0], "refusing words")
    await server.bob.opens_a_ticket("asked and gone")
    await server.bob.leaves()
    assert "refusing words" in everything_stored(server)
    await server.sim.time_passes(DAY + AFTER)
    left = everything_stored(server)
    assert not [
        one for one in ("asked in vain", "refusing words", "asked and gone") if one in left
    ]
    assert [(await record(server, one)).opener_id for one in (1, 2)] == [0, 0]


async def test_copies_forget_too(tickets_ready: Server) -> None:
    """Backup and copies from before updates forget with the database."""
    server = tickets_ready
    await deleted_ticket(server, "copied")
    folder = server.sim.data_path / "cogs" / "Tickets"
    await server.sim.cog._database.back_up()
    backup = folder / "tickets.backup.sqlite3"
    (folder / "tickets.before-update-1-1.sqlite3").write_bytes(backup.read_bytes())
    await sets(server, "retention 1")
    await server.sim.time_passes(DAY + AFTER)
    assert not list(folder.glob("*before-update*"))
    assert b"copied reason" not in backup.read_bytes()
    assert "copied reason" not in everything_stored(server)


async def test_what_is_on_its_way_comes_first(tickets_ready: Server) -> None:
    """A line of the log that can't be written yet keeps its ticket, but not for long."""
    server = tickets_ready
    log = await receiving_channel(server)
    await sets(server, f"receptionchannel {log.mention}", "retention 1")
    await deleted_ticket(server, "waiting")
    await server.sim.cog.app.work.stop()
    jobs = import_module("tickets.core.job")
    await server.sim.cog.app.work.note(
        jobs.Job(guild_id=server.guild.id, kind="log", queue="x", body={"number": 1}, created_at=0)
    )
    await server.sim.time_passes(DAY + AFTER)
    assert not (await record(server)).is_forgotten
    await server.sim.time_passes(2 * DAY)
    assert (await record(server)).is_forgotten
