"""What local time is ahead of UTC, and between which changes of the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_DAY = 24 * 60 * 60


def offset_at(zone: tzinfo, at: int) -> int:
    """What local time is ahead of UTC then, in seconds."""
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def pieces(zone: tzinfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The time from `start` until `end` in pieces of a day or less, each with the offset that it
    has throughout."""
    offset = offset_at(zone, start)
    while start < end:
        stop = min(start + _DAY, end)
        after = offset_at(zone, stop)
        if after != offset:
            stop = _change(zone, start, stop, offset)
            after = offset_at(zone, stop)
        yield start, stop, offset
        start, offset = stop, after


def between_changes(zone: tzinfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The same in pieces from one change of the clock to the next."""
    begun: tuple[int, int, int] | None = None
    for piece in pieces(zone, start, end):
        if begun is not None and piece[2] != begun[2]:
            yield begun
            begun = None
        begun = piece if begun is None else (begun[0], piece[1], begun[2])
    if begun is not None:
        yield begun


def _change(zone: tzinfo, before: int, after: int, offset: int) -> int:
    """The first second with another offset than that of `before`."""
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after
