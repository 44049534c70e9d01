"""Messages as Discord shows them: in groups, by day, with what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ..document import Author, Content, Part
from .elements import Html, clipped, element, joined, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..document import KeptVersion, Message, Names, Reply, Thread
    from .contents import ContentWriter

#: Seconds within which one author's messages stand together.
_TOGETHER = 7 * 60
#: A longer thread is shown in pieces, so that a page can end between them.
_PIECE = 200


class Messages:
    """Writes messages one after the other."""

    def __init__(self, contents: ContentWriter, names: Names) -> None:
        self._contents, self._names = contents, names
        self._clock = contents.clock
        self._parts = {
            Part.OPENER: _("opener"),
            Part.MODERATOR: _("moderator"),
            Part.ADDED: _("added"),
        }

    def author(self, id_: int) -> Author:
        """Somebody, known or not."""
        known = self._names.authors.get(id_)
        return known or Author(id=id_, name=_("unknown user"), username="")

    def name(self, id_: int, tag: str = "bdi") -> Html:
        """Somebody's name in their colour."""
        author = self.author(id_)
        name = clipped(line(author.name), 100)
        return element(tag, name, class_=self._contents.palette.css_class(author.colour))

    def avatar(self, id_: int, kind: str = "av") -> Html:
        """Somebody's picture, or their initial."""
        author = self.author(id_)
        picture = self._contents.files.icon(author.avatar)
        initial = None if picture else line(author.name)[:1].upper()
        paint = picture or f"a{abs(id_) // 4194304 % 6}"
        return element("span", initial, class_=f"{kind} {paint}", aria_hidden="true")

    def all(self, messages: Sequence[Message], level: int = 2) -> Iterator[tuple[Html, bool]]:
        """Each message with the day before it if it is the day's first, and whether a group
        begins with it."""
        previous: Message | None = None
        for message in messages:
            new_day = previous is None or previous.at // 86400 != message.at // 86400
            starts = new_day or previous is None or not _together(previous, message)
            day = self._day(message.at, level) if new_day else None
            yield joined((day, self.message(message, starts=starts, level=level))), starts
            previous = message

    def _day(self, at: int, level: int) -> Html:
        return element(f"h{level}", element("span", self._clock.day(at, "full")), class_="day")

    # ------------------------------------------------------------------ one message

    def message(self, message: Message, *, starts: bool, level: int) -> Html:
        """One message, with its author if a group starts with it."""
        if message.system is not None:
            return self._system(message)
        head = self._head(message, level) if starts else self._aside(message)
        return element(
            "article",
            self._above(message),
            head,
            self._body(message),
            id=f"m{message.id}",
            class_=("m first" if starts else "m") + (" gone" if message.is_deleted else ""),
        )

    def _body(self, message: Message) -> Html:
        said = self._contents.content(message.content, self._edited(message))
        if message.forwarded is not None:
            said = joined((said, self._forwarded(message)))
        if not said:
            said = element("div", _("This message has no content."), class_="note")
        return joined(
            (
                *(self._earlier(one) for one in message.earlier),
                said,
                self._lost(message),
                self._contents.reactions(message.reactions),
                self.thread(message.thread) if message.thread is not None else None,
            )
        )

    def _head(self, message: Message, level: int) -> Html:
        """Picture, name, part and time."""
        author = self.author(message.author_id)
        part = self._parts.get(author.part)
        heading = element(
            f"h{min(level + 1, 6)}",
            self.name(message.author_id),
            element("span", _("APP"), class_="tag") if author.is_bot else None,
            element("span", part, class_=f"part {author.part.value}") if part else None,
            self._pinned(message),
            self._clock.element(message.at, self._clock.short(message.at)),
            class_="by",
        )
        return joined((self.avatar(message.author_id), heading))

    def _aside(self, message: Message) -> Html:
        """The time of a message within a group."""
        at = self._clock.element(message.at, self._clock.time(message.at), class_="t")
        return joined((at, self._pinned(message)))

    def _pinned(self, message: Message) -> Html | None:
        if not message.is_pinned:
            return None
        return element("span", "📌 ", _("pinned"), class_="pin")

    def _edited(self, message: Message) -> Html | None:
        if message.edited_at is None:
            return None
        title = self._clock.full(message.edited_at)
        return element("span", _("(edited)"), class_="edited", title=title)

    def _earlier(self, one: KeptVersion) -> Html:
        """What it said before."""
        label = element("span", _("before the edit"), class_="tag", title=self._clock.full(one.at))
        text = self._contents.content(Content(text=one.text))
        return element("div", label, text, class_="was")

    def _lost(self, message: Message) -> Html | None:
        """That it was deleted, and which files are gone."""
        if not message.is_deleted and not message.lost_files:
            return None
        label = None
        if message.is_deleted:
            at = message.deleted_at
            when = self._clock.full(at) if at is not None else None
            label = element("span", _("deleted"), class_="tag", title=when)
        files = [
            element("span", "📎 ", clipped(line(name), 100), class_="lost")
            for name in message.lost_files
        ]
        return element("div", label, *files, class_="traces")

    def _above(self, message: Message) -> Html | None:
        """What it answers, or who used which command."""
        if message.reply is not None:
            return self._reply(message.reply)
        if message.command is None:
            return None
        command = element("span", line(message.command), class_="at")
        if message.command_by_id is None:
            return element("div", command, class_="re")
        before, _name, after = _("{name} used {command}").partition("{name}")
        middle, _command, end = after.partition("{command}")
        person = joined(
            (self.avatar(message.command_by_id, "mini"), self.name(message.command_by_id))
        )
        return element("div", before, person, middle, command, end, class_="re")

    def _reply(self, reply: Reply) -> Html:
        if reply.author_id is None:
            gone = element("em", _("The original message was deleted."))
            return element("div", gone, class_="re")
        text = clipped(" ".join(reply.text.split()), 160)
        words = self._contents.markup.inline(text) or _("Jump to the message")
        if "<a " in words or "<label" in words:
            # Neither may stand inside a link.
            words = self._contents.markup.plain(text)
        shown = element("span", words, class_="what")
        if reply.message_id is not None:
            shown = element("a", shown, href=f"#m{reply.message_id}", rel="noreferrer noopener")
        person = joined((self.avatar(reply.author_id, "mini"), self.name(reply.author_id)))
        label = element("span", _("Replying to"), class_="sr")
        return element("div", label, " ", person, " ", shown, class_="re")

    def _forwarded(self, message: Message) -> Html:
        assert message.forwarded is not None
        said = self._contents.content(message.forwarded)
        when = None
        if message.forwarded_at is not None:
            when = element("div", self._contents.at(message.forwarded_at), class_="dim")
        title = element("div", "↪ ", _("Forwarded"), class_="dim")
        return element("div", title, said, when, class_="fwd")

    def _system(self, message: Message) -> Html:
        at = self._clock.element(message.at, self._clock.short(message.at))
        sentence = element("span", line(message.system or ""), class_="said")
        return element(
            "article",
            element("span", "→", class_="arrow", aria_hidden="true"),
            sentence,
            " ",
            at,
            self._contents.content(message.content),
            self._contents.reactions(message.reactions),
            self.thread(message.thread) if message.thread is not None else None,
            id=f"m{message.id}",
            class_="m first sys",
        )

    # ------------------------------------------------------------------ threads

    def thread(self, thread: Thread) -> Html:
        """A whole thread."""
        return joined(self.thread_in_pieces(thread))

    def thread_in_pieces(self, thread: Thread) -> Iterator[Html]:
        """A thread; a long one in several boxes."""
        kind = _("Staff thread") if thread.is_staff else _("Thread")
        count = _("Messages: {count}").format(count=len(thread.messages))
        for first in range(0, max(len(thread.messages), 1), _PIECE):
            piece = thread.messages[first : first + _PIECE]
            label = kind
            if len(piece) < len(thread.messages):
                label += f" {first + 1}-{first + len(piece)}"
            summary = element(
                "summary",
                element("b", _("{label}: {value}").format(label=label, value="")),
                element("bdi", line(thread.name)),
                element("span", count, class_="dim"),
            )
            inside = joined(one for one, _starts in self.all(piece, level=4))
            kinds = "thread staff" if thread.is_staff else "thread"
            yield element("details", summary, inside, class_=kinds, open=True)


def _together(previous: Message, message: Message) -> bool:
    """Whether a message stands in the same group as the one before."""
    return (
        previous.author_id == message.author_id
        and message.at - previous.at < _TOGETHER
        and previous.system is None
        and message.system is None
        and message.reply is None
        and message.command is None
        and previous.thread is None
    )
