"""HTML that can't be anything but what this package meant: texts are escaped by type.

What people wrote is ``str``; what may stand in a page as it is, is :class:`Html`. Only
:func:`element`, :func:`escape` and :func:`joined` make ``Html`` from texts, so a type checker
sees where something unescaped would get in, and whatever is done to an ``Html`` with the
methods of strings is a ``str`` again and gets escaped.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ...core.lazy_pattern import lazy_pattern
from ...core.naming import INVISIBLE_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What a page or UTF-8 can't hold, and what turns the direction of all that follows.
_UNFIT = lazy_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}"
        for plane in range(1 << 16, 0x110000, 1 << 16)
    )
    + "]"
)
#: What changes the direction for a while: in names it only serves to deceive.
_TURNING = lazy_pattern("[\u061c\u200e\u200f\u2066-\u2069]")
_SIGNS = lazy_pattern("[&<>\"']")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Html(str):
    """A piece of a page."""

    __slots__ = ()


#: What can stand inside an element; nothing is left out.
Child = str | Html | None
NOTHING = Html()


def clean(text: str) -> str:
    """A text without the characters that no page may have."""
    return _UNFIT.sub("", text)


def line(text: str) -> str:
    """A name for one line, which keeps its direction to itself; ``?`` if nothing is seen."""
    shown = " ".join(_TURNING.sub("", clean(text)).split())
    visible = any(
        char not in INVISIBLE_CHARACTERS and unicodedata.category(char)[0] not in "CMZ"
        for char in shown
    )
    return shown if visible else "?"


def clipped(text: str, limit: int) -> str:
    """`text`, or its beginning and an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str) -> Html:
    """A text as a page shows it."""
    return Html(_SIGNS.sub(lambda sign: _ESCAPES[sign[0]], _UNFIT.sub("", text)))


def joined(pieces: Iterable[Child]) -> Html:
    """Pieces one after the other; texts among them are escaped."""
    return Html("".join([one if isinstance(one, Html) else escape(one) for one in pieces if one]))


def element(tag: str, *children: Child, **attributes: str | int | bool | None) -> Html:
    """An element. An underscore at the end of an attribute's name is dropped, others are
    hyphens; attributes that are None or False are left out."""
    shown = tag
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        shown += f" {name}" if value is True else f' {name}="{escape(str(value))}"'
    if tag in _VOID:
        return Html(f"<{shown}>")
    return Html(f"<{shown}>{joined(children)}</{tag}>")


def html(trusted: str) -> Html:
    """What this package itself has written as HTML, such as its style sheet."""
    return Html(trusted)
