"""Points in time in the words of a language; all in UTC."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time

from ...i18n import _
from .elements import Html, element

if TYPE_CHECKING:
    from babel import Locale


class Clock:
    """Says when something was. Days and minutes come again, so they are remembered."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self._day = lru_cache(512)(self._find_day)
        self._time = lru_cache(1500)(self._find_time)
        self._at = _("{day} at {time}")

    def day(self, at: int, length: str = "long") -> str:
        """The day, such as “November 23, 2026”."""
        return self._day(at // 86400, length)

    def time(self, at: int) -> str:
        """Hours and minutes."""
        return self._time(at // 60 % 1440)

    def full(self, at: int) -> str:
        """The day and the time."""
        return self._at.format(day=self.day(at), time=self.time(at))

    def short(self, at: int) -> str:
        """The day in numbers, and the time."""
        return f"{self.day(at, 'short')} {self.time(at)}"

    def element(self, at: int, words: str | None = None, **attributes: str) -> Html:
        """A time that machines can read as well."""
        iso = datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        shown = self.full(at) if words is None else words
        return element("time", shown, datetime=iso, **attributes)

    def _find_day(self, day: int, length: str) -> str:
        date = datetime.fromtimestamp(day * 86400, timezone.utc).date()
        return format_date(date, length, locale=self.locale)

    def _find_time(self, minute: int) -> str:
        moment = datetime(2000, 1, 1, minute // 60, minute % 60, tzinfo=timezone.utc)
        return format_time(moment, "short", locale=self.locale)
