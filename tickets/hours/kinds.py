"""Kinds of settings: opening hours, holidays, time zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.core import get_global
from rapidfuzz import fuzz, process

from ..core.kinds.kind import FULL, Shown, quoted
from ..core.kinds.written import Written
from ..core.settings import Unreadable
from ..i18n import _
from .rules.values import Holiday, Hours, Span, UnknownZone
from .rules.words import (
    DAYS,
    HOLIDAYS_LIMIT,
    HOURS_LIMIT,
    hours_as_text,
    read_holidays,
    read_hours,
)
from .rules.zones import UTC, find_zone

if TYPE_CHECKING:
    from ..core.references import Matching

#: The longest name of a zone has 30 characters.
_ZONE_LIMIT = 60
#: So many names are proposed for one that is unknown, if they are like it at all.
_PROPOSED, _LIKE_IT = 3, 60


class OpeningHours(Written):
    """The opening hours of a week."""

    shown_in = "line"
    form_limit = HOURS_LIMIT
    empty_word = "always"

    def loaded(self, stored: Any) -> Hours:
        """The hours, as days with two times each."""
        try:
            spans = tuple(Span(*map(int, one)) for one in stored)
        except (TypeError, ValueError) as error:
            raise Unreadable from error
        if not all(one.is_sound for one in spans):
            raise Unreadable
        return Hours(spans)

    def stored(self, value: Any) -> list[list[int]]:
        """The same as JSON knows it."""
        return [[one.day, one.start, one.end] for one in value.spans]

    def schema(self) -> dict[str, Any]:
        """Days from 0 for Monday, each with two times in minutes since midnight."""
        span = {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 3}
        return {"type": "array", "items": span}

    def from_file(self, given: Any, matching: Matching) -> Hours:
        """The hours, as if they were typed."""
        value = self.loaded(given)
        return self.read(self.form_text(value)) if value.spans else value

    def read(self, text: str) -> Hours:
        """The hours that a text means; raises ``NotHours`` or ``TextTooLong``."""
        return read_hours(text, _day_names())

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """The hours, as they could be typed."""
        if not value.spans:
            return _("always open")
        return quoted(self.form_text(value), shown.limit)

    def possible(self) -> str:
        """How hours are written."""
        return _("Days and times, such as {example}. `always` for no opening hours.").format(
            example=hours_example()
        )

    def form_text(self, value: Any) -> str:
        """The hours as they are typed."""
        return hours_as_text(value, _day_names())


class Holidays(Written):
    """Days without opening hours."""

    shown_in = "line"
    form_limit = HOLIDAYS_LIMIT
    empty_word = "none"

    def loaded(self, stored: Any) -> tuple[Holiday, ...]:
        """The days."""
        try:
            return tuple(Holiday.on(*one) for one in stored)
        except (TypeError, ValueError) as error:
            raise Unreadable from error

    def stored(self, value: Any) -> list[list[int | None]]:
        """The same as JSON knows it."""
        return [[one.year, one.month, one.day] for one in value]

    def schema(self) -> dict[str, Any]:
        """Year, or null for every year, month and day."""
        number = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
        day = {"type": "array", "items": number, "minItems": 3, "maxItems": 3}
        return {"type": "array", "items": day}

    def from_file(self, given: Any, matching: Matching) -> tuple[Holiday, ...]:
        """The days, as if they were typed."""
        value = self.loaded(given)
        return self.read(self.form_text(value)) if value else value

    def read(self, text: str) -> tuple[Holiday, ...]:
        """The days that a text names; raises what is wrong with one of them."""
        return read_holidays(text)

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """The days, as they could be typed."""
        return quoted(self.form_text(value), shown.limit) if value else _("none")

    def possible(self) -> str:
        """How days are written."""
        return _("Dates: `2026-12-25` for one day, `12-25` for every year. `none` for none.")

    def form_text(self, value: Any) -> str:
        """The days as they are typed."""
        return ", ".join(map(str, value))


class Zone(Written):
    """The name of a time zone; without one it is UTC."""

    form_limit = _ZONE_LIMIT

    def loaded(self, stored: Any) -> str:
        """Any name: the doctor looks whether this machine knows it."""
        if not isinstance(stored, str):
            raise Unreadable
        return stored

    def schema(self) -> dict[str, Any]:
        """A name."""
        return {"type": "string", "maxLength": _ZONE_LIMIT}

    def from_file(self, given: Any, matching: Matching) -> str:
        """The name, as if it were typed."""
        return self.read(given)

    def read(self, text: str) -> str:
        """The name of the zone that a text means, in any case; raises ``UnknownZone``."""
        wanted = text.strip().replace(" ", "_")
        names = {UTC, *get_global("zone_territories"), *get_global("zone_aliases")}
        name = {one.casefold(): one for one in names}.get(wanted.casefold(), wanted)
        if find_zone(name) is not None:
            return name
        raise UnknownZone(given=text, near=_near(wanted, names))

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """Its name."""
        return quoted(self.form_text(value), shown.limit)

    def possible(self) -> str:
        """What names there are."""
        return _("The name of a region and city, such as `Europe/Paris`.")

    def form_text(self, value: Any) -> str:
        """Its name."""
        return value or UTC


def hours_example() -> str:
    """Hours as they can be typed, in the reader's language."""
    names = _day_names()
    return f"`{names[0]}-{names[4]} 09:00-18:00, {names[5]} 22:00-02:00`"


def _day_names() -> tuple[str, ...]:
    return tuple(_(one) for one in DAYS)


def _near(wanted: str, names: set[str]) -> tuple[str, ...]:
    """Known zones whose city, or whole name, is like it; the most alike first."""
    cities = {name: name.rpartition("/")[2].casefold() for name in names if "/" in name}
    whole = {name: name.casefold() for name in cities}
    found: dict[str, float] = {}
    for choices, sought in (
        (cities, wanted.rpartition("/")[2].casefold()),
        (whole, wanted.casefold()),
    ):
        for _text, score, name in process.extract(
            sought, choices, scorer=fuzz.ratio, limit=10, score_cutoff=_LIKE_IT
        ):
            found[name] = max(score, found.get(name, 0))
    alike = sorted(found, key=lambda name: (-found[name], name))
    return tuple(name for name in alike if find_zone(name) is not None)[:_PROPOSED]
