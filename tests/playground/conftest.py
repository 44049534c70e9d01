"""Fixtures of the tests of the demo: its server, its hub, and its process."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from living_server import LivingServer
from shared_red import end_what_is_left
from simulated_red import REPOSITORY, running_red

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

#: Seconds that a slow machine may take to set the demo up.
PATIENCE = 60


@pytest.fixture
def port() -> int:
    """A port that is free, and so is the one after it."""
    for _ in range(100):
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            number: int = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", number + 1))
            except (OSError, OverflowError):
                continue
            return number
    pytest.fail("there are no two free ports in a row")


@pytest_asyncio.fixture
async def living(tmp_path: Path) -> AsyncIterator[LivingServer]:
    """The server of the demo, before anything has happened there."""
    async with running_red(tmp_path / "red", real_time=True) as sim:
        yield await LivingServer.on(sim, lived_in=False)
    await end_what_is_left()


class Demo:
    """A running ``make demo``, and what it has printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.printed = ""

    def prints(self, words: str) -> str:
        """Waits for a line with these words, and returns it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed += line
            if words in line:
                return line
        pytest.fail(f"the demo ended without {words!r}:\n{self.printed}")

    def ends(self) -> int:
        """Waits for the end; returns the exit code."""
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.printed += rest
        return self.process.returncode


@contextmanager
def demo(*arguments: str, python: str = sys.executable) -> Iterator[Demo]:
    """Runs what ``make demo`` runs."""
    command = (python, "-u", str(REPOSITORY / "playground" / "demo.py"), *arguments)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        try:
            yield Demo(process)
        finally:
            process.kill()
