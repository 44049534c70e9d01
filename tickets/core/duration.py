"""Lengths of time as people type them: ``2h``, ``90 minutes``, ``1 semaine``."""

from __future__ import annotations

import re

from .errors import SettingRefused
from .lazy_pattern import lazy_pattern

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
SHORTEST = _MINUTE
LONGEST = 365 * _DAY

#: In all languages, whatever the server speaks.
_UNITS = {
    _MINUTE: "m min mins minute minutes minuten minuto minutos",
    _HOUR: "h hr hrs hour hours heure heures std stunde stunden hora horas",
    _DAY: "d day days j jour jours tag tage tagen día días dia dias",
    7 * _DAY: "w week weeks sem semaine semaines woche wochen semana semanas",
    30 * _DAY: "mo month months mois monat monate monaten mes meses",
    365 * _DAY: "y year years an ans année années jahr jahre jahren año años",
}
_SECONDS = {word: seconds for seconds, words in _UNITS.items() for word in words.split()}
_PART = lazy_pattern(
    r"(\d+)\s*({})(?![^\W\d_]|['’])[\s,]*".format(
        "|".join(sorted(_SECONDS, key=len, reverse=True))
    ),
    re.IGNORECASE,
)
#: A number alone, or one with something behind it that is no unit.
_UNFINISHED = lazy_pattern(r"\d+(?:\s*$|[^\W\d_])")


def parse(text: str) -> int:
    """The seconds that all of `text` means; raises ``NotADuration``."""
    seconds, rest = split(text)
    if seconds is None or rest:
        raise NotADuration(given=text)
    return seconds


def split(text: str) -> tuple[int | None, str]:
    """The seconds that `text` begins with, if it does, and the rest of it.

    Raises ``NotADuration`` for what seems to be meant as one: a number of something unknown,
    or a length of time that is too short or too long.
    """
    rest = text.strip()
    quoted = re.match(r'"([^"]*)"\s*', rest)
    if quoted is not None and quoted[1][:1].isdigit():
        return parse(quoted[1]), rest[quoted.end() :]
    meant, seconds = rest, 0
    while part := _PART.match(rest):
        # More digits than any limit has need not be counted.
        seconds += int(part[1][:9]) * _SECONDS[part[2].lower()]
        rest = rest[part.end() :]
    if rest != meant:
        if not SHORTEST <= seconds <= LONGEST:
            raise NotADuration(given=meant[: len(meant) - len(rest)].strip())
        return seconds, rest
    if _UNFINISHED.match(rest):
        # Only that: what follows is nobody else's business.
        raise NotADuration(given=rest.split()[0])
    return None, rest


class NotADuration(SettingRefused):
    """No length of time that can be understood."""

    given: str
