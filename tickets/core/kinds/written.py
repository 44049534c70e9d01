"""What is written: numbers and texts. Both are changed in a form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from .. import templates
from ..errors import NotANumber, OutOfRange, TextEmpty, TextTooLong
from ..lazy_pattern import lazy_pattern
from ..render import words as text_words
from ..render.pages import row
from ..settings import Unreadable
from .kind import FULL, Control, Field, FieldKind, Kind, Shown, quoted

if TYPE_CHECKING:
    from ..references import Matching

_NUMBER = lazy_pattern(r"[+-]?\d{1,9}", re.ASCII)
_GREY = discord.ButtonStyle.grey
#: Texts that may be longer than this get a field of several lines.
ONE_LINE = 100
#: Discord's limit for what somebody types.
LONGEST_SENT = 4000


class Written(Kind):
    """A value with *Edit* and *Default*."""

    #: The word for which an empty field stands; without one, there has to be something.
    empty_word: str | None = None

    def field(self) -> Field:
        """A line, or several."""
        limit = self.form_limit
        kind = FieldKind.LINE if limit is not None and limit <= ONE_LINE else FieldKind.TEXT
        return Field(kind=kind, limit=limit)

    def sent(self, guild: discord.Guild, texts: tuple[str, ...]) -> Any:
        """What was written; a page lets through more than Discord would."""
        text = texts[0].replace("\r\n", "\n") if texts else ""
        if self.empty_word is not None and not text.strip():
            text = self.empty_word
        if len(text) > LONGEST_SENT:
            raise TextTooLong(limit=self.form_limit or LONGEST_SENT, length=len(text))
        return self.read(text.strip())

    def blocks(self, at: Control) -> list[discord.ui.Item[Any] | str]:
        """Two buttons below the setting's words; what a type has by default is said elsewhere."""
        edit: discord.ui.Button[Any] = discord.ui.Button(
            label=_("Edit"),
            style=_GREY,
            custom_id=at.identify("menu-edit"),
            disabled=at.is_idle,
        )
        default: discord.ui.Button[Any] = discord.ui.Button(
            label=_("Default"),
            style=_GREY,
            custom_id=at.identify("menu-default"),
            disabled=at.is_idle or at.value == at.setting.default,
        )
        return [at.text, row(edit) if at.type_id is not None else row(edit, default)]


class Number(Written):
    """A whole number; `zero` says what 0 means."""

    form_limit = len("-1000000")

    def __init__(self, minimum: int, maximum: int, zero: str | None = None) -> None:
        self.minimum = minimum
        self.maximum = maximum
        self.zero = zero

    def field(self) -> Field:
        """A number between the bounds."""
        return Field(
            kind=FieldKind.NUMBER,
            bounds=(self.minimum, self.maximum),
            nothing=_(self.zero) if self.zero else "",
        )

    def loaded(self, stored: Any) -> int:
        """A number within the bounds."""
        if type(stored) is not int or not self.minimum <= stored <= self.maximum:
            raise Unreadable
        return stored

    def schema(self) -> dict[str, Any]:
        """A number within the bounds."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}

    def from_file(self, given: Any, matching: Matching) -> int:
        """The number; raises ``OutOfRange``."""
        return self.check(given)

    def check(self, value: int) -> int:
        """`value`, or ``OutOfRange``."""
        if not self.minimum <= value <= self.maximum:
            raise OutOfRange(minimum=self.minimum, maximum=self.maximum)
        return value

    def read(self, text: str) -> int:
        """The number that `text` means; raises ``NotANumber`` or ``OutOfRange``."""
        if not _NUMBER.fullmatch(text.strip()):
            raise NotANumber(given=text)
        return self.check(int(text))

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """The number, or what 0 means."""
        return _(self.zero) if value == 0 and self.zero else str(value)

    def possible(self) -> str:
        """From where to where."""
        return _("Possible values: {minimum} to {maximum}.").format(
            minimum=self.minimum, maximum=self.maximum
        )


class Text(Written):
    """A text with variables. `default_words` is what is shown while none is set."""

    shown_in = "line"

    def __init__(
        self, limit: int, variables: tuple[str, ...], default_words: str | None = None
    ) -> None:
        self.limit = self.form_limit = limit
        self.variables = variables
        self.default_words = default_words

    def field(self) -> Field:
        """A line, or several, with what it may name."""
        plain = super().field()
        return Field(kind=plain.kind, limit=plain.limit, variables=self.variables)

    def loaded(self, stored: Any) -> str:
        """Any text: older versions may have allowed others."""
        if not isinstance(stored, str):
            raise Unreadable
        return stored

    def schema(self) -> dict[str, Any]:
        """A text."""
        return {"type": "string", "maxLength": self.limit}

    def from_file(self, given: Any, matching: Matching) -> str | None:
        """The checked text."""
        return self.read(given)

    def check(self, value: str) -> str:
        """`value` without outer white space, or one of the ``SettingRefused`` errors."""
        text = value.strip()
        if not text:
            raise TextEmpty
        if len(text) > self.limit:
            raise TextTooLong(limit=self.limit, length=len(text))
        templates.check(text, self.variables)
        return text

    def read(self, text: str) -> str | None:
        """The checked text; None for the default's words, which follow the server's language."""
        value = self.check(text)
        return None if self.default_words and value == _(self.default_words) else value

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """The text, clipped, or the default's words marked as such."""
        if value is None:
            text = _(self.default_words) if self.default_words else ""
            return _("{text} (default)").format(text=text_words.clip(text, shown.limit))
        return quoted(value, shown.limit)

    def possible(self) -> str:
        """How long, and with which variables."""
        if not self.variables:
            return _("Up to {limit} characters.").format(limit=self.limit)
        return _("Up to {limit} characters. Variables: {variables}.").format(
            limit=self.limit, variables=", ".join(f"`{{{name}}}`" for name in self.variables)
        )

    def form_text(self, value: Any) -> str:
        """The text, or the default's words."""
        if value is None:
            return _(self.default_words) if self.default_words else ""
        return str(value)
