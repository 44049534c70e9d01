"""A file that Discord keeps, fetched to disk: in pieces, within a limit, and from nowhere else."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from ..files import WhyMissing
from ..lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterator
    from pathlib import Path

log = logging.getLogger("red.tickets.downloads")

#: Where Discord keeps files, and shows those of others: the only places ever asked.
DISCORD_ORIGINS = frozenset(
    {
        "https://cdn.discordapp.com",
        "https://media.discordapp.net",
        "https://images-ext-1.discordapp.net",
        "https://images-ext-2.discordapp.net",
    }
)
_PIECE = 256 * 1024


class NotFetched(Exception):
    """There is no file; another attempt after `pause` seconds may help or not."""

    def __init__(
        self, why: WhyMissing, *, is_worth_another_try: bool = False, pause: float = 0
    ) -> None:
        super().__init__(why.value)
        self.why = why
        self.is_worth_another_try = is_worth_another_try
        self.pause = pause


@lazy_dataclass(frozen=True)
class Fetched:
    """What was fetched: its size in bytes, and what Discord says that it is."""

    size: int
    content_type: str


def is_at(address: str, origins: Collection[str]) -> bool:
    """Whether an address leads to one of the places, and gives nobody's name away."""
    try:
        url = URL(address, encoded=True)
        return url.user is None and str(url.origin()) in origins
    except ValueError:
        return False


async def fetch(
    session: aiohttp.ClientSession,
    address: str,
    path: Path,
    *,
    limit: int,
    seconds: float,
    take: Callable[[int], None] | None = None,
) -> Fetched:
    """Writes what is at an address into a file of at most `limit` bytes.

    `take` hears of the bytes of each piece before it is written, and may raise something. Whatever
    else can go wrong is a :class:`NotFetched`. Nothing is left of what failed.
    """
    try:
        with _translated():
            return await _fetch(session, URL(address, encoded=True), path, limit, seconds, take)
    except Exception:
        await asyncio.to_thread(_remove, path)
        raise


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except asyncio.TimeoutError as error:
        raise NotFetched(WhyMissing.TOO_SLOW) from error
    except (aiohttp.ClientError, ValueError) as error:
        raise NotFetched(WhyMissing.NOT_DELIVERED, is_worth_another_try=True) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NotFetched(WhyMissing.DISK_FULL) from error
        log.warning("A file could not be written", exc_info=error)
        raise NotFetched(WhyMissing.NOT_WRITTEN) from error


async def _fetch(
    session: aiohttp.ClientSession,
    url: URL,
    path: Path,
    limit: int,
    seconds: float,
    take: Callable[[int], None] | None,
) -> Fetched:
    timeout = aiohttp.ClientTimeout(total=seconds)
    # A redirection could lead anywhere, so none is followed.
    async with session.get(url, allow_redirects=False, timeout=timeout) as answer:
        _expect_file(answer, limit)
        size = await _write(answer.content, path, limit, take)
        kind = answer.headers.get("Content-Type", "")
        return Fetched(size, kind.partition(";")[0].strip())


def _expect_file(answer: aiohttp.ClientResponse, limit: int) -> None:
    if answer.status == 200:
        if (answer.content_length or 0) > limit:
            raise NotFetched(WhyMissing.TOO_LARGE)
        return
    if answer.status in (403, 404, 410):
        raise NotFetched(WhyMissing.GONE)
    raise NotFetched(
        WhyMissing.NOT_DELIVERED,
        is_worth_another_try=answer.status == 429 or answer.status >= 500,
        pause=_seconds(answer.headers.get("Retry-After")),
    )


async def _write(
    content: aiohttp.StreamReader, path: Path, limit: int, take: Callable[[int], None] | None
) -> int:
    """Writes in pieces, each in a thread: neither memory nor event loop notices the size."""
    written = 0
    file = await asyncio.to_thread(path.open, "wb")
    try:
        async for piece in _pieces(content):
            written += len(piece)
            if take is not None:
                take(len(piece))
            if written > limit:
                raise NotFetched(WhyMissing.TOO_LARGE)
            await asyncio.to_thread(file.write, piece)
        # What stands in the buffer is written now, which can fail as writing can.
        await asyncio.to_thread(file.flush)
    finally:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(file.close)
    return written


async def _pieces(content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
    """What arrives, put together so that the disk isn't asked for every few bytes."""
    pending = bytearray()
    async for piece in content.iter_any():
        pending += piece
        if len(pending) >= _PIECE:
            yield bytes(pending)
            pending.clear()
    if pending:
        yield bytes(pending)


def _seconds(text: str | None) -> float:
    try:
        return max(float(text or 0), 0.0)
    except ValueError:
        return 0.0


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
