"""A conversation as plain text: what Discord's own preview of the file shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.lazy_pattern import lazy_pattern
from ...i18n import _
from ..document import Button, Container, FileBox, Gallery, Row, Section, Select, TextDisplay
from .elements import clean, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..document import Component, Content, Embed, Message, Poll, StoredFile, Thread, Transcript
    from .markup import Markup
    from .timestamps import Clock

#: A comment ends with two hyphens: none ever stand side by side.
_DOUBLE = lazy_pattern("-(?=-)")
#: Looks the same, and survives being copied.
_HYPHEN = "\u2010"
_INDENT = "  "


def safe(text: str) -> str:
    """A text that can't leave the comment it stands in, and can't begin one."""
    return _DOUBLE.sub(_HYPHEN, clean(text))


class PlainText:
    """Writes messages one after the other."""

    def __init__(self, transcript: Transcript, clock: Clock, markup: Markup) -> None:
        self._transcript, self._clock, self._markup = transcript, clock, markup
        self._names = transcript.names

    def head(self) -> str:
        """Sent, saved, server, channel."""
        transcript, clock = self._transcript, self._clock
        rows = (
            (_("Sent"), clock.full(transcript.opened_at)),
            (_("Saved"), clock.full(transcript.saved_at)),
            (_("Server"), line(transcript.server_name)),
            (_("Channel"), line(transcript.channel_name)),
        )
        width = max(len(label) for label, _value in rows)
        pair = _("{label}: {value}")
        lines = [
            pair.format(label=label, value=" " * (width - len(label)) + value)
            for label, value in rows
        ]
        return safe("\n".join((*lines, _("All times are in UTC."), "", "")))

    def tip(self) -> str:
        """How to see everything."""
        return safe("\n💡 " + _("Tip: download this file and open it in your browser") + "\n")

    def message(self, message: Message) -> str:
        """One message: who, when, and what, indented."""
        at = self._clock.full(message.at)
        if message.system is not None:
            head = f"[{at}] {line(message.system)}"
        else:
            head = f"[{self._author(message.author_id)}]: {at}"
        rows = [row for piece in self._said(message) for row in piece.split("\n")]
        body = "".join(f"{_INDENT}{row.rstrip()}\n" for row in rows)
        thread = "".join(self.thread(message.thread)) if message.thread is not None else ""
        return safe(f"{head}\n{body}\n") + thread

    def thread(self, thread: Thread) -> Iterator[str]:
        """A thread, under its name."""
        kind = _("Staff thread") if thread.is_staff else _("Thread")
        title = _("{label}: {value}").format(label=kind, value=line(thread.name))
        yield safe(f"── {title} ──\n\n")
        for message in thread.messages:
            yield self.message(message)
        yield "──\n\n"

    def _author(self, id_: int) -> str:
        author = self._names.authors.get(id_)
        return line(author.name) if author else _("unknown user")

    def _said(self, message: Message) -> Iterator[str]:
        for one in message.earlier:
            yield _("{label}: {value}").format(
                label=_("before the edit"), value=self._plain(one.text)
            )
        gone = _("deleted")
        if message.is_deleted:
            yield f"[{gone}]"
        yield from (f"📎 {line(name)} [{gone}]" for name in message.lost_files)
        yield from self._content(message.content)
        if message.forwarded is not None:
            yield "↪ " + _("Forwarded")
            for piece in self._content(message.forwarded):
                yield "\n".join(f"{_INDENT}{row}" for row in piece.split("\n"))

    def _content(self, content: Content) -> Iterator[str]:
        if content.text.strip():
            yield self._plain(content.text)
        for attachment in content.attachments:
            yield _file(attachment.file)
        for embed in content.embeds:
            yield from self._embed(embed)
        for sticker in content.stickers:
            yield _("Sticker: {name}").format(name=line(sticker.name))
        if content.poll is not None:
            yield from _poll(content.poll)
        for component in content.components:
            yield from self._component(component)

    def _embed(self, embed: Embed) -> Iterator[str]:
        for text in (embed.author, embed.title, embed.description):
            if text:
                yield self._plain(text)
        for field in embed.fields:
            yield f"{self._plain(field.name)}: {self._plain(field.value)}"
        if embed.image is not None:
            yield _file(embed.image)
        if embed.footer:
            yield self._plain(embed.footer)

    def _component(self, one: Component, depth: int = 0) -> Iterator[str]:
        if depth > 8:
            return
        if isinstance(one, TextDisplay):
            yield self._plain(one.text)
        elif isinstance(one, Button):
            emoji = one.emoji.name if one.emoji is not None else ""
            yield f"[{line(one.label if one.label.strip() else emoji)}]"
        elif isinstance(one, Select):
            words = line(one.placeholder) if one.placeholder.strip() else _("Choose an option")
            yield f"[{words}]"
        elif isinstance(one, Gallery):
            yield from (_file(item.file) for item in one.items)
        elif isinstance(one, FileBox):
            yield _file(one.attachment.file)
        elif isinstance(one, Row):
            yield " ".join(text for item in one.items for text in self._component(item, depth + 1))
        elif isinstance(one, (Section, Container)):
            for item in one.texts if isinstance(one, Section) else one.items:
                yield from self._component(item, depth + 1)

    def _plain(self, text: str) -> str:
        return clean(self._markup.plain(text).replace("\r\n", "\n"))


def _file(file: StoredFile) -> str:
    return f"📎 {line(file.name)}"


def _poll(poll: Poll) -> Iterator[str]:
    yield f"📊 {line(poll.question)}"
    for answer in poll.answers:
        yield f"{_INDENT}{'✓' if answer.is_winner else '·'} {line(answer.text)}: {answer.votes}"
