"""Draws statistics as a picture: a program of its own, which needs Pillow.

It reads JSON from its input and writes a PNG. The bot starts it where Pillow is installed, so
that neither the library nor a fault in it is ever inside the bot. Words come translated.
"""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from functools import lru_cache
from typing import Any

#: Made for a phone of 390 points, on which Discord shows it a little smaller.
WIDTH, _MARGIN, _GAP = 780, 40, 28
#: A card of its own colour, which stands on a dark and on a light client alike.
_GROUND, _CARD, _INK, _FAINT = "#1e1f22", "#2b2d31", "#f2f3f5", "#b5bac1"
_BARS, _BEST = "#5865f2", "#f0b232"
_HEADS, _WORDS, _SMALL = 34, 26, 22
_COLUMNS, _LINE = 190, 34
#: Fonts that systems have, the first one that is there.
FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "arial.ttf")


def draw(about: dict[str, Any]) -> bytes:
    """The PNG; `about` has titles, numbers, and charts of columns."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - never in the bot

    charts = about["charts"]
    rows = -(-len(about["numbers"]) // 2)
    times = [(title, _lines(text, _WORDS)) for title, text in about["times"]]
    tall = _MARGIN + 50 + rows * 96 + sum(50 + len(lines) * _LINE for _title, lines in times)
    tall += len(charts) * (_COLUMNS + 120) + _MARGIN
    image = Image.new("RGB", (WIDTH, tall), _GROUND)
    pen = ImageDraw.Draw(image)
    top = _MARGIN
    _write(pen, (_MARGIN, top), about["title"], _HEADS, _INK)
    top += 60
    half = (WIDTH - 2 * _MARGIN - _GAP) // 2
    for place, (title, number) in enumerate(about["numbers"]):
        left = _MARGIN + place % 2 * (half + _GAP)
        here = top + place // 2 * 96
        pen.rounded_rectangle((left, here, left + half, here + 84), 12, fill=_CARD)
        _write(pen, (left + 16, here + 10), title, _SMALL, _FAINT)
        _write(pen, (left + half - 16, here + 34), number, _HEADS, _INK, anchor="ra")
    top += rows * 96 + 8
    for title, lines in times:
        _write(pen, (_MARGIN, top), title, _SMALL, _FAINT)
        for place, words in enumerate(lines):
            _write(pen, (_MARGIN, top + 30 + place * _LINE), words, _WORDS, _INK)
        top += 50 + len(lines) * _LINE
    for chart in charts:
        _chart(pen, top, chart)
        top += _COLUMNS + 120
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _chart(pen: Any, top: int, chart: dict[str, Any]) -> None:
    """Columns with the names below some of them; the highest has another colour."""
    _write(pen, (_MARGIN, top), chart["title"], _WORDS, _INK)
    counts, names = chart["counts"], chart["names"]
    step = (WIDTH - 2 * _MARGIN) / len(counts)
    largest, base = max([1, *counts]), top + 60 + _COLUMNS
    for place, count in enumerate(counts):
        left = _MARGIN + place * step
        high = max(round(_COLUMNS * count / largest), 2 if count else 0)
        if high:
            box = (left + step * 0.12, base - high, left + step * 0.88, base)
            pen.rectangle(box, fill=_BEST if count == largest else _BARS)
        if names[place]:
            _write(pen, (left + step / 2, base + 10), names[place], _SMALL, _FAINT, anchor="ma")
        if len(counts) <= 7 and count:
            at = (left + step / 2, base - high - 28)
            _write(pen, at, f"{count}", _SMALL, _INK, anchor="ma")
    pen.line((_MARGIN, base, WIDTH - _MARGIN, base), fill=_FAINT)


def _lines(text: str, size: int) -> list[str]:
    """A text in lines that fit: in one it would be too small for a phone."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _font(size).getlength(longer) > WIDTH - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _write(
    pen: Any, at: tuple[float, float], text: str, size: int, colour: str, anchor: str = "la"
) -> None:
    """Words, smaller where they would leave the picture."""
    font, text = _font(size), text if _has_accents() else _without_accents(text)
    while size > 14 and pen.textlength(text, font=font) > WIDTH - 2 * _MARGIN:
        size -= 1
        font = _font(size)
    pen.text(at, text, font=font, fill=colour, anchor=anchor)


@lru_cache(maxsize=50)
def _font(size: int) -> Any:
    """A font of the system's, or else the library's own, which has no accents."""
    from PIL import ImageFont  # noqa: PLC0415 - never in the bot

    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _has_accents() -> bool:
    return bool(_font(_WORDS).getname()[0] != "Aileron")


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(one for one in parts if not unicodedata.combining(one))


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
