"""Their working hours as opening hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.lazy_dataclass import lazy_dataclass
from ...core.lazy_pattern import lazy_pattern
from ...hours.rules.values import DAY, Span, merged
from ...hours.rules.zones import find_zone
from .left_out import What, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .left_out import Notes

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = lazy_pattern(r"([0-9]{1,2}):([0-9]{2})")


@lazy_dataclass(frozen=True, kw_only=True)
class WorkingHours:
    """Working hours as they are stored."""

    #: Days of the week in English, each with what is stored of it.
    days: tuple[tuple[str, object], ...] = ()
    zone: str = "UTC"
    #: Whether no ticket can be opened outside of them.
    refuses: bool = False
    #: What members are told then.
    text: str = ""


def known_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    return find_zone(name) is not None


def hours_of(days: Iterable[tuple[str, object]], owner: str, notes: Notes) -> list[list[int]]:
    """The hours of a week, as they stand in the file; a day that can't be read is noted."""
    spans: list[Span] = []
    for name, given in days:
        span = _span(name.lower(), given)
        if span is None:
            notes.add(What.HOURS, Why.DAMAGED, owner=owner, value=name)
        else:
            spans.append(span)
    return [[one.day, one.start, one.end] for one in merged(spans)]


def every_day(given: object) -> tuple[tuple[str, object], ...]:
    """The same hours on each day."""
    return tuple((day, given) for day in _DAYS)


def _span(day: str, given: object) -> Span | None:
    if day not in _DAYS or not isinstance(given, dict):
        return None
    start, end = _minutes(given.get("start")), _minutes(given.get("end"))
    if start is None or end is None or start == DAY:
        return None
    # Into the night; and a day that ends a minute before midnight ends then.
    end = end + DAY if end <= start else end
    span = Span(_DAYS.index(day), start, DAY if end == DAY - 1 else end)
    return span if span.is_sound else None


def _minutes(given: object) -> int | None:
    found = _TIME.fullmatch(given.strip()) if isinstance(given, str) else None
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if int(found[2]) < 60 and minutes <= DAY else None
