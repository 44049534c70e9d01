"""Messages that are being reported, on disk until they stand in a ticket: words and files.

Nothing of them is ever in the database.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from typing import TYPE_CHECKING, TypeVar

from .rules import KEPT, reported_from_json, reported_to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from .rules import Reported

T = TypeVar("T")

_WORDS = "report.json"


class KeptReports:
    """One folder for each: below *pressed* until the form is sent, then below *taken*."""

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        """They are in `folder`, which is nobody else's."""
        self._pressed, self._taken = folder / "pressed", folder / "taken"
        self._now = now
        #: What is being fetched, by key.
        self._fetching: dict[str, asyncio.Task[None]] = {}
        #: Bytes of files, by key.
        self._sizes: dict[str, int] = {}

    @property
    def size(self) -> int:
        """Bytes of all files that wait for a form."""
        return sum(self._sizes.values())

    def begin(self, reported: Reported, size: int, fetching: asyncio.Task[None]) -> None:
        """Remembers that what stands in a message is being fetched."""
        key = reported.key
        self._sizes[key] = size
        self._fetching[key] = fetching
        fetching.add_done_callback(lambda _task: self._fetching.pop(key, None))

    def fetching(self, key: str) -> asyncio.Task[None] | None:
        """What fetches the files of a message at present."""
        return self._fetching.get(key)

    async def put(self, reported: Reported) -> None:
        """Keeps the words, and what is known of the files."""

        def write() -> None:
            folder = self._pressed / reported.key
            folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps({**reported_to_json(reported), "kept_at": self._now()})
            (folder / _WORDS).write_text(text, encoding="utf-8")

        await asyncio.to_thread(write)

    async def take_file(self, reported: Reported, position: int, path: Path) -> None:
        """Keeps one of the files, which is moved from `path`."""
        target = self._pressed / reported.key / str(position)
        await asyncio.to_thread(shutil.move, path, target)

    async def drop_others(self, reported: Reported) -> None:
        """Forgets what the same person was about to report before: they have one form only."""
        mine = f"{reported.guild_id}-{reported.by_id}-"
        for key in await asyncio.to_thread(_names, self._pressed):
            if key.startswith(mine) and key != reported.key:
                await self.drop(key)

    async def drop(self, key: str) -> None:
        """Forgets a message whose form wasn't sent."""
        fetching = self._fetching.get(key)
        if fetching is not None and fetching is not asyncio.current_task():
            fetching.cancel()
        self._sizes.pop(key, None)
        await asyncio.to_thread(shutil.rmtree, self._pressed / key, ignore_errors=True)

    async def take(self, key: str) -> bool:
        """The form was sent; False if what it is about isn't kept any more."""
        self._sizes.pop(key, None)

        def move() -> bool:
            found = _read(self._pressed / key)
            if found is None or self._now() - found[1] > KEPT:
                return False
            self._taken.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._taken / key, ignore_errors=True)
            (self._pressed / key).rename(self._taken / key)
            return True

        return await asyncio.to_thread(move)

    async def give_back(self, key: str) -> None:
        """Nothing came of the form: it may be sent again."""

        def move() -> None:
            if not (self._pressed / key).exists() and (self._taken / key).exists():
                (self._taken / key).rename(self._pressed / key)

        await asyncio.to_thread(move)
        await self.done(key)

    async def files_of(self, reported: Reported) -> dict[int, Path]:
        """The files of what was taken, by position, as far as they are there."""
        folder = self._taken / reported.key

        def find() -> dict[int, Path]:
            paths = {place: folder / str(place) for place in range(len(reported.files))}
            return {place: path for place, path in paths.items() if path.is_file()}

        return await asyncio.to_thread(find)

    async def all_taken(self) -> list[Reported]:
        """Everything for which a form was sent and that doesn't stand in a ticket yet."""
        return await asyncio.to_thread(_all_in, self._taken)

    async def all_kept(self) -> list[Reported]:
        """Everything, whether its form was sent or not."""
        return await asyncio.to_thread(lambda: [*_all_in(self._pressed), *_all_in(self._taken)])

    async def done(self, key: str) -> None:
        """It stands in the ticket."""
        await asyncio.to_thread(shutil.rmtree, self._taken / key, ignore_errors=True)

    async def clear(self, wanted: Collection[str]) -> None:
        """Removes what an earlier run has left, but for what was taken and is `wanted`."""

        def remove() -> None:
            for key in _names(self._pressed):
                found = _read(self._pressed / key)
                if found is None or self._now() - found[1] > KEPT:
                    shutil.rmtree(self._pressed / key, ignore_errors=True)
            for key in _names(self._taken):
                if key not in wanted:
                    shutil.rmtree(self._taken / key, ignore_errors=True)

        await asyncio.to_thread(remove)

    async def forget(self, user_id: int) -> None:
        """Removes what somebody reports, or has written."""
        for one in await self.all_kept():
            if user_id in (one.by_id, one.author_id):
                await self.drop(one.key)
                await self.done(one.key)


def _all_in(folder: Path) -> list[Reported]:
    found = (_read(folder / key) for key in _names(folder))
    return [one[0] for one in found if one is not None]


def _names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


def _read(folder: Path) -> tuple[Reported, int] | None:
    """What is kept in a folder, and since when; None for nothing that can be read."""
    try:
        stored = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        kept_at = int(stored.pop("kept_at"))
        return reported_from_json(stored), kept_at
    except (OSError, ValueError, KeyError, TypeError):
        return None
