"""Copies of a bot's data folder, made as owners make them: file by file, while it runs."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import apsw
import pytest
import pytest_asyncio
from messages import OPEN_TICKET_BUTTONS
from server import Server
from simulated_red import LoadFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio

DAY = 24 * 60 * 60.0


@pytest_asyncio.fixture
async def server(sim: SimulatedRed) -> Server:
    """A server with the cog, set up."""
    await sim.load("tickets")
    return await (await Server.on(sim)).configured()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the copy of the data goes."""
    return tmp_path / "copy"


def copy_data(server: Server, to: Path) -> None:
    """Copies the data folder of the running bot, one file after the other."""
    shutil.copytree(server.sim.data_path, to)


def tickets_in(data: Path) -> Path:
    """The folder of the cog's file."""
    return data / "cogs" / "Tickets"


async def restore(server: Server, copy: Path) -> None:
    """The bot ends, and starts again from the copy."""
    sim = server.sim
    prepare = sim._prepared_red

    async def from_the_copy() -> object:
        sim.data_path = copy
        return await prepare()

    sim._prepared_red = from_the_copy  # type: ignore[assignment,method-assign]
    try:
        await sim.restart()
    finally:
        sim._prepared_red = prepare  # type: ignore[method-assign]


async def nothing_yet(server: Server) -> None:
    """Nobody has a ticket."""


async def one_is_open(server: Server) -> None:
    """Somebody has one."""
    await server.alice.opens_a_ticket(reason="help")


async def one_was_closed(server: Server) -> None:
    """Somebody had one."""
    await server.alice.opens_a_ticket(reason="help")
    window = await server.alice.presses("Close ticket", on=server.newest_ticket())
    await server.alice.submits(window, reason="done")


async def a_day_later(server: Server) -> None:
    """The bot has been running for a while."""
    await server.alice.opens_a_ticket(reason="help")
    await server.sim.time_passes(DAY + 120)


async def after_a_reload(server: Server) -> None:
    """The cog has just been loaded again."""
    await server.alice.opens_a_ticket(reason="help")
    await server.sim.reload()


@pytest.mark.parametrize(
    "moment", [nothing_yet, one_is_open, one_was_closed, a_day_later, after_a_reload]
)
async def test_a_copy_of_a_running_bot_can_be_restored(
    server: Server, copy: Path, moment: Callable[[Server], Awaitable[None]]
) -> None:
    """Whenever the folder is copied, a bot that starts from the copy knows every ticket of
    that moment, its settings, and goes on counting."""
    await moment(server)
    known = server.ticket_channels()
    copy_data(server, copy)

    await restore(server, copy)

    for channel in known:
        shown = server.text(server.welcome_message(channel))
        assert "Reason: help" in shown.replace("*", "")
        pressed = await server.moderator.presses(server.moderator.buttons(channel)[0], on=channel)
        assert "no longer exists" not in server.moderator.answer(pressed)
    await server.bob.opens_a_ticket()
    topic = server.newest_ticket()._channel.topic or ""
    assert topic.startswith(f"#{len(known) + 1} ")
    assert server.newest_ticket()._channel.parent_id == server.category.id


async def test_a_copy_made_while_a_ticket_is_being_opened(server: Server, copy: Path) -> None:
    """A copy from the middle of something: after the restore the ticket is there, or it
    isn't and a new one can be opened; there are never two."""
    server.sim.faults.hook("/guilds/*/channels", lambda: copy_data(server, copy), method="POST")
    await server.alice.opens_a_ticket(reason="help")

    await restore(server, copy)
    await server.sim.time_passes(60)

    (channel,) = server.ticket_channels()
    assert server.alice.buttons(channel) == OPEN_TICKET_BUTTONS
    window = await server.alice.presses("Close ticket", on=channel)
    await server.alice.submits(window, reason="done")
    assert not server.alice.sees(channel)


async def test_the_daily_backup_is_always_whole(server: Server, tmp_path: Path) -> None:
    """The cog keeps a copy of its own, which needs no other file to be read."""
    await server.alice.opens_a_ticket(reason="help")
    await server.sim.time_passes(DAY + 120)

    alone = tmp_path / "alone.sqlite3"
    shutil.copy2(tickets_in(server.sim.data_path) / "tickets.backup.sqlite3", alone)
    connection = apsw.Connection(str(alone))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT number, reason FROM tickets").fetchall() == [(1, "help")]
    connection.close()


async def test_a_backup_that_fails_is_tried_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs a line in the log and no ticket; the backup is made when it can be."""
    backup = tickets_in(server.sim.data_path) / "tickets.backup.sqlite3"
    obstacle = backup.with_name("tickets.backup.unfinished")
    obstacle.mkdir()
    server.sim.expect_error_log("could not be backed up")
    await server.sim.time_passes(120)
    assert not backup.exists()

    obstacle.rmdir()
    await server.alice.opens_a_ticket(reason="help")
    await server.sim.time_passes(60 * 60)

    assert backup.exists()


async def torn_copy(server: Server, copy: Path) -> None:
    """Copies the file, and its log only after that was begun anew."""
    main = tickets_in(copy) / "tickets.sqlite3"
    await server.sim.time_passes(DAY + 120)
    await server.bob.opens_a_ticket(reason="before the copy")
    copy_data(server, copy)
    sound = main.read_bytes()
    shutil.rmtree(copy)
    for number in range(20):
        await server.person(f"member-{number}").opens_a_ticket(reason="x" * 400)
    await server.sim.time_passes(DAY + 120)
    await server.mallory.opens_a_ticket(reason="after the copy")
    copy_data(server, copy)
    main.write_bytes(sound)


async def test_a_torn_copy_is_noticed(server: Server, copy: Path) -> None:
    """A file and a log that don't belong together are noticed; loading the cog again goes on
    with its own backup, and the owner has read so."""
    await server.alice.opens_a_ticket(reason="help")
    channel = server.newest_ticket()
    await torn_copy(server, copy)
    server.sim.expect_error_log("damaged")
    server.sim.expect_error_log("Failed to load package tickets")

    with pytest.raises(LoadFailed):
        await restore(server, copy)
    await server.sim.env.settle()
    told = server.sim.bot_owner.dm_channel.history()[-1].content
    await server.sim.load("tickets")

    assert "is damaged" in told
    assert "load the cog again to continue from my copy of <t:" in told
    assert list(tickets_in(copy).glob("tickets.damaged-*"))
    window = await server.alice.presses("Close ticket", on=channel)
    await server.alice.submits(window, reason="done")
    assert not server.alice.sees(channel)


async def test_without_the_file_the_backup_is_used(server: Server, copy: Path) -> None:
    """Where only the backup was saved, or the log without its file, the cog goes on with it."""
    await server.alice.opens_a_ticket(reason="help")
    channel = server.newest_ticket()
    await server.sim.time_passes(DAY + 120)
    await server.bob.opens_a_ticket(reason="later")
    copy_data(server, copy)
    (tickets_in(copy) / "tickets.sqlite3").unlink()

    await restore(server, copy)

    window = await server.alice.presses("Close ticket", on=channel)
    await server.alice.submits(window, reason="done")
    assert not server.alice.sees(channel)


async def test_tickets_that_are_newer_than_the_copy(server: Server, copy: Path) -> None:
    """A ticket that the restored bot doesn't know: its buttons say so, and never act on
    somebody else's ticket that got the same number."""
    copy_data(server, copy)
    await server.alice.opens_a_ticket(reason="newer than the copy")
    newer = server.newest_ticket()

    await restore(server, copy)
    unknown = await server.moderator.presses("Close ticket", on=newer)
    await server.bob.opens_a_ticket(reason="after the restore")
    other = server.newest_ticket()
    mistaken = await server.moderator.presses("Close ticket", on=newer)

    assert "no longer exists" in server.moderator.answer(unknown)
    assert "no longer exists" in server.moderator.answer(mistaken)
    assert server.bob.sees(other)
    assert server.bob.buttons(other) == OPEN_TICKET_BUTTONS


async def test_who_is_forgotten_is_forgotten_in_the_backup(server: Server) -> None:
    """What a person had deleted isn't kept in the backup either."""
    await server.alice.opens_a_ticket(reason="a secret of alice's")
    await server.sim.time_passes(DAY + 120)
    backup = tickets_in(server.sim.data_path) / "tickets.backup.sqlite3"
    assert b"a secret" in backup.read_bytes()

    await server.sim.cog.red_delete_data_for_user(requester="owner", user_id=server.alice.id)

    assert b"a secret" not in backup.read_bytes()
