"""For what takes long: whoever waits hears from time to time how far it is."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from .reply import Reply

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


@contextlib.asynccontextmanager
async def saving_shown(reply: Reply) -> AsyncIterator[Progress]:
    """Lets somebody wait while a conversation is saved, and know how far that is."""
    await reply.wait()

    async def tell(count: int) -> None:
        await reply.say(_("Saving the conversation… messages so far: {count}").format(count=count))

    async with Progress(tell, 0).shown() as progress:
        yield progress
