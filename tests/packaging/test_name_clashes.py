"""Beside other cogs that have taken our names: nothing breaks, and the owner reads why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from server import Server
from simulated_red import REPOSITORY, open_databases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from simulated_red import SimulatedRed

pytestmark = pytest.mark.asyncio

COG = """
from redbot.core import app_commands, commands

class {cog}(commands.Cog):
    {decorator}
    async def {function}(self, ctx):
        "Does something else."

async def setup(bot):
    await bot.add_cog({cog}())
"""


def package(decorator: str, *, cog: str = "Helpdesk", function: str = "something") -> str:
    """The code of a package with one command."""
    return COG.format(decorator=decorator, cog=cog, function=function)


#: Other packages by what they have taken, and how the message calls that.
OTHER_COGS = {
    "typed": (package("@commands.command()", function="ticket"), "`ticket`"),
    "alias": (package('@commands.command(aliases=["ticketset"])'), "`ticketset`"),
    "group": (package("@commands.group()", function="ticketset"), "`ticketset`"),
    "hybrid": (package("@commands.hybrid_command()", function="ticket"), "`ticket`"),
    "slash": (package("@app_commands.command()", function="ticket"), "`/ticket`"),
    "named": (package("@commands.command()", cog="Tickets"), "`Tickets`"),
}
other_cogs = pytest.mark.parametrize("other_cog", OTHER_COGS)


@pytest.fixture
def cog_paths(tmp_path: Path) -> Iterable[Path]:
    """Our package, and a folder with others."""
    for name, (code, _) in OTHER_COGS.items():
        folder = tmp_path / "others" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(code, encoding="utf-8")
    return (REPOSITORY, tmp_path / "others")


@pytest_asyncio.fixture(params=["enabled", "not enabled"])
async def beside(
    sim: SimulatedRed, other_cog: str, request: pytest.FixtureRequest
) -> SimulatedRed:
    """A Red with the other package loaded, with or without its slash commands."""
    if request.param == "enabled":
        await sim.load(other_cog)
    else:
        await sim.owner_types(f"load {other_cog}")
        sim.packages.append(other_cog)
    return sim


def commands_of(sim: SimulatedRed) -> set[str]:
    """Every name by which something can be called in Red, slash commands included."""
    tree: Any = sim.red.tree
    slash = {*tree._global_commands, *tree._disabled_global_commands}
    return {*sim.red.all_commands, *(f"/{name}" for name in slash)}


async def loads_tickets(sim: SimulatedRed) -> list[str]:
    """The owner loads our package; returns what Red says."""
    with sim._imports_at_hand():
        return await sim.owner_types("load tickets")


@other_cogs
async def test_the_owner_reads_what_collides(beside: SimulatedRed, other_cog: str) -> None:
    """The answer to load names what is taken, by which package, and how to change that."""
    (told,) = await loads_tickets(beside)

    assert OTHER_COGS[other_cog][1] in told
    assert f"`{other_cog}`" in told
    assert f"`!unload {other_cog}`" in told


@other_cogs
async def test_nobody_is_harmed(beside: SimulatedRed, other_cog: str, tmp_path: Path) -> None:
    """The other cog keeps all its commands, and nothing of ours remains or was begun."""
    before = commands_of(beside)

    await loads_tickets(beside)

    assert commands_of(beside) == before
    assert other_cog in beside.red.extensions
    assert "tickets" not in beside.red.extensions
    assert "tickets" not in sys.modules
    assert open_databases(tmp_path) == []
    assert not (beside.data_path / "cogs" / "Tickets" / "tickets.sqlite3").exists()
    assert beside.red._connection._view_store._dynamic_items == {}


@other_cogs
async def test_what_was_told_helps(beside: SimulatedRed, other_cog: str) -> None:
    """After doing what the message says the cog loads."""
    await loads_tickets(beside)

    await beside.unload(other_cog)
    told = await loads_tickets(beside)
    beside.packages.append("tickets")

    assert told == ["Loaded `tickets`."]
    assert {"ticket", "ticketset", "/ticket", "/ticketset"} <= commands_of(beside)


async def test_a_package_that_is_loaded_already(sim: SimulatedRed) -> None:
    """Loading the cog a second time does nothing, and Red says so. The cog goes on."""
    await sim.load("tickets")
    server = await Server.on(sim)
    await server.configured()
    state = sys.modules["tickets.core.ticket"].State

    (told,) = await loads_tickets(sim)

    assert "already loaded" in told
    assert sys.modules["tickets.core.ticket"].State is state
    await server.alice.opens_a_ticket("help")
    channel = server.newest_ticket()
    window = await server.moderator.presses("Close ticket", on=channel)
    await server.moderator.submits(window, reason="done")
    assert "closed by" in (server.welcome_message(channel).embeds[0].title or "")
