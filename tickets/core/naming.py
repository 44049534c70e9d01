"""The name of a ticket's channel, from the format that the admins chose.

Discord shows text channel names in lower case with hyphens for spaces, 1 to 100
characters. Whatever members are called, the result is a name that Discord takes.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from . import templates
from .lazy_dataclass import lazy_dataclass
from .lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from .ticket import Person

NAME_LIMIT = 100
DEFAULT_FORMAT = "{user.globalname}"
#: More combining marks than this on one letter are decoration, not spelling.
_MARKS_PER_LETTER = 2
#: Letters that nobody can see: Hangul fillers and the empty Braille sign.
INVISIBLE_CHARACTERS = "\u115f\u1160\u3164\uffa0\u2800"
#: Inside an emoji these join its parts; alone they are stripped.
_JOINER = "\u200d"
_LONE_JOINERS = lazy_pattern(r"(?<![^\x00-\x7f\w\s\u200d])\u200d|\u200d(?![^\x00-\x7f\w\s\u200d])")
_HYPHENS = lazy_pattern(r"-{2,}")


@lazy_dataclass(frozen=True, kw_only=True)
class NameFacts:
    """What the variables of a format stand for."""

    opener: Person
    number: int
    reason: str | None
    date: str
    server: str
    #: The type's name; empty for tickets of none.
    type: str = ""

    def values(self) -> dict[str, str]:
        """The text of each variable, untreated."""
        opener = self.opener
        shown = opener.global_name or opener.username
        return {
            "user.globalname": shown,
            "user.username": opener.username,
            "user.nickname": opener.nickname or shown,
            "user.id": str(opener.id),
            "number": str(self.number),
            "reason": self.reason or "",
            "date": self.date,
            "server": self.server,
            "type": self.type,
        }


def is_visible(text: str) -> bool:
    """Whether anything of a text can be seen."""
    return any(
        char not in INVISIBLE_CHARACTERS
        and not unicodedata.category(char).startswith(("C", "M", "Z"))
        for char in text
    )


def fallback_name(number: int) -> str:
    """A name without any word of a user's, for when the wished one can't be used."""
    return f"ticket-{number}"


def channel_name(template: str, facts: NameFacts) -> str:
    """The channel name for a new ticket: valid, at most 100 characters, never empty."""
    values = {name: slug(text) for name, text in facts.values().items()}
    used = [text for name, text in values.items() if f"{{{name}}}" in template]
    if used and not any(used):
        return fallback_name(facts.number)
    name = templates.fill(template, values, literal=_tidy)
    return _shorten(_HYPHENS.sub("-", name).strip("-")) or fallback_name(facts.number)


def wished_name(text: str) -> str:
    """A name that somebody of the staff has typed, valid likewise; empty if nothing is left."""
    kept: list[str] = []
    marks = 0
    for char in _tidy(unicodedata.normalize("NFC", text)):
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks <= _MARKS_PER_LETTER:
            kept.append(char)
    name = _shorten(_HYPHENS.sub("-", "".join(kept)).strip("-"))
    return name if is_visible(name) else ""


def slug(text: str) -> str:
    """Letters and digits of any script, everything else as single hyphens."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFKC", text).lower():
        category = unicodedata.category(char)
        if category.startswith("M"):
            marks += 1
            if kept and kept[-1] != "-" and marks <= _MARKS_PER_LETTER:
                kept.append(char)
            continue
        marks = 0
        if char in INVISIBLE_CHARACTERS:
            kept.append("-")
        elif category[0] in "LN" or char == "_":
            kept.append(char)
        elif category != "Cf":
            kept.append("-")
    return _HYPHENS.sub("-", "".join(kept)).strip("-")


def _tidy(text: str) -> str:
    """The admins' own words: emoji may stay, what Discord strips goes."""
    return "".join(map(_tidied, _LONE_JOINERS.sub("", text.lower())))


def _tidied(char: str) -> str:
    if char.isspace() or char in INVISIBLE_CHARACTERS:
        return "-"
    # Unassigned (Cn) may be an emoji that is newer than this Python.
    if char != _JOINER and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}:
        return ""
    return char if char.isalnum() or char in "-_" or ord(char) > 127 else ""


def _shorten(name: str) -> str:
    """Cut to Discord's limit, counted in UTF-16 units so that no client counts more."""
    while len(name.encode("utf-16-le")) // 2 > NAME_LIMIT:
        name = name[:-1]
    return name.strip("-")
