"""For what takes long: whoever waits hears from time to time how far it is."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

#: Seconds until whoever waits hears how far it is, and then again.
PATIENCE = 3


class Progress:
    """How far something is; call it with the present state whenever that has changed."""

    def __init__(self, show: Callable[..., Awaitable[object]], *state: int) -> None:
        """`show` tells the state to whoever waits."""
        self._show = show
        self._state = state
        self._is_over = False
        self._telling = asyncio.Lock()

    def __call__(self, *state: int) -> None:
        """Hears of it."""
        self._state = state

    async def end(self) -> None:
        """From now on nothing is told: the answer must not be overtaken."""
        async with self._telling:
            self._is_over = True

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(PATIENCE)
            async with self._telling:
                if self._is_over:
                    return
                await self._show(*self._state)

    @contextlib.asynccontextmanager
    async def shown(self) -> AsyncIterator[Progress]:
        """Tells how far it is while the block runs, and nothing after it."""
        telling = asyncio.create_task(self._tell(), name="tickets-progress")
        try:
            yield self
        finally:
            await self.end()
            telling.cancel()
            await asyncio.wait([telling])
