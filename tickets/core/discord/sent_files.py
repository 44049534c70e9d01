"""Files that were sent with forms, on their way through the bot: one at a time, on disk."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from ..files import WhyMissing
from .downloads import DISCORD_ORIGINS, NotFetched, fetch, is_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

#: Seconds that one file may take.
PATIENCE = 300


class SentFiles:
    """Fetches them."""

    #: The only places that are asked.
    origins = DISCORD_ORIGINS

    def __init__(self, folder: Path) -> None:
        """Files on their way are in `folder`, which is nobody else's."""
        self._folder = folder

    async def clear(self) -> None:
        """Removes what an earlier run of the bot has left."""
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    @asynccontextmanager
    async def fetched(self, address: str, size: int, limit: int) -> AsyncIterator[Path]:
        """The file at an address, on disk until the context ends; raises ``NotFetched``.

        `size` is what Discord says it has, and `limit` what it may have, in bytes.
        """
        if size > limit:
            raise NotFetched(WhyMissing.TOO_LARGE)
        if not is_at(address, self.origins):
            raise NotFetched(WhyMissing.GONE)
        folder = await asyncio.to_thread(self._new_folder)
        try:
            path = folder / "file"
            async with aiohttp.ClientSession() as session:
                await fetch(session, address, path, limit=limit, seconds=PATIENCE)
            yield path
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _new_folder(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self._folder))
