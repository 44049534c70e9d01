"""Colours that stay readable on a light page and on a dark one."""

from __future__ import annotations

from .elements import Html, html

#: Where a name is hardest to read: ``--at-page`` of the style sheet, dark and light.
_DARK, _LIGHT = 0x343960, 0xE6E8FD
#: What the Web Content Accessibility Guidelines ask of text.
_CONTRAST = 4.5


class Palette:
    """Gives each colour a class, and says at the end what the classes mean."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def css_class(self, colour: int | None) -> str | None:
        """The class for a text in this colour; 0 is Discord's “no colour”."""
        if not colour:
            return None
        return self._known.setdefault(colour & 0xFFFFFF, f"c{len(self._known)}")

    def style(self) -> Html:
        """The rules, for both kinds of pages."""
        light = "".join(
            f".{name}{{color:{css(readable(colour, _LIGHT))}}}"
            for colour, name in self._known.items()
        )
        dark = "".join(
            f".{name}{{color:{css(readable(colour, _DARK))}}}"
            for colour, name in self._known.items()
        )
        return html(f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}")


def css(colour: int) -> str:
    """A colour as style sheets write it."""
    return f"#{colour & 0xFFFFFF:06x}"


def readable(colour: int, background: int) -> int:
    """The colour itself, or the nearest on the way to white or black that can be read."""
    target = 0x000000 if _luminance(background) > 0.5 else 0xFFFFFF
    for step in range(21):
        mixed = _mixed(colour, target, step / 20)
        if contrast(mixed, background) >= _CONTRAST:
            return mixed
    return target


def _mixed(one: int, other: int, share: float) -> int:
    return sum(
        round((one >> shift & 255) * (1 - share) + (other >> shift & 255) * share) << shift
        for shift in (16, 8, 0)
    )


def contrast(one: int, other: int) -> float:
    """How well one can be read on the other, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: int) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(colour >> shift & 255) for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
