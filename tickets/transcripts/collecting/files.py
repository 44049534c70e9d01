"""Files of a conversation, fetched from Discord to disk: within limits, and nowhere else."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from ...core.declaration import declaration
from ...core.discord.downloads import DISCORD_ORIGINS, NotFetched, fetch, is_at
from ...core.files import WhyMissing
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render.files import why_missing
from ...i18n import _
from ..document import StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    import aiohttp

#: The part of an address that only says until when it may be used.
_SIGNATURE = ("ex", "is", "hm")
_MEGABYTE = 1024 * 1024
#: Longest pause, in seconds, before something is asked for once more.
_LONGEST_PAUSE = 5.0


@declaration(frozen=True, kw_only=True)
class Limits:
    """How much is fetched, and from where."""

    #: Bytes of one file. None: as many as the server allows to upload.
    file_bytes: int | None = None
    #: Bytes of all files together.
    total_bytes: int = 1024 * _MEGABYTE
    #: Attachments and pictures that were posted.
    files: int = 5000
    #: Avatars and emoji. Apart, so that nobody crowds out the files by inventing emoji.
    decorations: int = 1000
    #: Seconds for one file, and for all of them.
    file_seconds: float = 60.0
    total_seconds: float = 600.0
    #: Files that are fetched at the same time.
    at_once: int = 6
    #: Seconds that Discord may take for a page of messages.
    page_seconds: float = 90.0
    #: People whom the cache doesn't know and Discord is asked for; seconds for all of them.
    strangers: int = 50
    strangers_seconds: float = 30.0
    origins: frozenset[str] = DISCORD_ORIGINS


@lazy_dataclass(frozen=True, kw_only=True)
class _Kept:
    """What came of one address."""

    path: Path | None = None
    size: int = 0
    content_type: str = ""
    missing: str | None = None


class _NotKept(Exception):
    """A file can't be kept, for a reason in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Downloads:
    """Holds the files of one conversation. Asking for a file begins to fetch it.

    What isn't there yet is given as a file that is neither there nor missing, and counted in
    `unfinished`: who sees that number grow asks again after :meth:`wait_until_finished`.
    """

    def __init__(
        self,
        folder: Path,
        session: aiohttp.ClientSession | None,
        limits: Limits,
        *,
        file_bytes: int,
    ) -> None:
        self.unfinished = 0
        self.is_disk_full = False
        self._folder = folder
        self._session = session
        self._limits = limits
        self._file_bytes = limits.file_bytes or file_bytes
        self._kept: dict[str, _Kept] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(limits.at_once)
        self._deadline = asyncio.get_running_loop().time() + limits.total_seconds
        self._bytes = 0
        self._is_closed = False
        self._counts = {True: 0, False: 0}

    def file(
        self,
        name: str,
        *addresses: str | None,
        content_type: str | None = None,
        size: int | None = None,
        width: int | None = None,
        height: int | None = None,
        is_decoration: bool = False,
    ) -> StoredFile:
        """The file at the first of the addresses that is Discord's own."""
        kept = self._at(addresses, size or 0, is_decoration)
        if kept is None:
            self.unfinished += 1
            kept = _Kept()
        return StoredFile(
            name=name,
            content_type=content_type or kept.content_type,
            size=kept.size or size or 0,
            path=kept.path,
            missing=kept.missing,
            width=width,
            height=height,
        )

    async def wait_until_finished(self) -> None:
        """Waits for everything that was asked for, as long as the limits allow."""
        while running := [task for task in self._tasks.values() if not task.done()]:
            left = self._deadline - asyncio.get_running_loop().time()
            # The fetching itself ends on time; this is for a disk that doesn't answer.
            await asyncio.wait(running, timeout=max(left, 0) + _LONGEST_PAUSE)
            if left <= 0:
                break
        for key in self._tasks.keys() - self._kept.keys():
            self._kept[key] = _Kept(missing=why_missing(WhyMissing.TOO_SLOW, 0))
        await self.close()

    async def close(self) -> None:
        """Ends what is still being fetched."""
        self._is_closed = True
        running = [task for task in self._tasks.values() if not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_LONGEST_PAUSE)

    # ------------------------------------------------------------------- which files

    def _at(
        self, addresses: tuple[str | None, ...], size: int, is_decoration: bool
    ) -> _Kept | None:
        address = next(
            (one for one in addresses if one and is_at(one, self._limits.origins)), None
        )
        if address is None:
            return _Kept(missing=_("It isn't kept by Discord."))
        key = _identity(address)
        if key in self._kept:
            return self._kept[key]
        if key not in self._tasks:
            refusal = self._refusal(size, is_decoration)
            if refusal is not None:
                # Once and for all: the same question later has the same answer.
                self._kept[key] = _Kept(missing=refusal)
                return self._kept[key]
            self._counts[is_decoration] += 1
            self._tasks[key] = asyncio.create_task(self._fetch(key, address))
        return None

    def _refusal(self, size: int, is_decoration: bool) -> str | None:
        """Why a file of which only this is known isn't even asked for."""
        if self._session is None or self._is_closed:
            return _("Files weren't fetched.")
        if size > self._file_bytes:
            return why_missing(WhyMissing.TOO_LARGE, self._file_bytes)
        most = self._limits.decorations if is_decoration else self._limits.files
        if self._counts[is_decoration] >= most:
            return _("There were too many files.")
        return self._limit_reached(size)

    def _limit_reached(self, more: int) -> str | None:
        if self.is_disk_full:
            return why_missing(WhyMissing.DISK_FULL, 0)
        if self._bytes + more > self._limits.total_bytes:
            return _("All files together were too large.")
        return None

    # -------------------------------------------------------------------- fetching

    async def _fetch(self, key: str, address: str) -> None:
        # The name is ours: nothing that a user chose ever names a file on the bot's disk.
        path = self._folder / hashlib.sha256(key.encode()).hexdigest()[:40]
        async with self._turns:
            self._kept[key] = await self._fetch_with_retry(address, path)

    async def _fetch_with_retry(self, address: str, path: Path) -> _Kept:
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._download(address, path)
            except _NotKept as error:
                return _Kept(missing=error.why)
            except NotFetched as error:
                if attempt > 1 or not error.is_worth_another_try:
                    self.is_disk_full = self.is_disk_full or error.why is WhyMissing.DISK_FULL
                    return _Kept(missing=why_missing(error.why, self._file_bytes))
                await asyncio.sleep(min(error.pause, _LONGEST_PAUSE))

    async def _download(self, address: str, path: Path) -> _Kept:
        """One attempt."""
        assert self._session is not None
        left = self._deadline - asyncio.get_running_loop().time()
        if left <= 0:
            raise NotFetched(WhyMissing.TOO_SLOW)
        taken = 0

        def take(count: int) -> None:
            nonlocal taken
            taken += count
            self._bytes += count
            refusal = self._limit_reached(0)
            if refusal is not None:
                raise _NotKept(refusal)

        try:
            fetched = await fetch(
                self._session,
                address,
                path,
                limit=self._file_bytes,
                seconds=min(self._limits.file_seconds, left),
                take=take,
            )
        except BaseException:
            self._bytes -= taken
            raise
        return _Kept(path=path, size=fetched.size, content_type=fetched.content_type)


def _identity(address: str) -> str:
    """What two addresses of the same file have in common."""
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] not in _SIGNATURE]
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(query)}"
