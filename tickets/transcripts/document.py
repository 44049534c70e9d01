"""A conversation as values: what was said, by whom, when; neither Discord's nor HTML's.

Times are whole seconds since the epoch, UTC. Texts are as their authors wrote them, with
Discord's marks (``<@1>``, ``**bold**``): whoever shows them escapes them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from enum import Enum
from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ..core.form import Answer


class Part(str, Enum):
    """The part that somebody plays in the ticket."""

    OPENER = "opener"
    MODERATOR = "moderator"
    ADDED = "added"
    NONE = "none"


@lazy_dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file of the conversation, on disk; or only its name, and why it isn't there."""

    name: str
    #: As Discord says it, such as ``image/png``; empty if it says nothing.
    content_type: str = ""
    #: Bytes.
    size: int = 0
    path: Path | None = None
    #: Why there is no `path`, in words for the reader.
    missing: str | None = None
    width: int | None = None
    height: int | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Author:
    """Somebody who wrote, or is mentioned."""

    #: Discord's, or below zero: a webhook writes under many names, and each counts.
    id: int
    name: str
    username: str
    avatar: StoredFile | None = None
    #: The colour of their highest coloured role, as a number.
    colour: int | None = None
    is_bot: bool = False
    part: Part = Part.NONE


@lazy_dataclass(frozen=True, kw_only=True)
class Emoji:
    """A Unicode emoji (`name` is the character itself), or a server's own with its picture."""

    name: str
    id: int | None = None
    picture: StoredFile | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that was sent with a message."""

    file: StoredFile
    #: For those who can't see it.
    description: str | None = None
    is_spoiler: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Sticker:
    """A sticker that was sent."""

    name: str
    picture: StoredFile | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Reaction:
    """How often an emoji was put below a message."""

    emoji: Emoji
    count: int


@lazy_dataclass(frozen=True, kw_only=True)
class EmbedField:
    """A field of an embed."""

    name: str
    value: str
    inline: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Embed:
    """A box below a message."""

    colour: int | None = None
    provider: str | None = None
    author: str | None = None
    author_url: str | None = None
    author_icon: StoredFile | None = None
    title: str | None = None
    url: str | None = None
    description: str | None = None
    fields: tuple[EmbedField, ...] = ()
    image: StoredFile | None = None
    thumbnail: StoredFile | None = None
    #: A film that the embed shows can't be kept: its address.
    video_url: str | None = None
    footer: str | None = None
    footer_icon: StoredFile | None = None
    timestamp: int | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class PollAnswer:
    """One answer of a poll."""

    text: str
    emoji: Emoji | None = None
    votes: int = 0
    is_winner: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Poll:
    """A poll and its result so far."""

    question: str
    answers: tuple[PollAnswer, ...]
    total_votes: int = 0
    is_closed: bool = False
    allows_several: bool = False


# ------------------------------------------------------------------------- components


@lazy_dataclass(frozen=True, kw_only=True)
class Button:
    """A button: one of Discord's styles, ``primary`` … ``link``."""

    label: str
    style: str = "secondary"
    emoji: Emoji | None = None
    url: str | None = None
    is_disabled: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Select:
    """A selector of any kind, with the options that it offers."""

    placeholder: str
    options: tuple[str, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class TextDisplay:
    """A text between other components."""

    text: str


@lazy_dataclass(frozen=True, kw_only=True)
class Thumbnail:
    """A small picture beside a section."""

    file: StoredFile
    description: str | None = None
    is_spoiler: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Section:
    """Texts with something beside them."""

    texts: tuple[Component, ...]
    accessory: Component | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Gallery:
    """Pictures side by side."""

    items: tuple[Attachment, ...]


@lazy_dataclass(frozen=True, kw_only=True)
class FileBox:
    """A file shown as a component."""

    attachment: Attachment


@lazy_dataclass(frozen=True, kw_only=True)
class Separator:
    """Space, with a line or without."""

    is_visible: bool = True


@lazy_dataclass(frozen=True, kw_only=True)
class Row:
    """Components side by side."""

    items: tuple[Component, ...]


@lazy_dataclass(frozen=True, kw_only=True)
class Container:
    """A box around components."""

    items: tuple[Component, ...]
    colour: int | None = None
    is_spoiler: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Unknown:
    """Something that Discord has and this cog doesn't know yet; `what` says it in words."""

    what: str


Component = (
    Button
    | Select
    | TextDisplay
    | Thumbnail
    | Section
    | Gallery
    | FileBox
    | Separator
    | Row
    | Container
    | Unknown
)


# ----------------------------------------------------------------- edits and deletions


@lazy_dataclass(frozen=True, kw_only=True)
class KeptVersion:
    """What a message said from a time on, and the names of its files."""

    at: int
    text: str
    files: tuple[str, ...] = ()


@lazy_dataclass(frozen=True, kw_only=True)
class KeptMessage:
    """What the bot has kept of a message: all that it said, oldest first."""

    id: int
    author_id: int
    versions: tuple[KeptVersion, ...]
    deleted_at: int | None = None


# --------------------------------------------------------------------------- messages


@lazy_dataclass(frozen=True, kw_only=True)
class Reply:
    """What a message answers. With neither author nor text it was deleted."""

    message_id: int | None = None
    author_id: int | None = None
    text: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the answered message no longer exists."""
        return self.author_id is None


@lazy_dataclass(frozen=True, kw_only=True)
class Content:
    """What a message says; also what a forwarded one says."""

    text: str = ""
    embeds: tuple[Embed, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    stickers: tuple[Sticker, ...] = ()
    components: tuple[Component, ...] = ()
    poll: Poll | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Message:
    """One message. A system message has `system`, its sentence; it may have content besides."""

    id: int
    author_id: int
    at: int
    content: Content = field(default_factory=Content)
    edited_at: int | None = None
    #: A sentence without formatting, such as "bob pinned a message to this channel."
    system: str | None = None
    reply: Reply | None = None
    #: A message that was forwarded here, and when it was written.
    forwarded: Content | None = None
    forwarded_at: int | None = None
    #: Who used which command to have this said.
    command: str | None = None
    command_by_id: int | None = None
    reactions: tuple[Reaction, ...] = ()
    is_pinned: bool = False
    #: What it said before, oldest first; only in the staff's copies.
    earlier: tuple[KeptVersion, ...] = ()
    #: Whether it is gone from the channel, and when that was, if that is known; likewise.
    is_deleted: bool = False
    deleted_at: int | None = None
    #: Names of files that are gone from it, or with it.
    lost_files: tuple[str, ...] = ()
    #: The thread that began at this message.
    thread: Thread | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Thread:
    """A thread of the channel."""

    id: int
    name: str
    messages: tuple[Message, ...]
    #: Only the staff sees it.
    is_staff: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Names:
    """What mentions stand for, by id."""

    authors: Mapping[int, Author] = field(default_factory=dict)
    #: (name, colour)
    roles: Mapping[int, tuple[str, int | None]] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)
    #: Servers' own emoji that occur in texts.
    emojis: Mapping[int, Emoji] = field(default_factory=dict)


@lazy_dataclass(frozen=True, kw_only=True)
class Transcript:
    """A whole conversation with what is known of its ticket."""

    server_name: str
    server_icon: StoredFile | None = None
    channel_name: str
    number: int
    opener_id: int
    reason: str | None = None
    #: What the opener answered to a form.
    answers: tuple[Answer, ...] = ()
    opened_at: int
    closed_at: int | None = None
    closed_by_id: int | None = None
    close_reason: str | None = None
    #: When it was collected.
    saved_at: int
    #: Everybody who wrote, most messages first.
    people: tuple[int, ...] = ()
    messages: tuple[Message, ...] = ()
    #: Threads that began at no message that is still there.
    threads: tuple[Thread, ...] = ()
    names: Names = field(default_factory=Names)
    #: What couldn't be kept, in words for the reader.
    notes: tuple[str, ...] = ()
    #: The same about the staff's threads.
    staff_notes: tuple[str, ...] = ()
    #: People, roles, channels and emoji that occur in the staff's threads and nowhere else.
    only_staff_knows: frozenset[int] = frozenset()
    #: What was said before edits and deletions, for the staff only; and since when that is kept.
    kept: tuple[KeptMessage, ...] = ()
    kept_since: int | None = None
    #: People, roles, channels and emoji that occur only there.
    only_kept_knows: frozenset[int] = frozenset()

    def with_kept(self) -> Transcript:
        """The transcript with what was said before edits and deletions: never the opener's."""
        kept = {one.id: one for one in self.kept}
        present = [_with_earlier(one, kept.pop(one.id, None)) for one in self.messages]
        gone = [_deleted(one) for one in kept.values()]
        messages = tuple(sorted((*present, *gone), key=lambda one: one.id))
        return replace(
            self,
            messages=messages,
            people=writers(messages, self.threads),
            kept=(),
            only_kept_knows=frozenset(),
        )

    def without_kept(self) -> Transcript:
        """The transcript as its channel shows it."""
        return replace(
            self,
            names=self.names_without(self.only_kept_knows),
            kept=(),
            kept_since=None,
            only_kept_knows=frozenset(),
        )

    def names_without(self, hidden: frozenset[int]) -> Names:
        """All names but those of what is `hidden`."""
        names = self.names
        return Names(
            authors={id_: one for id_, one in names.authors.items() if id_ not in hidden},
            roles={id_: one for id_, one in names.roles.items() if id_ not in hidden},
            channels={id_: one for id_, one in names.channels.items() if id_ not in hidden},
            emojis={id_: one for id_, one in names.emojis.items() if id_ not in hidden},
        )

    def without_staff(self) -> Transcript:
        """The transcript as the opener may have it: nothing in it is from a staff's thread.

        Such threads never begin at a message, so they all stand in `threads`.
        """
        threads = tuple(thread for thread in self.threads if not thread.is_staff)
        return replace(
            self,
            threads=threads,
            people=writers(self.messages, threads),
            names=self.names_without(self.only_staff_knows),
            staff_notes=(),
            only_staff_knows=frozenset(),
        )

    def staff_only(self) -> Transcript:
        """The staff's threads alone, for a file of their own."""
        threads = tuple(thread for thread in self.threads if thread.is_staff)
        return replace(
            self,
            messages=(),
            threads=threads,
            people=writers((), threads),
            notes=(),
            kept=(),
            kept_since=None,
        )


def _with_earlier(message: Message, kept: KeptMessage | None) -> Message:
    """A message that is still there, with what it said before."""
    if kept is None:
        return message
    versions = list(kept.versions)
    # The last edit may have been missed: then what is known last was before it, too.
    while versions and versions[-1].text == message.content.text:
        versions.pop()
    last = kept.versions[-1].files
    lost = tuple(
        dict.fromkeys(name for one in kept.versions for name in one.files if name not in last)
    )
    return replace(message, earlier=tuple(versions), lost_files=lost)


def _deleted(kept: KeptMessage) -> Message:
    """A message that isn't there any more."""
    *earlier, last = kept.versions
    return Message(
        id=kept.id,
        author_id=kept.author_id,
        at=kept.versions[0].at,
        content=Content(text=last.text),
        earlier=tuple(earlier),
        is_deleted=True,
        deleted_at=kept.deleted_at,
        lost_files=tuple(dict.fromkeys(name for one in kept.versions for name in one.files)),
    )


def writers(messages: Iterable[Message], threads: Iterable[Thread] = ()) -> tuple[int, ...]:
    """Everybody who wrote there, or in a thread that began there; most messages first."""
    counted: Counter[int] = Counter()
    for message in messages:
        counted[message.author_id] += 1
        if message.thread is not None:
            counted.update(said.author_id for said in message.thread.messages)
    for thread in threads:
        counted.update(said.author_id for said in thread.messages)
    return tuple(author_id for author_id, _count in counted.most_common())
