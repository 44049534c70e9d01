"""What tests of the pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.web.visiting import dashboard_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server import Server
    from web_dashboard import Dashboard


@pytest_asyncio.fixture
async def dashboard(tickets_ready: Server) -> AsyncIterator[Dashboard]:
    """The owner's dashboard."""
    async with dashboard_at(tickets_ready) as loaded:
        yield loaded
