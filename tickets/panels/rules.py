"""Panels: messages from which members open tickets."""

from __future__ import annotations

import re
from dataclasses import field, replace
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..core import errors
from ..core.errors import Refused, SettingRefused
from ..core.lazy_dataclass import lazy_dataclass
from ..core.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..core.ticket_type import TicketType

#: What ids of buttons say for showing the editor, and for changing a panel's component; words
#: of 1.0.0 that never change. The form of the latter is called ``panel-door``.
EDITOR, COMPONENT = "desk", "door"

#: The id of the button that 1.0.0 knew.
FIRST = 1
#: Notices of this feature; stored words.
PANEL_GONE, PANEL_EMOJI = "panel_gone", "panel_emoji"
#: Discord's limits.
LABEL_LIMIT = 80
REASON_NAME_LIMIT = 100
REASON_DESCRIPTION_LIMIT = 100
PLACEHOLDER_LIMIT = 150
REASONS_LIMIT = 25
CONTENT_LIMIT = 2000
AUTHOR_LIMIT = 256
TITLE_LIMIT = 256
TEXT_LIMIT = 4000
FOOTER_LIMIT = 2048
ADDRESS_LIMIT = 2048
#: All words of an embed together.
EMBED_LIMIT = 6000
#: Two rows of buttons.
BUTTONS_LIMIT = 10
#: As many as a selector that asks "Which panel?" can show.
PANELS_LIMIT = 25

_COLOUR = lazy_pattern(r"(?:#|0x)?([0-9a-f]{6})", re.IGNORECASE | re.ASCII)
#: Signs that are emoji by Unicode's list: https://www.unicode.org/Public/16.0.0/ucd/emoji/
#: emoji-data.txt. Many signs between them, such as € and ─, are none, and Discord refuses them.
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3"
    "\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d"
    "\u2620\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665"
    "\u2666\u2668\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1"
    "\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd"
    "\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e"
    "\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50"
    "\u2b55\u3030\u303d\u3297\u3299\U0001f004\U0001f0cf\U0001f170-\U0001f171\U0001f17e\U0001f17f"
    "\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f202\U0001f21a\U0001f22f\U0001f232-\U0001f23a"
    "\U0001f250\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0"
    "\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
#: One of them, perhaps with a skin tone or in colour.
_PICTURE = f"[{_EMOJI}]\ufe0f?[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]{{0,8}}"
_UNICODE_EMOJI = lazy_pattern(
    f"[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{{2}}|{_PICTURE}(?:\u200d{_PICTURE}){{0,6}}"
)


class PanelKind(str, Enum):
    """How members open a ticket from the panel. Stored values."""

    BUTTON = "button"
    SELECTOR = "selector"


class ButtonColour(str, Enum):
    """Discord's colours of buttons. Stored values."""

    BLURPLE = "blurple"
    GREY = "grey"
    GREEN = "green"
    RED = "red"


@lazy_dataclass(frozen=True, kw_only=True)
class Entry:
    """One way from a panel to a ticket: a button, or a choice of its selector.

    `id` stays when it is renamed or moved, and never comes again. What it doesn't say itself, its
    type says.
    """

    id: int
    #: The words on the button or of the choice; None for those of its type.
    name: str | None = None
    emoji: str | None = None
    #: Below a choice.
    description: str | None = None
    #: What a press gives as the ticket's reason.
    reason: str | None = None
    #: Which type of ticket it opens; None for no type.
    type_id: int | None = None
    #: Of a button.
    colour: ButtonColour = ButtonColour.BLURPLE

    def with_words_of(self, found: TicketType) -> Entry:
        """As members see it, with the words of its type where it has none."""
        return replace(
            self,
            name=self.name or found.name,
            emoji=self.emoji or found.emoji,
            description=self.description or found.description,
        )


@lazy_dataclass(frozen=True, kw_only=True)
class PanelLook:
    """The message around the button or selector; what is None isn't there."""

    content: str | None = None
    author: str | None = None
    title: str | None = None
    text: str | None = None
    footer: str | None = None
    colour: int | None = None
    thumbnail: str | None = None
    image: str | None = None

    def check(self) -> None:
        """Raises ``EmptyLook`` or ``TextTooLong`` for what Discord would refuse."""
        words = (self.author, self.title, self.text, self.footer)
        if not any((self.content, *words, self.image)):
            raise EmptyLook
        for text, limit in (
            (self.content, CONTENT_LIMIT),
            *zip(words, (AUTHOR_LIMIT, TITLE_LIMIT, TEXT_LIMIT, FOOTER_LIMIT), strict=True),
            ("".join(word or "" for word in words), EMBED_LIMIT),
        ):
            if len(text or "") > limit:
                raise errors.TextTooLong(limit=limit, length=len(text or ""))


@lazy_dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel as stored. `look` None is the default look."""

    guild_id: int
    number: int
    kind: PanelKind
    channel_id: int
    message_id: int | None = None
    #: False when it was attached to a message that existed before.
    owns_message: bool = True
    placeholder: str | None = None
    entries: tuple[Entry, ...] = field(default=())
    #: The last id that an entry was given: who still sees a removed one must not get another.
    last_entry_id: int = 0
    look: PanelLook | None = None

    def entry_with_id(self, entry_id: int) -> Entry:
        """The entry with that id, or ``ReasonGone``."""
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise ReasonGone

    def entry_named(self, name: str) -> Entry:
        """The entry with that name or position (from 1), or ``NoSuchReason``."""
        names = [entry.name or "" for entry in self.entries]
        for place, entry in enumerate(self.entries, 1):
            if name.casefold() == names[place - 1].casefold():
                return entry
        if name.isdecimal() and 0 < int(name) <= len(self.entries):
            return self.entries[int(name) - 1]
        raise NoSuchReason(given=name, known=tuple(filter(None, names)))

    def with_entries(self, wanted: Iterable[Entry]) -> Panel:
        """With these entries instead, in their order; those with the id 0 get one.

        Raises as :meth:`with_entry`, and ``LastReason`` for none.
        """
        panel = replace(self, entries=())
        for one in wanted:
            panel = panel.with_entry(one)
            if one.id:
                panel = replace(
                    panel,
                    entries=(*panel.entries[:-1], replace(panel.entries[-1], id=one.id)),
                    last_entry_id=self.last_entry_id,
                )
        if not panel.entries:
            raise LastReason
        return panel

    def with_entry(self, new: Entry) -> Panel:
        """With one more entry at the end; its id is chosen here."""
        limit = BUTTONS_LIMIT if self.kind is PanelKind.BUTTON else REASONS_LIMIT
        if len(self.entries) >= limit:
            raise TooManyReasons(limit=limit)
        new = replace(self._checked(new, None), id=self.last_entry_id + 1)
        return replace(self, entries=(*self.entries, new), last_entry_id=new.id)

    def with_reason(
        self, name: str, *, emoji: str | None = None, description: str | None = None
    ) -> Panel:
        """With one more entry whose name is the ticket's reason."""
        return self.with_entry(
            Entry(id=0, name=name, emoji=emoji, description=description, reason=name)
        )

    def with_changed(self, new: Entry) -> Panel:
        """With the entry of the same id changed; its place stays."""
        old = self.entry_with_id(new.id)
        new = self._checked(new, old)
        return replace(
            self, entries=tuple(new if one.id == new.id else one for one in self.entries)
        )

    def with_moved(self, entry: Entry, position: int) -> Panel:
        """With an entry at another position, from 1; too large is the last one."""
        others = [one for one in self.entries if one.id != entry.id]
        others.insert(max(position, 1) - 1, entry)
        return replace(self, entries=tuple(others))

    def without_entry(self, entry: Entry) -> Panel:
        """With one entry less. The last one can't go: there would be nothing to press."""
        if len(self.entries) == 1:
            raise LastReason
        return replace(self, entries=tuple(one for one in self.entries if one.id != entry.id))

    def without_type(self, type_id: int) -> Panel:
        """Without the entries that open tickets of this type; raises ``LastReason`` likewise."""
        left = tuple(one for one in self.entries if one.type_id != type_id)
        if not left:
            raise LastReason
        return replace(self, entries=left)

    def with_words_of(self, types: Iterable[TicketType]) -> Panel:
        """As members see it, with the words of types where entries have none."""
        by_id = {one.id: one for one in types}
        return replace(
            self,
            entries=tuple(
                one.with_words_of(by_id[one.type_id]) if one.type_id in by_id else one
                for one in self.entries
            ),
        )

    def _checked(self, new: Entry, present: Entry | None) -> Entry:
        """With its words within Discord's limits. Two entries can't have the same name."""
        limit = LABEL_LIMIT if self.kind is PanelKind.BUTTON else REASON_NAME_LIMIT
        name = optional(new.name, limit)
        if name is None and new.type_id is None:
            raise errors.TextEmpty
        for other in self.entries:
            known = other.name or ""
            if other is not present and name and known.casefold() == name.casefold():
                raise DuplicateReason(name=known)
        return replace(
            new,
            name=name,
            description=optional(new.description, REASON_DESCRIPTION_LIMIT),
            reason=optional(new.reason, REASON_NAME_LIMIT),
        )

    def refused_emoji(self, option: int | None) -> tuple[str, str] | None:
        """The emoji that Discord has refused, and whose it is; None if that can't be told.

        `option` is the choice of a selector, as far as Discord says.
        """
        entries = [(entry.emoji, entry.name or "") for entry in self.entries]
        if self.kind is PanelKind.BUTTON or option is None:
            entries, option = [one for one in entries if one[0]], 0
        if option >= len(entries):
            return None
        emoji, name = entries[option]
        return (emoji, name) if emoji else None

    def with_emojis(self, keeps: Callable[[str], bool]) -> Panel:
        """The panel with only those of its emojis for which `keeps` is true."""

        def kept(emoji: str | None) -> str | None:
            return emoji if emoji and keeps(emoji) else None

        entries = tuple(replace(entry, emoji=kept(entry.emoji)) for entry in self.entries)
        return replace(self, entries=entries)


def required(text: str, limit: int) -> str:
    """`text` without outer white space; raises ``TextEmpty`` or ``TextTooLong``."""
    short = optional(text, limit)
    if short is None:
        raise errors.TextEmpty
    return short


def optional(text: str | None, limit: int) -> str | None:
    """`text` without outer white space, None when empty; raises ``TextTooLong``."""
    text = (text or "").strip()
    if len(text) > limit:
        raise errors.TextTooLong(limit=limit, length=len(text))
    return text or None


def is_unicode_emoji(text: str) -> bool:
    """Whether a text is one emoji that Discord takes, and none of a server's own."""
    return _UNICODE_EMOJI.fullmatch(text) is not None


def colour_from(text: str) -> int | None:
    """A colour such as ``#5865F2``, None for no text; raises ``NotAColour``."""
    text = text.strip()
    if not text:
        return None
    found = _COLOUR.fullmatch(text)
    if found is None:
        raise NotAColour(given=text)
    return int(found[1], 16)


def address_from(text: str) -> str | None:
    """The address of a picture, None for no text; raises ``NotAnAddress``."""
    text = text.strip()
    if not text:
        return None
    try:
        parts = urlsplit(text)
        server = parts.hostname
    except ValueError:
        raise NotAnAddress(given=text) from None
    if parts.scheme not in {"http", "https"} or not server or len(text.split()) != 1:
        raise NotAnAddress(given=text)
    return required(text, ADDRESS_LIMIT)


class PanelGone(Refused):
    """The panel was removed."""


class ReasonGone(Refused):
    """The button or choice was removed from its panel."""


class PanelRefused(SettingRefused):
    """What is wanted of a panel can't work."""


class NoSuchPanel(PanelRefused):
    """No panel has that number; `known` are those that exist."""

    given: str
    known: tuple[int, ...]


class NoSuchReason(PanelRefused):
    """No button or choice of the panel has that name or position."""

    given: str
    known: tuple[str, ...]


class TooManyReasons(PanelRefused):
    """The panel has as many buttons or choices as it can."""

    limit: int


class DuplicateReason(PanelRefused):
    """Two buttons or choices of a panel can't have the same name."""

    name: str


class LastReason(PanelRefused):
    """The only button or choice of a panel can't be removed."""


class NotAColour(PanelRefused):
    """A colour such as #5865F2 was expected."""

    given: str


class NotAnAddress(PanelRefused):
    """The address of a picture has to begin with http:// or https://."""

    given: str


class EmptyLook(PanelRefused):
    """A message without any words or picture can't be posted."""


class NotOurMessage(PanelRefused):
    """A panel can only be attached to a message of the bot's own."""


class MessageHasComponents(PanelRefused):
    """The message has buttons or selectors already."""


class NotAPanelChannel(PanelRefused):
    """The place for a panel was deleted, or isn't a text channel."""


class TooManyPanels(PanelRefused):
    """The server has as many panels as the cog allows."""

    limit: int


class NoSuchMessage(PanelRefused):
    """No message was found by that link or id."""
