"""Opening hours and holidays as people write them, in English, French, German and Spanish.

``mon-fri 09:00-12:00 14:00-18:00, sat 22:00-02:00``: days, then times. Times without days are for
the days before them, or for all days where there are none. A time that ends before it begins ends
on the next day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from ...core.errors import TextTooLong
from ...core.lazy_pattern import lazy_pattern
from ...core.settings import _
from .values import (
    DAY,
    HOLIDAY_LIMIT,
    Holiday,
    Hours,
    NotADate,
    NotHours,
    Span,
    TooManyHolidays,
    merged,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Characters that hours and holidays may have.
HOURS_LIMIT, HOLIDAYS_LIMIT = 500, 1300

#: Monday's first; as they are shown, and can be typed besides those below.
DAYS = (
    # Translators: the short name of a day, as people type it in opening hours.
    _("mon"),
    # Translators: the short name of a day, as people type it in opening hours.
    _("tue"),
    # Translators: the short name of a day, as people type it in opening hours.
    _("wed"),
    # Translators: the short name of a day, as people type it in opening hours.
    _("thu"),
    # Translators: the short name of a day, as people type it in opening hours.
    _("fri"),
    # Translators: the short name of a day, as people type it in opening hours.
    _("sat"),
    # Translators: the short name of a day, as people type it in opening hours.
    _("sun"),
)
_WEEK = range(7)
#: By their numbers, in all languages, whatever the server speaks. *Di* is Sunday in French and
#: Tuesday in German: servers that speak German have it from their own names of days. *Do* is
#: Thursday in German, so Sunday is *dom* in Spanish. *M* alone means Monday or Tuesday.
_DAY_NAMES: Sequence[tuple[str, str, str]] = (
    ("mo mon monday mondays lu lun lundi lundis", "montag montags", "l lunes"),
    ("tu tue tues tuesday tuesdays ma mar mardi mardis", "dienstag dienstags", "martes"),
    (
        "we wed weds wednesday wednesdays me mer mercredi mercredis",
        "mi mittwoch mittwochs",
        "x mie mié mier miér miercoles miércoles",
    ),
    (
        "th thu thur thurs thursday thursdays je jeu jeudi jeudis",
        "do donnerstag donnerstags",
        "j ju jue jueves",
    ),
    ("fr fri friday fridays ve ven vendredi vendredis", "freitag freitags", "v vi vie viernes"),
    (
        "sa sat saturday saturdays sam samedi samedis",
        "samstag samstags sonnabend sonnabends",
        "s sá sab sáb sabado sábado sabados sábados",
    ),
    (
        "su sun sunday sundays di dim dimanche dimanches",
        "so sonntag sonntags",
        "d dom domingo domingos",
    ),
)
_DAYS: dict[str, tuple[int, ...]] = {
    **{
        name: (day,)
        for day, languages in enumerate(_DAY_NAMES)
        for names in languages
        for name in names.split()
    },
    **dict.fromkeys(("daily", "everyday", "tlj", "täglich", "diario"), tuple(_WEEK)),
    **dict.fromkeys(("weekday", "weekdays", "semaine", "wochentags"), (0, 1, 2, 3, 4)),
    **dict.fromkeys(("weekend", "weekends", "wochenende", "wochenenden"), (5, 6)),
}
#: Written in several words.
_PHRASES = (
    ("every day", "daily"),
    ("tous les jours", "daily"),
    ("jeden tag", "daily"),
    ("todos los días", "daily"),
    ("todos los dias", "daily"),
    ("a diario", "daily"),
    ("entre semana", "weekdays"),
    ("fines de semana", "weekend"),
    ("fin de semana", "weekend"),
    # *A las 17* is *a 17*, and *hasta las 17* becomes *hasta 17*.
    ("a las ", "a "),
    ("a la ", "a "),
    ("week-end", "weekend"),
    ("week end", "weekend"),
)
_CLOCKS = {
    **dict.fromkeys(("midnight", "minuit", "mitternacht", "medianoche"), 0),
    **dict.fromkeys(("noon", "midi", "mittag", "mediodía", "mediodia"), DAY // 2),
}
_UNTIL = (
    {"-", "\N{EN DASH}", "\N{EM DASH}", "to", "until", "till"}
    | {"à", "a", "au", "jusqu"}
    | {"bis"}
    | {"hasta"}
)
_FILLING = (
    {",", ";", ":", "/", "&", "+", "and", "from", "on"}
    | {"et", "de", "du", "le", "les", "en"}
    | {"und", "von", "am"}
    | {"y", "desde", "el", "los", "las", "la"}
)
_CLOSED = {"closed", "fermé", "fermée", "ferme", "geschlossen", "cerrado", "cerrada"}
#: What says that there are no opening hours, or no holidays.
NONE_WORDS = (
    {"none", "always", "off", "clear", "24/7", "7/7"}
    | {"aucun", "aucune", "toujours"}
    | {"keine", "immer", "aus", "rund um die uhr"}
    | {"ninguno", "ninguna", "siempre", "24 horas", "las 24 horas"}
)

_TOKEN = lazy_pattern(
    r"(?P<time>\d{1,2}(?:(?:[:.]|\s?h)\d{2}(?!\d)|\s?h(?![^\W\d_])|(?!\d))"
    r"(?:\s?[ap]\.?\s?m\b\.?|\s?(?:uhr|horas|hrs|hs|h)\b)?)"
    r"|(?P<word>[^\W\d_]+)\.?|(?P<sign>[-\u2013\u2014,;:/&+])|(?P<other>\S+)"
)
_TIME = lazy_pattern(
    r"(\d{1,2})\s?(?:[:h.](\d{2})?)?\s?(?:([ap])?\.?\s?(?:m\.?)?|uhr|horas|hrs|hs|h)"
)
_DATE = lazy_pattern(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})", re.ASCII)


def read_hours(text: str, names: Iterable[str] = ()) -> Hours:
    """The opening hours that a text means; raises ``NotHours`` or ``TextTooLong``.

    `names` are the days' names, Monday's first, in one more language.
    """
    if len(text) > HOURS_LIMIT:
        raise TextTooLong(limit=HOURS_LIMIT, length=len(text))
    words = " ".join(normalize("NFC", text.casefold()).split())
    if words in NONE_WORDS:
        return Hours()
    for phrase, word in _PHRASES:
        words = words.replace(phrase, word)
    known = _DAYS | {name.casefold(): (day,) for day, name in enumerate(names)}
    reader = _Reader(known)
    for token in _TOKEN.finditer(words):
        reader.take(token)
    return Hours(merged(reader.end(text)))


class _Reader:
    """Takes in one word after the other."""

    def __init__(self, days: Mapping[str, tuple[int, ...]]) -> None:
        self._known = days
        self._spans: list[Span] = []
        #: The days that count, and whether times were given for them already.
        self._days: list[int] = []
        self._is_used = False
        #: What stands before a dash: a day or a time; and whether the dash was there.
        self._day: int | None = None
        self._time: int | None = None
        self._until = False
        #: What was read of the part that isn't finished, for the refusal.
        self._part: list[str] = []

    def take(self, token: re.Match[str]) -> None:
        """One word, time or sign."""
        word = token[0]
        self._part.append(word)
        plain = word.rstrip(".")
        if word in _UNTIL:
            if self._until or (self._day is None and self._time is None):
                raise self._refusal()
            self._until = True
        elif token["time"] is not None or plain in _CLOCKS:
            self._take_time(_CLOCKS[plain] if plain in _CLOCKS else self._minutes(word))
        elif plain in self._known:
            self._take_days(self._known[plain])
        elif self._until or self._time is not None:
            raise self._refusal()
        elif plain in _CLOSED and self._days and not self._is_used:
            self._is_used, self._day = True, None
        elif plain in _FILLING:
            self._day = None
        else:
            raise NotHours(given=word)

    def end(self, text: str) -> list[Span]:
        """All that was read; raises ``NotHours`` if something is missing."""
        if self._until or self._time is not None or (self._days and not self._is_used):
            raise self._refusal()
        if not self._spans:
            raise NotHours(given=text.strip())
        return self._spans

    def _take_days(self, days: tuple[int, ...]) -> None:
        if self._time is not None or (self._until and (self._day is None or len(days) > 1)):
            raise self._refusal()
        if self._is_used:
            self._days, self._is_used = [], False
            self._part = self._part[-1:]
        if self._until and self._day is not None:
            count = (days[0] - self._day) % 7
            self._days += [(self._day + one) % 7 for one in range(1, count + 1)]
        else:
            self._days += days
        self._day = days[0] if len(days) == 1 and not self._until else None
        self._until = False

    def _take_time(self, minutes: int) -> None:
        if self._time is None:
            if self._until or minutes == DAY:
                raise self._refusal()
            self._time, self._day = minutes, None
            return
        if not self._until:
            raise self._refusal()
        start, end = self._time, minutes
        # 00:00 is the end of the day as well as 24:00.
        span = Span(0, start, end if end > start else end + DAY)
        if not span.is_sound:
            raise self._refusal()
        self._spans += [Span(day, span.start, span.end) for day in self._days or _WEEK]
        self._time, self._until, self._is_used = None, False, True
        self._part = []

    def _minutes(self, word: str) -> int:
        read = _TIME.fullmatch(word)
        if read is None:
            raise NotHours(given=word)
        hour, minute, half = int(read[1]), int(read[2] or 0), read[3]
        if half is not None:
            if not 1 <= hour <= 12:
                raise NotHours(given=word)
            hour = hour % 12 + (12 if half == "p" else 0)
        if minute > 59 or hour * 60 + minute > DAY:
            raise NotHours(given=word)
        return hour * 60 + minute

    def _refusal(self) -> NotHours:
        return NotHours(given=" ".join(self._part))


def hours_as_text(hours: Hours, names: Sequence[str]) -> str:
    """The hours as they could be written, with these names of the days, Monday's first."""
    by_day = {
        day: " ".join(
            f"{_clock(one.start)}-{_clock(one.end if one.end <= DAY else one.end - DAY)}"
            for one in hours.spans
            if one.day == day
        )
        for day in _WEEK
    }
    parts: list[str] = []
    day = 0
    while day < 7:
        last = day
        while last < 6 and by_day[last + 1] == by_day[day]:
            last += 1
        if by_day[day]:
            shown = names[day]
            if last > day:
                shown += f"{'-' if last > day + 1 else ', '}{names[last]}"
            parts.append(f"{shown} {by_day[day]}")
        day = last + 1
    return ", ".join(parts)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_holidays(text: str) -> tuple[Holiday, ...]:
    """The days that a text names; raises ``NotADate``, ``TooManyHolidays`` or ``TextTooLong``."""
    if len(text) > HOLIDAYS_LIMIT:
        raise TextTooLong(limit=HOLIDAYS_LIMIT, length=len(text))
    if text.strip().casefold() in NONE_WORDS:
        return ()
    found = {_holiday(one) for one in re.split(r"[\s,;]+", text) if one}
    if not found:
        raise NotADate(given=text.strip())
    if len(found) > HOLIDAY_LIMIT:
        raise TooManyHolidays(limit=HOLIDAY_LIMIT)
    return tuple(sorted(found, key=lambda one: (one.year or 0, one.month, one.day)))


def _holiday(text: str) -> Holiday:
    read = _DATE.fullmatch(text)
    if read is None:
        raise NotADate(given=text)
    try:
        return Holiday.on(int(read[1]) if read[1] else None, int(read[2]), int(read[3]))
    except ValueError:
        raise NotADate(given=text) from None
