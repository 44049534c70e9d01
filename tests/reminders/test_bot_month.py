"""A month of a server: nothing happens too early, or twice, or not at all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.reminders.virtual_time import VirtualTime

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio


async def test_a_month(tickets_ready: Server) -> None:
    """Ten tickets, with restarts, outages and changed settings; no task is left over."""
    time = VirtualTime(tickets_ready, random.Random(21))  # noqa: S311 - no secret
    await time.begins()
    tasks = len(time.tasks)
    await time.passes(days=30, tickets=10)
    assert await time.ends() == []
    assert len(time.tickets) == 10
    assert len(time.tasks) <= tasks, time.tasks
    assert any(told.reminded for told in time.tickets)
    assert any(told.staff_reminded for told in time.tickets)
    assert any(told.closed and not told.by_hand for told in time.tickets)
