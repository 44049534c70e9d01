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
    from collections.abc import Callable

#: What ids of buttons say for showing the editor, and for changing a panel's component; words
#: of 1.0.0 that never change. The form of the latter is called ``panel-door``.
EDITOR, COMPONENT = "desk", "door"

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
#: As many as a selector that asks "Which panel?" can show.
PANELS_LIMIT = 25

_COLOUR = lazy_pattern(r"(?:#|0x)?([0-9a-f]{6})", re.IGNORECASE | re.ASCII)


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
class PanelReason:
    """One choice of a selector. `id` stays when it is renamed or moved, and never comes again."""

    id: int
    name: str
    emoji: str | None = None
    description: str | None = None


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
    label: str = ""
    emoji: str | None = None
    button_colour: ButtonColour = ButtonColour.BLURPLE
    #: What a press on the button gives as the ticket's reason.
    reason: str | None = None
    placeholder: str | None = None
    reasons: tuple[PanelReason, ...] = field(default=())
    #: The last id that a reason was given: who still sees a removed reason must not get another.
    last_reason_id: int = 0
    look: PanelLook | None = None

    def reason_with_id(self, reason_id: int) -> PanelReason:
        """The reason with that id, or ``ReasonGone``."""
        for reason in self.reasons:
            if reason.id == reason_id:
                return reason
        raise ReasonGone

    def reason_named(self, name: str) -> PanelReason:
        """The reason with that name or position (from 1), or ``NoSuchReason``."""
        by_name = {reason.name.casefold(): reason for reason in self.reasons}
        by_position = {str(place): reason for place, reason in enumerate(self.reasons, 1)}
        found = by_name.get(name.casefold()) or by_position.get(name)
        if found is not None:
            return found
        raise NoSuchReason(given=name, known=tuple(one.name for one in self.reasons))

    def with_reason(
        self, name: str, *, emoji: str | None = None, description: str | None = None
    ) -> Panel:
        """With one more reason at the end."""
        if len(self.reasons) >= REASONS_LIMIT:
            raise TooManyReasons(limit=REASONS_LIMIT)
        new = PanelReason(
            id=self.last_reason_id + 1,
            name=self._free_name(name, None),
            emoji=emoji,
            description=optional(description, REASON_DESCRIPTION_LIMIT),
        )
        return replace(self, reasons=(*self.reasons, new), last_reason_id=new.id)

    def with_changed(
        self, old: PanelReason, *, name: str, emoji: str | None, description: str | None
    ) -> Panel:
        """With a reason's words changed; its place stays."""
        new = PanelReason(
            id=old.id,
            name=self._free_name(name, old),
            emoji=emoji,
            description=optional(description, REASON_DESCRIPTION_LIMIT),
        )
        return replace(
            self, reasons=tuple(new if one.id == old.id else one for one in self.reasons)
        )

    def with_moved(self, reason: PanelReason, position: int) -> Panel:
        """With a reason at another position, from 1; too large is the last one."""
        others = [one for one in self.reasons if one.id != reason.id]
        others.insert(max(position, 1) - 1, reason)
        return replace(self, reasons=tuple(others))

    def without_reason(self, reason: PanelReason) -> Panel:
        """With one reason less. The last one can't go: Discord has no empty selectors."""
        if len(self.reasons) == 1:
            raise LastReason
        return replace(self, reasons=tuple(one for one in self.reasons if one.id != reason.id))

    def _free_name(self, name: str, present: PanelReason | None) -> str:
        name = required(name, REASON_NAME_LIMIT)
        for other in self.reasons:
            if other is not present and other.name.casefold() == name.casefold():
                raise DuplicateReason(name=other.name)
        return name

    def refused_emoji(self, option: int | None) -> tuple[str, str] | None:
        """The emoji that Discord has refused, and whose it is; None if that can't be told."""
        entries = [(reason.emoji, reason.name) for reason in self.reasons]
        if self.kind is PanelKind.BUTTON:
            entries, option = [(self.emoji, self.label)], 0
        if option is None:
            entries, option = [one for one in entries if one[0]], 0
        if option >= len(entries):
            return None
        emoji, name = entries[option]
        return (emoji, name) if emoji else None

    def with_emojis(self, keeps: Callable[[str], bool]) -> Panel:
        """The panel with only those of its emojis for which `keeps` is true."""

        def kept(emoji: str | None) -> str | None:
            return emoji if emoji and keeps(emoji) else None

        reasons = tuple(replace(reason, emoji=kept(reason.emoji)) for reason in self.reasons)
        return replace(self, emoji=kept(self.emoji), reasons=reasons)


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
    """The reason was removed from its panel."""


class PanelRefused(SettingRefused):
    """What is wanted of a panel can't work."""


class NoSuchPanel(PanelRefused):
    """No panel has that number; `known` are those that exist."""

    given: str
    known: tuple[int, ...]


class NoSuchReason(PanelRefused):
    """No reason of the panel has that name or position."""

    given: str
    known: tuple[str, ...]


class TooManyReasons(PanelRefused):
    """A selector has as many reasons as Discord allows."""

    limit: int


class DuplicateReason(PanelRefused):
    """Two reasons of a panel can't have the same name."""

    name: str


class LastReason(PanelRefused):
    """The only reason of a selector can't be removed."""


class NotASelector(PanelRefused):
    """Only selectors have reasons."""


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
