"""Fixtures of the tests in which people on a simulated Discord use the cog in a real Red."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
import pytest_asyncio
from aftermath import complaints
from error_log import errors_logged
from server import BOT_PERMISSIONS, Server
from shared_red import SharedRed, end_what_is_left
from simulated_red import SimulatedRed, running_red

from tests.staff_log.reception import receiving_channel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator
    from pathlib import Path

    from people import Person

_CALL = pytest.StashKey[pytest.TestReport]()
_SET_UP = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Declares the markers that tests of the bot may carry."""
    config.addinivalue_line(
        "markers", "expect_error_log(text): the test makes a logger say this at ERROR level"
    )
    config.addinivalue_line(
        "markers", "bot_lacks(*permissions): the bot's role is without these permissions"
    )
    config.addinivalue_line("markers", "bot_locale(locale): the language Red is set to")


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


@pytest_asyncio.fixture(scope="module")
async def shared_red(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SharedRed]:
    """Lends one Red to the tests of a module."""
    shared = SharedRed(tmp_path_factory.mktemp("shared"))
    yield shared
    await shared.end()


@pytest.fixture(autouse=True)
def _one_red_at_a_time(request: pytest.FixtureRequest) -> None:
    """None waits while a test starts one of its own."""
    if request.path.name.startswith("test_bot_") and _starts_its_own(request):
        request.getfixturevalue("_no_other_red")


def _starts_its_own(request: pytest.FixtureRequest) -> bool:
    return "sim" not in request.fixturenames or bool(request.node.get_closest_marker("bot_locale"))


@pytest_asyncio.fixture
async def _no_other_red(shared_red: SharedRed) -> AsyncIterator[None]:
    await shared_red.end()
    yield
    await end_what_is_left()


@pytest_asyncio.fixture
async def sim(
    tmp_path: Path, shared_red: SharedRed, request: pytest.FixtureRequest
) -> AsyncIterator[SimulatedRed]:
    """A real Red with the cog loaded; fails the test for whatever it leaves behind.

    It may have been another test's, but nothing of that can be told from it.
    """
    locale = request.node.get_closest_marker("bot_locale")
    with errors_logged() as logged:
        if locale is not None:
            async with running_red(tmp_path / "red", locale=locale.args[0]) as running:
                _expect(running, request)
                yield running
                await _judge(running, logged, request)
            return
        running = await shared_red.lend()
        _expect(running, request)
        yield running
        fit = shared_red.is_fit()
        try:
            fit = await _judge(running, logged, request) and fit
        except BaseException:
            fit = False
            raise
        finally:
            await shared_red.take_back(fit=fit)


def _expect(running: SimulatedRed, request: pytest.FixtureRequest) -> None:
    for marker in request.node.iter_markers("expect_error_log"):
        running.expect_error_log(*marker.args)


async def _judge(running: SimulatedRed, logged: list[str], request: pytest.FixtureRequest) -> bool:
    """Fails the test for what it has left behind; returns whether it went well."""
    report = request.node.stash.get(_CALL, None)
    if report is not None and not report.passed:
        return False
    found = await complaints(running, logged)
    if found:
        pytest.fail("\n".join(found), pytrace=False)
    return True


@pytest_asyncio.fixture
async def server(sim: SimulatedRed, request: pytest.FixtureRequest) -> Server:
    """A server with staff, members and a bot without Administrator; the cog isn't set up."""
    permissions = discord.Permissions(BOT_PERMISSIONS.value)
    for marker in request.node.iter_markers("bot_lacks"):
        permissions.update(**dict.fromkeys(marker.args, False))
    return await Server.on(sim, bot_permissions=permissions)


@pytest_asyncio.fixture
async def tickets_ready(server: Server) -> Server:
    """The server, with the cog set up; test_least_permissions and others do that by typing."""
    return await server.prepared()


@pytest_asyncio.fixture
async def french(tickets_ready: Server) -> Server:
    """The server, set up, speaking French: not a word of English may be said there."""
    locales: Any = tickets_ready.sim.red._i18n_cache
    await locales.set_locale(tickets_ready.guild, "fr-FR")
    return tickets_ready


@pytest_asyncio.fixture
async def logging_server(tickets_ready: Server) -> Server:
    """The server, set up, with a channel in which everything is logged."""
    channel = await receiving_channel(tickets_ready)
    return await tickets_ready.has_set(reception_channel_id=channel.id)


@pytest_asyncio.fixture
async def manual(logging_server: Server) -> Server:
    """The server, where moderators decide about every ticket in that channel."""
    return await logging_server.has_set(validation="manual")


@pytest_asyncio.fixture
async def saving(tickets_ready: Server) -> Server:
    """The server, where every closed ticket is saved in a channel of the staff's."""
    return await tickets_ready.has_set(
        transcripts=True, transcript_channel_id=tickets_ready.staff.id
    )


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
