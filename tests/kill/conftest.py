"""Fixtures of the tests in which the bot is killed, or Discord fails it at each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from served import Served

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Runs the scripts of this folder."""
    process = Served()
    yield process
    process.end()
