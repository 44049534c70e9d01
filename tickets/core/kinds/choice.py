"""One of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from ..errors import NotAChoice, UnknownTicket
from ..render import words as text_words
from ..settings import Unreadable
from .kind import FULL, Control, Field, FieldKind, Kind, Shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from enum import Enum

#: Discord's limit for an option of a selector.
_OPTION_LABEL = 100


class Choice(Kind):
    """One member of an enumeration whose values are stored, each with what it means."""

    shown_in = "control"

    def __init__(self, meanings: Mapping[Any, str]) -> None:
        self.meanings = dict(meanings)
        self._by_word: dict[str, Enum] = {member.value: member for member in meanings}

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The words that may be given, and what each means."""
        return tuple((word, self.meanings[member]) for word, member in self._by_word.items())

    def loaded(self, stored: Any) -> Enum:
        """The member with that value."""
        if not isinstance(stored, str) or stored not in self._by_word:
            raise Unreadable
        return self._by_word[stored]

    def stored(self, value: Any) -> Any:
        """The member's value."""
        return getattr(value, "value", value)

    def schema(self) -> dict[str, Any]:
        """One of the words."""
        return {"enum": list(self._by_word)}

    def read(self, text: str) -> Enum:
        """The member that `text` names in any case; raises ``NotAChoice``."""
        if text.lower() not in self._by_word:
            raise NotAChoice(given=text, choices=tuple(self._by_word))
        return self._by_word[text.lower()]

    def chosen(self, guild: discord.Guild, values: tuple[str, ...]) -> Enum:
        """The option that was chosen."""
        if not values:
            raise UnknownTicket
        return self.read(values[0])

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """What the option means."""
        return _(self.meanings[value])

    def possible(self) -> str:
        """All options."""
        listed = ", ".join(f"`{word}` ({_(meaning)})" for word, meaning in self.options)
        return _("Possible values: {values}.").format(values=listed)

    def field(self) -> Field:
        """The options."""
        options = tuple((word, _capital(_(meaning))) for word, meaning in self.options)
        return Field(kind=FieldKind.CHOICE, options=options)

    def held(self, value: Any, exists: Collection[int]) -> tuple[str, ...]:
        """The member's value."""
        return (self.stored(value),)

    def selector(self, at: Control) -> discord.ui.Item[Any]:
        """The options, with the present one chosen."""
        return discord.ui.Select(
            custom_id=at.identify("menu-choose"),
            # For clients that don't show which option is the default.
            placeholder=text_words.clip(_capital(self.words(at.value)), _OPTION_LABEL),
            options=[
                discord.SelectOption(
                    label=text_words.clip(_capital(_(meaning)), _OPTION_LABEL),
                    value=word,
                    default=word == self.stored(at.value),
                )
                for word, meaning in self.options
            ],
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
