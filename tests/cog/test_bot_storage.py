"""The tickets' file, when it is damaged or from another version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from simulated_red import LoadFailed

if TYPE_CHECKING:
    from pathlib import Path

    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


def database_of(server: Server) -> Path:
    return server.sim.data_path / "cogs" / "Tickets" / "tickets.sqlite3"


async def test_a_damaged_file_is_set_aside_and_said(tickets_ready: Server, alice: Person) -> None:
    """A damaged file isn't replaced in silence: the cog doesn't load, the owner reads where
    the file is, and putting a copy back brings all tickets back."""
    sim = tickets_ready.sim
    await alice.opens_a_ticket()
    await sim.unload("tickets")
    database = database_of(tickets_ready)
    sound = database.read_bytes()
    database.write_bytes(b"this is not a database" * 1000)
    sim.expect_error_log("damaged")

    with pytest.raises(LoadFailed, match="is damaged"):
        await sim.load("tickets")
    await sim.env.settle()

    (kept,) = database.parent.glob("tickets.damaged-*")
    assert kept.read_bytes().startswith(b"this is not a database")
    assert not database.exists()
    told = [message.content for message in sim.bot_owner.dm_channel.history()]
    assert any(str(kept) in text for text in told)

    database.write_bytes(sound)
    await sim.load("tickets")
    window = await alice.presses("Close ticket", on=tickets_ready.newest_ticket())
    assert window.modal is not None


@pytest.mark.parametrize("content", ["", '{"741', "[]", "5"])
async def test_a_damaged_file_of_settings(tickets_ready: Server, content: str) -> None:
    """Neither does Red's own file with the settings: the owner reads which one it is, and it is
    left as it was. A copy put back brings all settings back."""
    sim = tickets_ready.sim
    file = sim.data_path / "cogs" / "Tickets" / "settings.json"
    sound = file.read_text()
    sim.expect_error_log("damaged")

    with pytest.raises(LoadFailed, match="The file with all settings is damaged"):
        async with sim.unheard(until_restart=True):
            file.write_text(content)
    await sim.env.settle()

    assert file.read_text() == content
    told = [message.content for message in sim.bot_owner.dm_channel.history()]
    assert any(str(file) in text for text in told)

    file.write_text(sound)
    # Red doesn't try again by itself what has failed to load.
    sim.packages.remove("tickets")
    await sim.restart()
    await sim.load("tickets")
    assert (await sim.cog.app.settings.of(tickets_ready.guild.id)).enabled


async def test_settings_of_a_wrong_shape(tickets_ready: Server, administrator: Person) -> None:
    """One server's are unset, and it is led to the set-up; nobody else notices."""
    sim = tickets_ready.sim
    file = sim.data_path / "cogs" / "Tickets" / "settings.json"
    stored = json.loads(file.read_text())
    ((_identifier, groups),) = stored.items()
    groups["GUILD"][str(tickets_ready.guild.id)] = ["what is this?"]
    sim.expect_error_log("damaged")
    async with sim.unheard(until_restart=True):
        file.write_text(json.dumps(stored))

    menu = await administrator.runs("ticketset menu")

    assert administrator.buttons(menu) == ["Set up the system"]


async def test_a_file_of_a_newer_version(tickets_ready: Server) -> None:
    """After going back to an older version the cog says so and leaves the file alone."""
    import apsw

    sim = tickets_ready.sim
    await sim.unload("tickets")
    database = database_of(tickets_ready)
    connection = apsw.Connection(str(database))
    connection.execute("PRAGMA user_version = 999").fetchall()
    connection.close()
    before = database.read_bytes()
    sim.expect_error_log("newer version")

    with pytest.raises(LoadFailed, match="newer version"):
        await sim.load("tickets")

    assert database.read_bytes() == before
