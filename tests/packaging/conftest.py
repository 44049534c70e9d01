"""Fixtures of the tests in which the owner of a bot installs, updates and removes the cog."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from _pytest.assertion.rewrite import AssertionRewritingHook
from aftermath import complaints
from error_log import errors_logged
from server import Server
from shared_red import end_what_is_left
from simulated_red import REPOSITORY, running_red

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterable
    from pathlib import Path

    from simulated_red import SimulatedRed

_PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells the fixtures whether the test itself went well."""
    report = yield
    if report.when == "call":
        item.stash[_PASSED] = report.passed
    return report


@pytest.fixture
def red_finds_its_own_cogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes pytest away from between Red and its downloader."""
    take_pytest_away(monkeypatch)


def take_pytest_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets Red load its own cogs.

    Red brings a plugin for pytest, so pytest rewrites asserts in all of Red; but modules that
    it has touched can't be loaded in the way in which Red loads cogs.
    """
    finders = [one for one in sys.meta_path if not isinstance(one, AssertionRewritingHook)]
    monkeypatch.setattr(sys, "meta_path", finders)
    for name in [name for name in sys.modules if name.startswith("redbot.cogs.")]:
        monkeypatch.delitem(sys.modules, name)


@pytest.fixture
def cog_paths() -> Iterable[Path]:
    """Folders that Red looks for cogs in, besides its own."""
    return (REPOSITORY,)


@pytest_asyncio.fixture
async def sim(
    tmp_path: Path,
    cog_paths: Iterable[Path],
    red_finds_its_own_cogs: None,
    request: pytest.FixtureRequest,
) -> AsyncIterator[SimulatedRed]:
    """A real Red without any cog; fails the test for whatever is left behind in the end."""
    with errors_logged() as logged:
        async with running_red(tmp_path / "red", load=(), cog_paths=cog_paths) as running:
            # What is there by now need not be looked through for garbage after the test. Each
            # test imports the cog anew, and what remembers its commands keeps it.
            gc.freeze()
            yield running
            if request.node.stash.get(_PASSED, False):
                running.cog_paths.append(installed_cogs(running).resolve())
                running.threads_before.update(threads_of_the_downloader())
                found = await complaints(running, logged)
                if found:
                    pytest.fail("\n".join(found), pytrace=False)
    await end_what_is_left()


@pytest_asyncio.fixture
async def server(sim: SimulatedRed) -> Server:
    """A server that the bot is on."""
    return await Server.on(sim)


def threads_of_the_downloader() -> list[threading.Thread]:
    """It has one for each repository, to run git in, and never ends them."""
    return [one for one in threading.enumerate() if one.name.startswith("ThreadPoolExecutor-")]


def installed_cogs(sim: SimulatedRed) -> Path:
    """Where Red's downloader puts cogs."""
    return sim.data_path / "cogs" / "CogManager" / "cogs"
