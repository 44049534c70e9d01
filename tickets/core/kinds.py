"""What a setting can be: each kind says which values it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import errors, templates

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Roles that a ticket's channel can name and still leave room for added people.
ROLE_LIMIT = 25

_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Toggle:
    """On or off."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number; `zero` says what 0 means."""

    minimum: int
    maximum: int
    zero: str | None = None

    def check(self, value: int) -> int:
        """`value`, or :class:`errors.OutOfRange`."""
        if not self.minimum <= value <= self.maximum:
            raise errors.OutOfRange(minimum=self.minimum, maximum=self.maximum)
        return value

    def read(self, text: str) -> int:
        """The number that `text` means, :class:`errors.NotANumber` or ``OutOfRange``."""
        if not _NUMBER.fullmatch(text.strip()):
            raise errors.NotANumber(given=text)
        return self.check(int(text))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, each with what it means."""

    options: tuple[tuple[str, str], ...]

    def check(self, value: str) -> str:
        """The option that `value` names in any case, or :class:`errors.NotAChoice`."""
        names = tuple(name for name, _meaning in self.options)
        if value.lower() not in names:
            raise errors.NotAChoice(given=value, choices=names)
        return value.lower()


@dataclass(frozen=True, slots=True)
class Text:
    """A text with variables. `default_words` is what is shown while none is set."""

    limit: int
    variables: tuple[str, ...]
    default_words: str | None = None

    def check(self, value: str) -> str:
        """`value` without outer white space, or one of the ``SettingRefused`` errors."""
        text = value.strip()
        if not text:
            raise errors.TextEmpty
        if len(text) > self.limit:
            raise errors.TextTooLong(limit=self.limit, length=len(text))
        templates.check(text, self.variables)
        return text


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """What matters about a role that someone wants to use."""

    id: int
    is_everyone: bool = False
    is_managed: bool = False
    is_administrator: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """A set of roles."""

    limit: int = ROLE_LIMIT

    def check(self, roles: Sequence[RoleFacts]) -> tuple[int, ...]:
        """The roles' ids without repetition, or one of the ``SettingRefused`` errors."""
        for role in roles:
            if role.is_everyone:
                raise errors.EveryoneRole
            if role.is_managed:
                raise errors.ManagedRole(role_id=role.id)
            if role.is_administrator:
                raise errors.AdministratorRole(role_id=role.id)
        ids = tuple(dict.fromkeys(role.id for role in roles))
        if len(ids) > self.limit:
            raise errors.TooManyRoles(limit=self.limit)
        return ids


@dataclass(frozen=True, slots=True)
class Category:
    """A category in which the bot can make channels."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A text channel in which the bot can write."""


Kind = Toggle | Number | Choice | Text | Roles | Category | Channel
