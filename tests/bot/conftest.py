"""Fixtures of the tests in which people on a simulated Discord use the cog in a real Red."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import discord
import pytest
import pytest_asyncio
from aftermath import complaints
from error_log import errors_logged
from server import BOT_PERMISSIONS, Server
from simulated_red import SimulatedRed, running_red

from .reception import receiving_channel, sets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator
    from pathlib import Path

    from people import Person

_CALL = pytest.StashKey[pytest.TestReport]()
_SET_UP = pytest.StashKey[int]()
_STARTED = pytest.StashKey[int]()
_A_FEW = 20


def pytest_configure(config: pytest.Config) -> None:
    """Declares the markers that tests of the bot may carry."""
    config.addinivalue_line(
        "markers", "expect_error_log(text): the test makes a logger say this at ERROR level"
    )
    config.addinivalue_line(
        "markers", "bot_lacks(*permissions): the bot's role is without these permissions"
    )
    config.addinivalue_line("markers", "bot_locale(locale): the language Red is set to")


def _leave_aside_what_stays(session: pytest.Session) -> None:
    """Keeps what a few tests have left, in caches and modules, out of later collections.

    The one after each test would look at all of it again, and take ever longer.
    """
    started = session.stash[_STARTED] = session.stash.get(_STARTED, 0) + 1
    if started % _A_FEW == 1:
        gc.collect()
        gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Lets ``discord.utils.utcnow()`` in a test be the simulated time."""
    running = getattr(item, "funcargs", {}).get("sim")
    if isinstance(running, SimulatedRed):
        item.stash[_SET_UP] = len(running.env.backend.transcript)
        with running.env.time_context():
            return (yield)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells the fixtures how the test itself went, and shows what happened if it failed."""
    report = yield
    if report.when == "call":
        item.stash[_CALL] = report
        sim = getattr(item, "funcargs", {}).get("sim")
        if report.failed and isinstance(sim, SimulatedRed):
            # What the fixtures did to build the world is not what one looks for.
            lines = sim.env.transcript().splitlines()[item.stash.get(_SET_UP, 0) :]
            report.sections.append(("what happened on Discord", "\n".join(lines)))
    return report


@pytest_asyncio.fixture
async def sim(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SimulatedRed]:
    """A real Red with the cog loaded; fails the test for whatever it leaves behind."""
    _leave_aside_what_stays(request.session)
    locale = request.node.get_closest_marker("bot_locale")
    with errors_logged() as logged:
        async with running_red(
            tmp_path / "red", locale=locale.args[0] if locale else None
        ) as running:
            for marker in request.node.iter_markers("expect_error_log"):
                running.expect_error_log(*marker.args)
            yield running
            report = request.node.stash.get(_CALL, None)
            if report is None or report.passed:
                found = await complaints(running, logged)
                if found:
                    pytest.fail("\n".join(found), pytrace=False)


@pytest_asyncio.fixture
async def server(sim: SimulatedRed, request: pytest.FixtureRequest) -> Server:
    """A server with staff, members and a bot without Administrator; the cog isn't set up."""
    permissions = discord.Permissions(BOT_PERMISSIONS.value)
    for marker in request.node.iter_markers("bot_lacks"):
        permissions.update(**dict.fromkeys(marker.args, False))
    return await Server.on(sim, bot_permissions=permissions)


@pytest_asyncio.fixture
async def tickets_ready(server: Server) -> Server:
    """The server, with the cog set up by its administrator."""
    return await server.configured()


@pytest_asyncio.fixture
async def french(tickets_ready: Server) -> Server:
    """The server, set up, speaking French: not a word of English may be said there."""
    await tickets_ready.owner.types("!set locale fr-FR")
    return tickets_ready


@pytest_asyncio.fixture
async def logging_server(tickets_ready: Server) -> Server:
    """The server, set up, with a channel in which everything is logged."""
    channel = await receiving_channel(tickets_ready)
    assert "✅" in await sets(tickets_ready, f"receptionchannel {channel.mention}")
    return tickets_ready


@pytest_asyncio.fixture
async def manual(logging_server: Server) -> Server:
    """The server, where moderators decide about every ticket in that channel."""
    assert "✅" in await sets(logging_server, "validation manual")
    return logging_server


@pytest_asyncio.fixture
async def saving(tickets_ready: Server) -> Server:
    """The server, where every closed ticket is saved in a channel of the staff's."""
    for words in (f"transcriptchannel {tickets_ready.staff.mention}", "transcripts on"):
        assert "✅" in await sets(tickets_ready, words)
    return tickets_ready


@pytest.fixture
def alice(server: Server) -> Person:
    """A member."""
    return server.alice


@pytest.fixture
def bob(server: Server) -> Person:
    """Another member."""
    return server.bob


@pytest.fixture
def moderator(server: Server) -> Person:
    """Holds the role Moderators, and no special permission."""
    return server.moderator


@pytest.fixture
def helper(server: Server) -> Person:
    """Holds the role Helpers, which gets access to tickets."""
    return server.helper


@pytest.fixture
def administrator(server: Server) -> Person:
    """Holds a role with Administrator."""
    return server.administrator


@pytest.fixture
def mallory(server: Server) -> Person:
    """A stranger to tickets who may manage messages and threads everywhere."""
    return server.mallory
