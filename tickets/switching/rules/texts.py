"""Texts with variables: from the other cog's names of them to those here.

A text is never cut. One that is too long is left out, and noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.declaration import declaration
from ...core.lazy_pattern import lazy_pattern
from ...core.naming import is_visible
from ...core.templates import NAME_VARIABLES, TEXT_VARIABLES
from .left_out import What, Why
from .limits import limit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .left_out import Notes

_VARIABLE = lazy_pattern(r"\{([^{}\s]*)\}")
#: How ``str.format`` may be told to show a value, which isn't needed here.
_SHOWN_HOW = lazy_pattern(r"[!:].*")
_HYPHENS = lazy_pattern(r"[-\s]*-[-\s]*")


@declaration(frozen=True, kw_only=True)
class Variables:
    """The variables that a cog fills in."""

    #: What they are called here.
    called: Mapping[str, str]
    #: Those that don't exist here.
    unknown: frozenset[str] = frozenset()
    #: Whether other names between braces are simply text, as ``str.replace`` leaves them.
    others_stay: bool = False


def channel_name(text: str, variables: Variables, notes: Notes, owner: str) -> str | None:
    """A format for channels' names; None for none that could be used."""
    name = _translated(text, variables, NAME_VARIABLES, notes, What.CHANNEL_NAME, owner)
    # What was taken out has left its hyphen behind.
    name = _HYPHENS.sub("-", name).strip("- ")
    return fitting(name, limit_of("channel_format"), notes, What.CHANNEL_NAME, owner)


def message(
    text: str, variables: Variables, notes: Notes, what: What, owner: str, limit: int
) -> str | None:
    """A text that members read; None for none that could be used."""
    found = _translated(text, variables, TEXT_VARIABLES, notes, what, owner).strip()
    return fitting(found, limit, notes, what, owner)


def fitting(text: str, limit: int, notes: Notes, what: What, owner: str) -> str | None:
    """The text, or None for one that nobody could see or that is too long."""
    if not is_visible(text):
        return None
    if len(text) > limit:
        notes.add(what, Why.TOO_LONG, owner=owner, value=text, limit=limit)
        return None
    return text


def _translated(
    text: str,
    variables: Variables,
    known: Iterable[str],
    notes: Notes,
    what: What,
    owner: str,
) -> str:
    known = frozenset(known)
    parts: list[str] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        name = _SHOWN_HOW.sub("", match[1])
        called = variables.called.get(name)
        if called in known:
            parts.append(f"{{{called}}}")
        elif variables.others_stay and called is None and name not in variables.unknown:
            # A space makes it no variable, and changes nothing else.
            parts.append(f"{{ {match[1]}}}")
        else:
            notes.add(what, Why.NO_VARIABLE, owner=owner, value=match[0])
    found = "".join((*parts, text[end:]))
    # What stood around one that was taken out may look like another.
    return _VARIABLE.sub(
        lambda match: match[0] if match[1] in known else f"{{ {match[1]}}}", found
    )


def joined(parts: Iterable[str], between: str = "\n\n") -> str:
    """Texts one after the other, without empty ones."""
    return between.join(one for one in parts if one)


def reason_of(answers: Iterable[tuple[str, str]], limit: int) -> str | None:
    """What was answered, as a ticket's reason: as much of it as has room.

    The rest stands in the other cog's message, which stays.
    """
    found = ""
    for question, answer in answers:
        line = f"{question.rstrip(':')}: {answer}" if question else answer
        wanted = joined((found, line), "\n")
        if len(wanted) > limit - 2:
            return _cut(wanted, limit) if not found else f"{found}\n…"
        found = wanted
    return found or None


def short_reason(text: str, limit: int) -> str | None:
    """A ticket's reason; of a longer one its beginning, the rest stands in its channel."""
    return _cut(text, limit) if is_visible(text) else None


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
