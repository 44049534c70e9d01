"""Words that were written for Discord, on a page: neither its marks nor its ids are seen."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from ...core.lazy_pattern import lazy_pattern
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A piece of text, and how it looks: empty, ``code`` or ``bold``.
Piece = tuple[str, str]

_MARKS = lazy_pattern(
    r"`(?P<code>[^`]+)`|\*\*(?P<bold>.+?)\*\*|\\(?P<escaped>[^\w\s]|_)"
    r"|<(?:@&|#|@!?)(?P<id>\d{1,20})>|<t:(?P<time>-?\d{1,12})(?::\w)?>|(?P<small>^-# )",
    re.MULTILINE | re.DOTALL,
)


def pieces(text: str, names: Mapping[int, str]) -> list[Piece]:
    """The text in pieces that a template shows one after the other, each as it is.

    `names` are those of roles and channels by their ids.
    """
    found: list[Piece] = []
    end = 0
    for match in _MARKS.finditer(text):
        found.append((text[end : match.start()], ""))
        end = match.end()
        match match.lastgroup:
            case "code":
                found.append((match["code"], "code"))
            case "bold":
                found.append((plain(match["bold"], names), "bold"))
            case "escaped":
                found.append((match["escaped"], ""))
            case "id":
                unknown = _("⚠️ deleted ({id})").format(id=match["id"])
                found.append((names.get(int(match["id"]), unknown), ""))
            case "time":
                found.append((_time(int(match["time"])), ""))
    found.append((text[end:], ""))
    return [one for one in found if one[0]]


def plain(text: str, names: Mapping[int, str]) -> str:
    """The same without any looks."""
    return "".join(piece for piece, _look in pieces(text, names))


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
