"""Whether the tickets' file and its folder can be written, and how much space is left."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from typing import TYPE_CHECKING

import apsw

from .facts import Disk

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.app import App
    from ..core.settings import Settings
    from ..core.store.database import Database


class DiskStore:
    """Looks at the disk by trying it: rights alone don't tell of full or read-only disks."""

    def __init__(self, database: Database, folder: Path) -> None:
        """`folder` is where the database's file is."""
        self._database = database
        self._folder = folder

    async def look(self) -> Disk:
        """The disk as it is now; nothing is left behind."""
        folder_is_writable, free_bytes = await asyncio.to_thread(_tried, self._folder)
        return Disk(
            database_is_writable=await self._can_write(),
            folder_is_writable=folder_is_writable,
            free_bytes=free_bytes,
        )

    async def _can_write(self) -> bool:
        def touch(cursor: apsw.Cursor) -> None:
            # A write that changes nothing asks for all that a write needs.
            cursor.execute(
                "UPDATE counters SET last_number = last_number WHERE guild_id = 0"
            ).fetchall()

        try:
            await self._database.run(touch)
        except apsw.Error:
            return False
        return True


def _tried(folder: Path) -> tuple[bool, int]:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return False, _free(folder)
    return True, _free(folder)


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


async def look_at_disk(app: App, guild_id: int, settings: Settings) -> Disk:
    """The disk as it is now, for the doctor."""
    return await app[DiskStore].look()
