"""What opening hours are made of, and what can be wrong with them."""

from __future__ import annotations

from datetime import date
from enum import Enum

from ...core.declaration import declaration
from ...core.errors import Refused, SettingRefused
from ...core.lazy_dataclass import lazy_dataclass

#: Minutes of a day.
DAY = 24 * 60
#: Days that a server can name as holidays.
HOLIDAY_LIMIT = 100
#: A leap year: in it every day of a year exists.
_LEAP = 2024


class Outside(str, Enum):
    """What happens to who wants a ticket outside the hours. Stored values."""

    TELL = "tell"
    REFUSE = "refuse"


class NotHours(SettingRefused):
    """Opening hours that can't be understood; `given` is the part that can't."""

    given: str


class NotADate(SettingRefused):
    """A holiday that is no day of the calendar."""

    given: str


class TooManyHolidays(SettingRefused):
    """More holidays than a server can have."""

    limit: int


class UnknownZone(SettingRefused):
    """A time zone that nobody knows; `near` are names like it."""

    given: str
    near: tuple[str, ...]


class OutsideHours(Refused):
    """Tickets are opened in the opening hours only, which begin `opens_at`; None: nobody knows."""

    opens_at: int | None


@lazy_dataclass(frozen=True)
class Span:
    """From one time to another of a day of the week.

    Monday is 0, `start` and `end` are minutes since midnight. A night ends after 24:00.
    """

    day: int
    start: int
    end: int

    @property
    def is_sound(self) -> bool:
        """Whether there is such a time."""
        return 0 <= self.day < 7 and 0 <= self.start < DAY and self.can_be_written

    @property
    def can_be_written(self) -> bool:
        """Whether it ends before it begins again: 24 hours can be written from midnight only."""
        return 0 < self.end - self.start < DAY or (self.start, self.end) == (0, DAY)


@declaration(frozen=True)
class Hours:
    """The opening hours of a week, in order. Without any there are none: always open."""

    spans: tuple[Span, ...] = ()


@lazy_dataclass(frozen=True)
class Holiday:
    """A day without opening hours: of one year, or of every year."""

    year: int | None
    month: int
    day: int

    @classmethod
    def on(cls, year: int | None, month: int, day: int) -> Holiday:
        """That day; raises ``ValueError`` if there is none."""
        date(_LEAP if year is None else year, month, day)
        return cls(year, month, day)

    def __str__(self) -> str:
        of_year = f"{self.month:02}-{self.day:02}"
        return of_year if self.year is None else f"{self.year:04}-{of_year}"


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """The same hours in order, each time once."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.day, one.start, one.end)):
        before = found[-1] if found else None
        both = None
        if before is not None and before.day == span.day and span.start <= before.end:
            both = Span(span.day, before.start, max(before.end, span.end))
        if both is not None and both.can_be_written:
            found[-1] = both
        else:
            found.append(span)
    return tuple(found)
