"""From adding the repository to removing the cog, all typed by the owner of a real Red."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from messages import text_of
from simulated_red import open_databases

from .conftest import installed_cogs
from .origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server import Server
    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio


@pytest.fixture
def cog_paths() -> Iterable[Path]:
    """Red knows only what its downloader installs."""
    return ()


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Origin:
    """The repository; git is as on a machine where nobody has configured it."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Origin(tmp_path / "origin")


class Owner:
    """The owner of the bot, at their keyboard, in a private conversation with it."""

    def __init__(self, sim: SimulatedRed) -> None:
        self.sim = sim

    async def types(self, command: str) -> str:
        """Types a command; returns all that the bot answers."""
        return "\n".join(await self.sim.owner_types(command))

    async def says(self, words: str) -> str:
        """Answers a question of the bot's; returns what it says to that."""
        channel = self.sim.bot_owner.dm_channel
        known = {message.id for message in channel.history()}
        own = await self.sim.bot_owner.send_dm(words)
        new = [m for m in channel.history() if m.id not in known and m.id != own.id]
        return "\n".join(text_of(self.sim.env, message) for message in new)

    async def adds(self, origin: Origin, name: str = "tickets-for-red") -> str:
        """Adds the repository, with the consent that Red asks for."""
        await self.types("load downloader")
        question = await self.types(f"repo add {name} {origin.url}")
        assert "I agree" in question
        return await self.says("I agree")

    async def installs(self) -> str:
        """Installs the cog from the repository."""
        return await self.types("cog install tickets-for-red tickets")

    async def loads(self) -> None:
        """Loads the cog and gives its slash commands to Discord."""
        assert "Loaded `tickets`" in await self.types("load tickets")
        self.sim.packages.append("tickets")
        enabled = await self.types("slash enablecog tickets")
        assert re.match(r"Enabled \d+ commands? from `tickets`", enabled)
        assert "Synced" in await self.types("slash sync")


@pytest_asyncio.fixture
async def owner(sim: SimulatedRed) -> Owner:
    """Whoever runs the bot."""
    return Owner(sim)


@pytest_asyncio.fixture
async def ready(server: Server, owner: Owner, origin: Origin) -> Server:
    """The server, after the cog was installed, loaded and configured."""
    await owner.adds(origin)
    await owner.installs()
    await owner.loads()
    return await server.configured()


def runs_from(sim: SimulatedRed) -> Path:
    """The folder that the running cog was loaded from."""
    return Path(str(sys.modules["tickets"].__file__)).parent


async def test_adding_the_repository(owner: Owner, origin: Origin) -> None:
    """After adding the repository its message says how to install; one cog is offered."""
    told = await owner.adds(origin)
    offered = await owner.types("cog list tickets-for-red")

    assert "successfully added" in told
    assert "!cog install" in told
    assert "[p]" not in told
    assert re.findall(r"^\+ (\w+)", offered, re.MULTILINE) == ["tickets"]


async def test_the_first_steps_are_told(owner: Owner, origin: Origin, sim: SimulatedRed) -> None:
    """Whoever installs the cog reads what to type next and what is stored outside Config."""
    await owner.adds(origin)
    told = await owner.installs()
    about = await owner.types("cog info tickets-for-red tickets")

    assert "Successfully installed the cog: `tickets`" in told
    steps = (
        "load tickets",
        "ticketset",
        "ticketset check",
        "slash enablecog tickets",
        "slash sync",
    )
    for step in steps:
        assert f"`!{step}`" in told
    assert "tickets.sqlite3" in told
    assert "[p]" not in told
    assert "Requirements: None" in about
    assert (installed_cogs(sim) / "tickets" / "info.json").is_file()
    assert not (installed_cogs(sim) / "tests").exists()


async def test_a_member_opens_a_ticket(ready: Server) -> None:
    """Installed as told, the cog runs from where Red put it, and /ticket opens a ticket."""
    opened = await ready.alice.opens_a_ticket(reason="help")

    assert runs_from(ready.sim) == installed_cogs(ready.sim).resolve() / "tickets"
    assert "Your ticket is ready" in ready.alice.answer(opened)
    assert ready.alice.sees(ready.newest_ticket())


@pytest.mark.parametrize("reload", ["by hand", "at once"])
async def test_an_update_with_open_tickets(
    ready: Server, owner: Owner, origin: Origin, reload: str
) -> None:
    """After an update new words are said, and tickets from before it can be closed."""
    alice = ready.alice
    await alice.opens_a_ticket(reason="help")
    before = ready.newest_ticket()
    origin.rewrites("Your ticket is ready:", "Here is your new ticket:")

    updated = await owner.types("cog update True" if reload == "at once" else "cog update")
    if reload == "by hand":
        await owner.types("reload tickets")
    opened = await alice.opens_a_ticket(reason="help again")
    window = await alice.presses("Close ticket", on=before)
    closed = await alice.submits(window, reason="done")

    assert "Updated: `tickets`" in updated
    assert "Here is your new ticket:" in alice.answer(opened)
    assert "✅" in alice.answer(closed)
    assert len(ready.ticket_channels()) == 2


async def test_without_news_nothing_is_updated(ready: Server, owner: Owner) -> None:
    """An update with nothing new leaves the cog as it is."""
    assert "up to date" in await owner.types("cog update")


async def test_a_restart_after_installing(ready: Server, owner: Owner) -> None:
    """The bot's next start loads the installed cog, with its tickets and slash commands."""
    await ready.alice.opens_a_ticket(reason="help")

    await ready.sim.restart()

    window = await ready.alice.presses("Close ticket", on=ready.newest_ticket())
    assert window.modal is not None
    assert "already" in await owner.types("load tickets")


async def test_unloading_leaves_nothing(ready: Server, owner: Owner) -> None:
    """An unloaded cog holds no file, and no command of it remains."""
    await ready.alice.opens_a_ticket(reason="help")

    told = await owner.types("unload tickets")

    # What is left of it in Red and in the process is looked for after each test here.
    assert "unloaded" in told.lower()
    assert open_databases(ready.sim.data_path) == []
    assert await ready.alice.types("!ticket") == []


async def test_uninstalling_keeps_the_tickets(
    ready: Server, owner: Owner, sim: SimulatedRed
) -> None:
    """Uninstalling removes the code; installed again, the cog knows the old tickets."""
    await ready.alice.opens_a_ticket(reason="help")
    channel = ready.newest_ticket()

    told = await owner.types("cog uninstall tickets")
    files = list(installed_cogs(sim).rglob("*"))
    kept = sim.data_path / "cogs" / "Tickets" / "tickets.sqlite3"

    assert "Successfully uninstalled the cog: `tickets`" in told
    assert files == []
    assert kept.stat().st_size > 0
    assert open_databases(sim.data_path) == []

    await owner.installs()
    await owner.types("load tickets")
    window = await ready.alice.presses("Close ticket", on=channel)
    await ready.alice.submits(window, reason="done")
    assert not ready.alice.sees(channel)


async def test_another_package_called_tickets(
    ready: Server, owner: Owner, origin: Origin, tmp_path: Path
) -> None:
    """Two cogs that are called tickets can't both be installed: the owner reads why."""
    other = Origin(tmp_path / "other")
    await owner.types(f"repo add other {other.url}")

    told = await owner.types("cog install other tickets")

    assert "already installed from a different repo: `tickets`" in told
    assert "Your ticket is ready" in ready.alice.answer(await ready.alice.opens_a_ticket())
