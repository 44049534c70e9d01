"""The files of a conversation on their way into the page.

While the messages are written nobody knows how much space there will be. So each file leaves a
mark in the text, and when the text is done, the space that is left is given away: first to what
is small and everywhere (avatars, emoji), then to pictures, then to other files; within each, to
the smallest first, so that as many as possible fit. What is shown more than once is
stored once, in the style sheet.
"""

from __future__ import annotations

import base64
from dataclasses import field
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from ...core.lazy_dataclass import lazy_dataclass
from ...core.lazy_pattern import lazy_pattern
from ...i18n import _
from .elements import Html, clipped, element, escape, html, line
from .pictures import OTHER, Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from babel import Locale

    from ..document import StoredFile

#: Texts have no null characters any more when they get into the page.
_MARK = lazy_pattern("\0(\\d+)\0")
#: A multiple of three, so that pieces of Base64 can stand one after the other.
_PIECE = 3 * 64 * 1024
#: What a rule or an attribute around a picture takes.
_AROUND = 120
_HERE = "\1"
#: What a picture in the style sheet may have: avatars and emoji of Discord's are below that.
_ICON_LIMIT = 600_000


@lazy_dataclass(frozen=True)
class Source:
    """A file's bytes in the page."""

    path: Path
    kind: Kind
    size: int

    @property
    def length(self) -> int:
        """What it takes, as text."""
        return (self.size + 2) // 3 * 4 + _AROUND


@lazy_dataclass(frozen=True)
class Slot:
    """A place in the text where a file belongs, and what stands there in which case."""

    file: StoredFile
    source: Source
    #: With `_HERE` where the address goes.
    inside: Html
    #: With `_HERE` where the class goes: for pictures shown again and again.
    again: Html | None
    outside: Html

    @property
    def longest(self) -> int:
        """How long the text can become, without the file."""
        texts = (self.inside, self.again or "", self.outside)
        return max(len(text.encode()) for text in texts)


@lazy_dataclass
class Plan:
    """What goes where, in one page."""

    #: Numbers of the places whose file is in the page.
    inside: set[int] = field(default_factory=set)
    #: Each once, in the style sheet; with its class.
    shared: dict[Path, tuple[str, Source]] = field(default_factory=dict)
    outside: list[StoredFile] = field(default_factory=list)


class EmbeddedFiles:
    """Takes files and gives marks for them; later plans which fit and writes those."""

    def __init__(self, limit: int, locale: Locale) -> None:
        self._limit = limit
        self._locale = locale
        self._icons: dict[Path, tuple[str, Source]] = {}
        self._slots: list[Slot] = []
        self._sources: dict[Path, Source | None] = {}
        self._left_out: dict[str, StoredFile] = {}

    @property
    def left_out(self) -> tuple[StoredFile, ...]:
        """Files that are too large for any message."""
        return tuple(self._left_out.values())

    # ------------------------------------------------------------------ taking files

    def icon(self, file: StoredFile | None) -> str | None:
        """The class of a small picture, if there is one."""
        source = self._source(file.path, file.content_type) if file and file.path else None
        if source is None or not source.kind.is_picture or source.size > _ICON_LIMIT:
            return None
        name = f"p{len(self._icons)}"
        return self._icons.setdefault(source.path, (name, source))[0]

    def is_picture(self, file: StoredFile) -> bool:
        """Whether the file is shown as a picture, or would be if there is space for it."""
        source = self._source(file.path, file.content_type) if file.path else None
        return source is not None and source.kind.is_picture

    def picture(self, file: StoredFile, words: str | None, *, enlarges: bool = True) -> Html:
        """A picture, or the box of a file that isn't one."""
        source = self._source(file.path, file.content_type) if file.path else None
        if source is None or not source.kind.is_picture:
            return self.attachment(file, words)
        if source.size > self._limit:
            return self._too_large(file, source)
        alt = clipped(line(words or file.name), 1000)
        made = _enlarged if enlarges else Html
        return self._slot(
            Slot(
                file=file,
                source=source,
                inside=made(_img(source.kind, alt)),
                again=made(_shared(source.kind, alt)),
                outside=self._box(file, _("This picture follows as a file of its own.")),
            )
        )

    def attachment(self, file: StoredFile, words: str | None = None) -> Html:
        """Any file: shown if it is a picture, played if it plays, else handed out."""
        source = self._source(file.path, file.content_type) if file.path else None
        if source is None:
            return self._box(file, file.missing or _("This file was not kept."))
        if source.kind.is_picture:
            return self.picture(file, words)
        if source.size > self._limit:
            return self._too_large(file, source)
        if source.kind.plays:
            inside = self._player(file, source.kind, words)
        else:
            source = Source(source.path, OTHER, source.size)
            inside = self._box(file, words, address=_HERE)
        outside = self._box(file, _("This file follows as a file of its own."))
        return self._slot(Slot(file, source, inside, None, outside))

    def _too_large(self, file: StoredFile, source: Source) -> Html:
        self._left_out.setdefault(str(source.path), file)
        return self._box(file, _("Left out: the file is larger than what can be sent here."))

    def _slot(self, slot: Slot) -> Html:
        self._slots.append(slot)
        return html(f"\0{len(self._slots) - 1}\0")

    def _source(self, path: Path | None, claimed: str) -> Source | None:
        """A file's bytes, if they are there."""
        if path is None:
            return None
        if path not in self._sources:
            try:
                size = path.stat().st_size
                self._sources[path] = Source(path, kind_of(path, claimed), size)
            except OSError:
                self._sources[path] = None
        return self._sources[path]

    def _box(self, file: StoredFile, words: str | None, address: str | None = None) -> Html:
        """Name and size of a file, and what is to be said about it."""
        name = clipped(line(file.name), 260)
        shown: Html | str = name
        if address is not None:
            shown = html(f'<a download="{escape(name)}" href="{address}">{escape(name)}</a>')
        return element(
            "div",
            element("span", "📄", class_="sheet", aria_hidden="true"),
            element("bdi", shown, class_="file-name"),
            element("span", self._size(file), class_="dim") if file.size or file.path else None,
            element("div", line(words), class_="note") if words else None,
            class_="file",
        )

    def _size(self, file: StoredFile) -> str:
        source = self._sources.get(file.path) if file.path else None
        return size_in_words(source.size if source else file.size, self._locale)

    def _player(self, file: StoredFile, kind: Kind, words: str | None) -> Html:
        tag = kind.mime.partition("/")[0]
        name = clipped(line(file.name), 260)
        label = escape(line(words) if words else name)
        player = html(
            f'<{tag} controls preload="metadata" src="{_HERE}" aria-label="{label}"></{tag}>'
        )
        caption = element("div", element("bdi", name), " ", self._size(file), class_="dim")
        return element("div", player, caption, class_="player")

    # ---------------------------------------------------------------- giving space away

    @staticmethod
    def marks(text: str) -> list[int]:
        """The places for files in a text."""
        return [int(number) for number in _MARK.findall(text)]

    def length(self, text: str) -> int:
        """How many bytes a text can become, without the files in it."""
        return len(text.encode()) + sum(self._slots[number].longest for number in self.marks(text))

    def plan(self, numbers: Iterable[int], space: int) -> Plan:
        """Gives `space` bytes to the files that belong into these places."""
        plan = Plan()
        space = self._plan_icons(plan, space)
        files: dict[Path, list[int]] = {}
        for number in numbers:
            files.setdefault(self._slots[number].source.path, []).append(number)
        first = [(self._slots[numbers[0]], numbers) for numbers in files.values()]
        by_size = sorted(first, key=lambda one: one[0].source.size)
        pictures = [one for one in by_size if one[0].again is not None]
        others = [one for one in by_size if one[0].again is None]
        for slot, numbers in pictures:
            source = slot.source
            if source.path in plan.shared:
                plan.inside.update(numbers)
            elif source.length <= space:
                space -= source.length
                plan.inside.update(numbers)
                if len(numbers) > 1:
                    plan.shared[source.path] = (f"q{numbers[0]}", source)
        for slot, numbers in others:
            length = slot.source.length * len(numbers)
            if length <= space:
                space -= length
                plan.inside.update(numbers)
        plan.outside += [slot.file for slot, numbers in first if numbers[0] not in plan.inside]
        return plan

    def _plan_icons(self, plan: Plan, space: int) -> int:
        for path, (name, source) in sorted(self._icons.items(), key=lambda one: one[1][1].size):
            # Never all of the space: the last avatar is worth less than the first picture.
            if source.length <= space // 2:
                plan.shared[path] = (name, source)
                space -= source.length
        return space

    # ------------------------------------------------------------------ writing

    def style(self, plan: Plan) -> Iterator[bytes]:
        """The style sheet's rules with the shared pictures."""
        for name, source in plan.shared.values():
            yield f".{name}{{background-image:url(data:{source.kind.mime};base64,".encode()
            yield from _base64(source)
            yield b")}\n"

    def fill(self, text: str, plan: Plan) -> Iterator[bytes]:
        """A text with its files in their places."""
        pieces = _MARK.split(text)
        for at, piece in enumerate(pieces):
            if at % 2 == 0:
                yield piece.encode()
            else:
                yield from self._fill(int(piece), plan)

    def _fill(self, number: int, plan: Plan) -> Iterator[bytes]:
        slot = self._slots[number]
        source = slot.source
        if number not in plan.inside:
            yield slot.outside.encode()
        elif slot.again is not None and source.path in plan.shared:
            yield slot.again.replace(_HERE, plan.shared[source.path][0]).encode()
        else:
            before, _here, after = slot.inside.partition(_HERE)
            yield f"{before}data:{source.kind.mime};base64,".encode()
            yield from _base64(source)
            yield after.encode()


def size_in_words(size: int, locale: Locale) -> str:
    """A number of bytes as people say it."""
    value, unit = float(size), 0
    while value >= 1000 and unit < 3:
        value, unit = value / 1000, unit + 1
    units = (_("bytes"), _("kB"), _("MB"), _("GB"))
    shown = format_decimal(value, "#,##0.#" if value < 10 and unit else "#,##0", locale=locale)
    return f"{shown}\u00a0{units[unit]}"


def _enlarged(picture: Html) -> Html:
    """A picture that fills the window when it is pressed, without any script."""
    box = element("input", type="checkbox", aria_label=_("Enlarge"))
    return element("label", box, picture, class_="zoom")


def _img(kind: Kind, alt: str) -> Html:
    """A picture with its address to be filled in."""
    rest = element("img", alt=alt, width=kind.width, height=kind.height, decoding="async")
    return html(rest.replace("<img", f'<img src="{_HERE}"', 1))


def _shared(kind: Kind, alt: str) -> Html:
    """The same, painted by the style sheet."""
    css = f"width:{kind.width}px;aspect-ratio:{kind.width}/{kind.height}"
    classes = f"shared {_HERE}"
    made = element("span", role="img", aria_label=alt, style=css)
    return html(made.replace("<span", f'<span class="{classes}"', 1))


def _base64(source: Source) -> Iterator[bytes]:
    """A file in pieces; never more than what there was space for."""
    left = source.size
    try:
        with source.path.open("rb") as file:
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield base64.b64encode(piece)
    except OSError:
        # It was there a moment ago: the page shows its name, and everything else.
        return
