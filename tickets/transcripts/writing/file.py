"""A conversation as one HTML file that needs nothing else.

It is made in two steps, so that memory doesn't grow with the conversation. First the messages
are written to the disk, with marks where files belong. Then it is known how much space is left
for pictures, and the file is put together: the text for Discord's preview, the style sheet with
what is shown more than once, and the messages with their files.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

from redbot.core.i18n import get_babel_locale, get_locale

from ...core.lazy_dataclass import lazy_dataclass
from ...i18n import _
from ..document import Message, StoredFile, Thread, Transcript
from .colours import Palette
from .contents import ContentWriter
from .embedding import EmbeddedFiles
from .messages import Messages
from .page import Page
from .text import PlainText, safe
from .timestamps import Clock
from .turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from .elements import Html

#: The share of a file that messages may take before another file begins; and the share that
#: the plain text may take, which only serves to be seen before the file is opened.
_MESSAGES_SHARE = 0.7
_TEXT_SHARE = 0.2
#: Bytes for what stands around the messages, besides what is counted.
_RESERVE = 2_000
#: Bytes that are held at once.
_BUFFER = 1 << 20


@lazy_dataclass(frozen=True)
class Written:
    """A transcript on disk."""

    path: Path
    size: int
    #: Of everything in the file above its last lines, which say it.
    sha256: str
    #: What follows as files of their own: the next parts of a very long transcript, then what
    #: had no space.
    separate: tuple[StoredFile, ...]
    #: What is larger than `limit` by itself.
    left_out: tuple[StoredFile, ...]


@lazy_dataclass(frozen=True)
class _Entry:
    """Where one message stands on the disk."""

    html_end: int
    text_end: int
    #: What it can take in the page, without files.
    length: int
    slots: tuple[int, ...]
    starts: bool


def write_html(
    transcript: Transcript,
    path: Path,
    *,
    limit: int,
    with_staff_thread: bool = False,
    with_kept: bool = False,
) -> Written:
    """Writes a transcript that is smaller than `limit` bytes.

    What was said before edits and deletions is in it only `with_kept`.

    To be run in a thread: it knows neither Discord nor an event loop. The words are in the
    locale of the context that it is called in, which ``asyncio.to_thread`` hands on.
    """
    if not with_staff_thread:
        transcript = transcript.without_staff()
    transcript = transcript.with_kept() if with_kept else transcript.without_kept()
    return _Writer(transcript, path, limit).write()


class _Writer:
    """Writes one transcript."""

    def __init__(self, transcript: Transcript, path: Path, limit: int) -> None:
        self._transcript, self._path, self._limit = transcript, path, limit
        self._locale = get_babel_locale(get_locale())
        names = transcript.names
        self._files = EmbeddedFiles(limit, self._locale)
        self._contents = ContentWriter(names, Clock(self._locale), Palette(), self._files)
        self._messages = Messages(self._contents, names)
        self._page = Page(transcript, self._locale, self._contents, self._messages)
        self._text = PlainText(transcript, self._contents.clock, self._contents.markup)
        self._turns = Turns()
        self._counts = Counter(message.author_id for message in _all(transcript))

    def write(self) -> Written:
        """Everything, in as many files as are needed."""
        htmls = self._path.with_name(f"{self._path.name}.messages")
        texts = self._path.with_name(f"{self._path.name}.text")
        try:
            entries = self._spool(htmls, texts)
            parts = _in_parts(entries, int(self._limit * _MESSAGES_SHARE))
            with htmls.open("rb") as html, texts.open("rb") as text:
                written = [
                    self._write_part(part, (number, len(parts)), html, text)
                    for number, part in enumerate(parts, 1)
                ]
        finally:
            htmls.unlink(missing_ok=True)
            texts.unlink(missing_ok=True)
        first, *others = written
        outside = {str(file.path): file for part in written for file in part.separate}
        more = (
            StoredFile(name=one.path.name, content_type="text/html", size=one.size, path=one.path)
            for one in others
        )
        return Written(
            path=first.path,
            size=first.size,
            sha256=first.sha256,
            separate=(*more, *outside.values()),
            left_out=self._files.left_out,
        )

    # ------------------------------------------------------------------ first step

    def _spool(self, htmls: Path, texts: Path) -> list[_Entry]:
        """Writes all messages one after the other, and says where each one ends."""
        entries: list[_Entry] = []
        html_end = text_end = 0
        with htmls.open("wb", _BUFFER) as html_file, texts.open("wb", _BUFFER) as text_file:
            for html, text, starts in self._pieces():
                html_end += html_file.write(f"{html}\n".encode())
                text_end += text_file.write(text.encode())
                entries.append(
                    _Entry(
                        html_end,
                        text_end,
                        self._files.length(html) + 1,
                        tuple(self._files.marks(html)),
                        starts,
                    )
                )
                self._turns.offer()
        return entries

    def _pieces(self) -> Iterator[tuple[Html, str, bool]]:
        """Messages, then threads, as HTML and as text."""
        messages = self._transcript.messages
        written = self._messages.all(messages)
        for message, (html, starts) in zip(messages, written, strict=True):
            yield html, self._text.message(message), starts
        for thread in self._transcript.threads:
            text = "".join(self._text.thread(thread))
            for html in self._messages.thread_in_pieces(thread):
                yield html, text, True
                text = ""

    # ------------------------------------------------------------------ second step

    def _write_part(
        self, entries: Sequence[_Entry], part: tuple[int, int], html: BinaryIO, text: BinaryIO
    ) -> Written:
        number, parts = part
        named = f" ({number}/{parts})" if parts > 1 else ""
        path = self._path if number == 1 else self._further(number)
        header = self._page.header(self._counts, part)
        head = self._page.head(named)
        seal = self._page.seal("0" * 64)
        fixed = sum(len(piece.encode()) for piece in (head, header, seal)) + _RESERVE
        space = self._limit - fixed - sum(entry.length for entry in entries)
        preview = _Preview(self._text, text, min(space, int(self._limit * _TEXT_SHARE)))
        space -= preview.measure(entries)
        plan = self._files.plan((slot for entry in entries for slot in entry.slots), space)
        with path.open("wb", _BUFFER) as file:
            sealed = _Sealed(file, self._turns)
            sealed.write("\ufeff<!--\n")
            preview.write(entries, sealed)
            sealed.write(f"-->\n{head}")
            sealed.write_all(self._files.style(plan))
            sealed.write(header)
            for entry in entries:
                sealed.write_all(
                    self._files.fill(html.read(entry.html_end - html.tell()).decode(), plan)
                )
            sealed.write("</main>\n")
            sha256 = sealed.sha256
            sealed.write(self._page.seal(sha256))
        return Written(path, sealed.size, sha256, tuple(plan.outside), ())

    def _further(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.stem}_{number}{self._path.suffix}")


class _Sealed:
    """A file, its size and its checksum while it is written."""

    def __init__(self, file: BinaryIO, turns: Turns) -> None:
        self._file, self._turns = file, turns
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """Of what has been written so far."""
        return self._hash.hexdigest()

    def write(self, piece: str | bytes) -> None:
        """Appends."""
        data = piece.encode() if isinstance(piece, str) else piece
        self._hash.update(data)
        self.size += self._file.write(data)
        self._turns.offer()

    def write_all(self, pieces: Iterable[bytes]) -> None:
        """Appends one piece after the other."""
        for piece in pieces:
            self.write(piece)


class _Preview:
    """The plain text at the head of a file, as much of it as may be there."""

    def __init__(self, words: PlainText, file: BinaryIO, space: int) -> None:
        self._head, self._tip, self._file = words.head(), words.tip(), file
        self._space = space - len((self._head + self._tip + self._rest()).encode())
        self._shown = 0

    def measure(self, entries: Sequence[_Entry]) -> int:
        """Decides how many messages are shown, and says how many bytes that is."""
        start = self._file.tell()
        size = 0
        for shown, entry in enumerate(entries, 1):
            if entry.text_end - start > self._space:
                break
            self._shown, size = shown, entry.text_end - start
        return size + len((self._head + self._tip + self._rest()).encode())

    def write(self, entries: Sequence[_Entry], sealed: _Sealed) -> None:
        """Writes the text, and goes to where the next part's text begins."""
        sealed.write(self._head)
        for entry in entries[: self._shown]:
            sealed.write(self._file.read(entry.text_end - self._file.tell()))
        if self._shown < len(entries):
            sealed.write(self._rest())
            self._file.seek(entries[-1].text_end)
        sealed.write(self._tip)

    @staticmethod
    def _rest() -> str:
        return safe("[…] " + _("The rest is in the page itself.") + "\n")


def _in_parts(entries: Sequence[_Entry], space: int) -> list[Sequence[_Entry]]:
    """Nearly always one; another begins with a group of messages if that is possible."""
    if sum(entry.length for entry in entries) <= space:
        return [entries]
    parts: list[list[_Entry]] = [[]]
    used = 0
    for entry in entries:
        ends = used + entry.length > space or (entry.starts and used > space * 0.9)
        if parts[-1] and ends:
            parts.append([])
            used = 0
        parts[-1].append(entry)
        used += entry.length
    return list(parts)


def _all(transcript: Transcript) -> Iterator[Message]:
    """Every message, those in threads included."""

    def within(messages: Iterable[Message]) -> Iterator[Message]:
        for message in messages:
            yield message
            if message.thread is not None:
                yield from within(message.thread.messages)

    threads: Sequence[Thread] = transcript.threads
    yield from within(transcript.messages)
    for thread in threads:
        yield from within(thread.messages)
