"""When it is open: opening hours in a time zone, with holidays.

What a clock on the wall shows is what counts: a minute is open if its local time is in the hours.
Where the clock is put back an hour comes twice, and counts twice; where it is put forward, one
is missing. A holiday is closed from midnight to midnight. The night that began the day before
ends then, and no night begins on it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .offsets import offset_at, pieces
from .values import DAY as MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from .values import Holiday, Hours

    #: From and until second of a day.
    Spans = tuple[tuple[int, int], ...]

DAY = 24 * 60 * 60
WEEK = 7 * DAY
#: As far as the next opening is looked for: no holidays that a server can name last as long.
HORIZON = 3 * 366 * DAY
#: The ordinal of 1970-01-01, which was a Thursday.
_EPOCH, _THURSDAY = 719_163, 3


class Calendar:
    """Answers when it is open. Times are whole seconds since the epoch.

    Days are numbered from 1970-01-01, local time is seconds since its midnight by the wall.
    """

    def __init__(self, hours: Hours, zone: tzinfo, holidays: Iterable[Holiday] = ()) -> None:
        self._zone = zone
        begun: list[list[tuple[int, int]]] = [[] for _ in range(7)]
        left: list[list[tuple[int, int]]] = [[] for _ in range(7)]
        for span in hours.spans:
            begun[span.day].append((span.start * 60, min(span.end, MINUTES) * 60))
            if span.end > MINUTES:
                left[(span.day + 1) % 7].append((0, (span.end - MINUTES) * 60))
        #: For each day of the week: what begins on it; and with what the night before has left.
        self._begun = [_merged(spans) for spans in begun]
        self._whole = [_merged(a + b) for a, b in zip(begun, left, strict=True)]
        totals = [_overlap(spans, 0, DAY) for spans in self._whole]
        self._before_day = [sum(totals[:day]) for day in range(8)]
        holidays = tuple(holidays)
        self._yearly = [(one.month, one.day) for one in holidays if one.year is None]
        self._once = [
            date(one.year, one.month, one.day).toordinal() - _EPOCH
            for one in holidays
            if one.year is not None
        ]

    def is_open(self, at: int) -> bool:
        """Whether it is open then."""
        day, second = divmod(at + self._offset(at), DAY)
        return any(start <= second < end for start, end in self._spans(day))

    def next_opening(self, at: int) -> int | None:
        """From when on it is open: `at` itself if it is then; None if it never is again."""
        if not self._before_day[-1]:
            return None
        for start, end, offset in self._pieces(at, at + HORIZON):
            for day in range((start + offset) // DAY, (end + offset - 1) // DAY + 1):
                for first, last in self._spans(day):
                    opens = max(day * DAY + first - offset, start)
                    if opens < min(day * DAY + last - offset, end):
                        return opens
        return None

    def opening_seconds(self, start: int, end: int) -> int:
        """For how many seconds it is open from `start` until `end`; 0 for what ends before."""
        total = 0
        begun, offset = start, None
        for piece, _piece_end, of_piece in self._pieces(start, end):
            if offset is not None and of_piece != offset:
                total += self._between(begun + offset, piece + offset)
                begun = piece
            offset = of_piece
        return total if offset is None else total + self._between(begun + offset, end + offset)

    def after(self, start: int, seconds: int) -> int | None:
        """When it will have been open for so many `seconds`, at least one, since `start`.

        None if it won't before :data:`HORIZON`.
        """
        if not self._before_day[-1]:
            return None
        for first, end, offset in self._pieces(start, start + HORIZON):
            for day in range((first + offset) // DAY, (end + offset - 1) // DAY + 1):
                for opening, closing in self._spans(day):
                    opens = max(day * DAY + opening - offset, first)
                    passed = min(day * DAY + closing - offset, end) - opens
                    if passed >= seconds:
                        return opens + seconds
                    seconds -= max(passed, 0)
        return None

    # How

    def _offset(self, at: int) -> int:
        return offset_at(self._zone, at)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        return pieces(self._zone, start, end)

    def _between(self, start: int, end: int) -> int:
        """Open seconds from one local time until another, of the same offset."""
        total = self._without_holidays(end) - self._without_holidays(start)
        for day in self._touched_by_holidays(start // DAY, (end - 1) // DAY):
            here = max(start - day * DAY, 0), min(end - day * DAY, DAY)
            usual = self._whole[_weekday(day)]
            total -= _overlap(usual, *here) - _overlap(self._spans(day), *here)
        return total

    def _without_holidays(self, until: int) -> int:
        """Open seconds of all weeks before a local time, as if there were no holidays."""
        weeks, rest = divmod(until + _THURSDAY * DAY, WEEK)
        day, second = divmod(rest, DAY)
        here = _overlap(self._whole[day], 0, second)
        return weeks * self._before_day[-1] + self._before_day[day] + here

    def _touched_by_holidays(self, first: int, last: int) -> set[int]:
        """The days from `first` to `last` that are holidays or come after one."""
        found = set(self._once)
        if self._yearly:
            for year in range(_date(first).year - 1, _date(last).year + 1):
                found |= {day for day in (_day(year, *one) for one in self._yearly) if day}
        return {one for day in found for one in (day, day + 1) if first <= one <= last}

    def _spans(self, day: int) -> Spans:
        """What is open on a day."""
        if not self._once and not self._yearly:
            return self._whole[_weekday(day)]
        if self._is_holiday(day):
            return ()
        return (self._begun if self._is_holiday(day - 1) else self._whole)[_weekday(day)]

    def _is_holiday(self, day: int) -> bool:
        if day in self._once:
            return True
        on = _date(day)
        return (on.month, on.day) in self._yearly


def _weekday(day: int) -> int:
    return (day + _THURSDAY) % 7


def _date(day: int) -> date:
    return date.fromordinal(day + _EPOCH)


def _day(year: int, month: int, day: int) -> int | None:
    """The number of that day; None for 29 February in most years."""
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _merged(spans: list[tuple[int, int]]) -> Spans:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _overlap(spans: Spans, start: int, end: int) -> int:
    """For how many seconds it is open from `start` until `end` of one day."""
    return sum(max(min(last, end) - max(first, start), 0) for first, last in spans)
