"""What is counted of tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = 24 * 60 * 60
#: Days that are counted back unless somebody says so; 0 is all time.
DAYS, ALL_TIME, MOST_DAYS = 30, 0, 3650
#: As many days are counted in an instant, however busy a server is.
QUICK_DAYS = 90
#: What the buttons offer.
CHOICES = (7, DAYS, 365, ALL_TIME)


class AdministratorsOnly(Refused):
    """Only the server's owner and administrators, who are in all teams, may do this."""


class PictureFailed(Refused):
    """The statistics could not be drawn, or nothing is installed that draws."""


class TooMuchData(Refused):
    """The file is larger than what Discord takes here, even zipped; `limit` in megabytes."""

    limit: int


@lazy_dataclass(frozen=True)
class Times:
    """How long something took, in seconds: half of `count` tickets no longer than `half`, nine of
    ten no longer than `most`. `in_hours` tells whether opening hours were counted in any."""

    count: int
    half: int
    most: int
    in_hours: bool


@lazy_dataclass(frozen=True, kw_only=True)
class Statistics:
    """Numbers of a time that begins with `since` and ends before `until`, seconds since the epoch.

    What was opened counts when it was asked for, what was declined, answered or closed when that
    happened. `by_type` has 0 for no type; weekdays begin with Monday, days with hour 0.
    """

    since: int
    until: int
    opened: int = 0
    declined: int = 0
    closed: int = 0
    #: At present.
    open_now: int = 0
    answers: Times | None = None
    closings: Times | None = None
    by_type: Mapping[int, int]
    by_weekday: tuple[int, ...]
    by_hour: tuple[int, ...]
    #: How many of what was closed were rated with one star, two …
    ratings: tuple[int, ...] = (0,) * 5


def may_take_long(days: int) -> bool:
    """Whether Discord's three seconds might be too short for counting so many days."""
    return days == ALL_TIME or days > QUICK_DAYS


def since_when(days: int, now: int) -> int:
    """When so many days before `now` began; 0 days are all time."""
    return 0 if days == ALL_TIME else now - days * DAY
