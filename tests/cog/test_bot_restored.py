"""Data restored from a backup that is older than the channels on the server."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.staff_log.reception import posted

if TYPE_CHECKING:
    from pathlib import Path

    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def restored(server: Server, backup: Path) -> None:
    """The owner puts the backup in the place of the data."""
    data = server.sim.data_path / "cogs/Tickets"
    await server.sim.unload("tickets")
    for file in data.glob("tickets.sqlite3*"):
        file.unlink()
    for file in backup.iterdir():
        shutil.copy(file, data)
    await server.sim.load("tickets")


async def backed_up(server: Server, folder: Path) -> Path:
    """A copy of the database as it is now."""
    folder.mkdir()
    for file in (server.sim.data_path / "cogs/Tickets").glob("tickets.sqlite3*"):
        shutil.copy(file, folder)
    return folder


async def test_numbers_go_on_above_the_channels(
    tickets_ready: Server, tmp_path: Path, alice: Person, bob: Person, moderator: Person
) -> None:
    """A new ticket has a number that no standing channel has, and in a channel without a record
    nobody is told anything of another ticket."""
    server = tickets_ready
    await alice.opens_a_ticket(reason="first")
    backup = await backed_up(server, tmp_path / "backup")
    await bob.opens_a_ticket(reason="after the backup")
    lost = server.newest_ticket()
    await restored(server, backup)

    await server.mallory.opens_a_ticket(reason="new")
    newest = server.newest_ticket()

    assert (newest._channel.topic or "").startswith("#3 ")
    for person in (bob, moderator):
        answer = person.answer(await person.presses("Close ticket", on=lost))
        assert answer == "This ticket no longer exists."


async def test_a_request_of_after_the_backup(
    manual: Server, tmp_path: Path, alice: Person, bob: Person, moderator: Person
) -> None:
    """Its buttons decide about no other request that has its number now."""
    server = manual
    backup = await backed_up(server, tmp_path / "backup")
    await alice.opens_a_ticket(reason="after the backup")
    (lost,) = posted(server)
    await restored(server, backup)
    await server.sim.time_passes(60)
    await bob.opens_a_ticket(reason="new")

    for label in ("Accept", "Refuse"):
        answer = moderator.answer(await moderator.presses(label, on=lost))
        assert answer == "This ticket no longer exists."
    assert server.ticket_channels() == []
    assert "✅" in moderator.answer(await moderator.presses("Accept", on=posted(server)[-1]))
    assert bob.sees(server.newest_ticket())
