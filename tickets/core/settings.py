"""Settings: what one is, and what a server has set.

A feature's settings are a frozen class in its ``settings.py``, one field each. What can be
said of a setting stands in its field: commands, help, overview, menu and documentation are made
from that. A server's :class:`Settings` give each part by its class: ``settings[ClosingSettings]``.
"""

from __future__ import annotations

import contextlib
import dataclasses
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from .declaration import declaration, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .kinds.kind import Kind
    from .ticket import Ticket

P = TypeVar("P")


class Unreadable(Exception):
    """What is stored can't be the value of a setting."""


def _(text: str) -> str:
    """Marks a text for translation; it is translated where it is shown."""
    return text


@declaration(frozen=True)
class Page:
    """A group of settings: a page of the menu, and a part of the overview."""

    #: Stands in ids of buttons.
    name: str
    title: str
    icon: str
    #: Its place among the pages.
    order: int
    #: What the button says that leads to it.
    edit: str


BASICS = Page("basics", _("Basics"), "🔧", 1, _("Edit basics"))
CUSTOMISATION = Page("customisation", _("Customisation"), "🎨", 2, _("Edit texts"))
OPENING = Page("opening", _("Opening"), "📝", 3, _("Edit opening"))
CLOSING = Page("closing", _("Closing"), "🏁", 4, _("Edit closing"))


class Scope(Enum):
    """For what a setting can be set."""

    #: For the whole server only.
    SERVER = "server"
    #: For a type of tickets, too.
    TYPE = "type"


@declaration(frozen=True)
class OnlyWhile:
    """A setting does something only while the setting `key` is `value`; `why` says so."""

    key: str
    value: Any
    why: str


class _Same:
    """Says that 1.0.0 had the same default."""


SAME = _Same()


@declaration(frozen=True, kw_only=True)
class Setting:
    """One setting: where it is found, what it may be and how it is explained.

    `command` is the word after ``[p]ticketset``; `examples` are arguments for its help. `order` is
    its place on the page. With `kept`, a ticket keeps what it was opened with for after a reset.
    `before` is what 1.0.0 had for its default: servers that were set up with it keep that.
    """

    key: str
    command: str
    page: Page
    order: int
    kind: Kind
    default: Any
    title: str
    help: str
    examples: tuple[str, ...]
    only_while: OnlyWhile | None = None
    scope: Scope = Scope.TYPE
    kept: bool = False
    before: Any = SAME

    def idle(self, settings: Settings) -> str | None:
        """Why the setting does nothing at present, None if it does."""
        needed = self.only_while
        if needed is None or settings.get(needed.key) == needed.value:
            return None
        return needed.why


def setting(
    default: Any,
    kind: Kind,
    *,
    command: str,
    page: Page,
    order: int,
    title: str,
    help: str,  # noqa: A002 - the field's word
    examples: tuple[str, ...],
    only_while: OnlyWhile | None = None,
    scope: Scope = Scope.TYPE,
    kept: bool = False,
    before: Any = SAME,
) -> Any:
    """A field that is a setting; ``key`` and default are the field's own."""
    described = {
        "command": command,
        "page": page,
        "order": order,
        "kind": kind,
        "title": title,
        "help": help,
        "examples": examples,
        "only_while": only_while,
        "scope": scope,
        "kept": kept,
        "before": before,
    }
    return dataclasses.field(default=default, metadata=described)


@declaration(frozen=True, kw_only=True)
class Status:
    """What stands above all settings."""

    #: Whether tickets may be opened.
    enabled: bool = False
    #: Whether anything was set since the last reset; with tickets of before it, whether the
    #: system was set up again.
    configured: bool = False


class Declared:
    """All settings that there are, by key."""

    def __init__(self, parts: Iterable[type]) -> None:
        """Raises ``ValueError`` for two settings with the same key or command."""
        self.settings: dict[str, Setting] = {}
        self.defaults: dict[str, Any] = {}
        for part in (Status, *parts):
            for field in fields_of(part):
                if field.name in self.defaults:
                    raise ValueError(f"two settings are called {field.name}")
                self.defaults[field.name] = field.default
                if field.metadata:
                    self.settings[field.name] = Setting(
                        key=field.name, default=field.default, **field.metadata
                    )
        self.by_command = {one.command: one for one in self.in_order}
        if len(self.by_command) < len(self.settings):
            raise ValueError("two settings have the same command")

    @property
    def in_order(self) -> tuple[Setting, ...]:
        """All of them, as they stand on the pages."""
        every = self.settings.values()
        return tuple(sorted(every, key=lambda one: (one.page.order, one.order)))

    @property
    def of_before(self) -> dict[str, Any]:
        """What a server set up with 1.0.0 has where it chose nothing, if that differs now."""
        every = self.settings.values()
        return {one.key: one.before for one in every if one.before is not SAME}

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that have settings, in order."""
        return tuple(dict.fromkeys(one.page for one in self.in_order))

    def on(self, page: Page) -> tuple[Setting, ...]:
        """The settings of a page, in order."""
        return tuple(one for one in self.in_order if one.page is page)


class Terms:
    """The settings that a ticket was opened with, as far as they are kept.

    They decide about it only after the server's configuration has been reset. What is missing,
    since it came later, or can't be understood has its default.
    """

    __slots__ = ("values",)

    def __init__(self, **values: Any) -> None:
        #: As they are stored, by the keys of their settings.
        self.values: Mapping[str, Any] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in values.items()
        }

    def __getitem__(self, part: type[P]) -> P:
        kinds = {one.name: one.metadata["kind"] for one in fields_of(part) if one.metadata}
        return part(**_understood(self.values, kinds))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Terms) and other.values == self.values

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.values)))

    def __repr__(self) -> str:
        return f"Terms({', '.join(f'{key}={value!r}' for key, value in self.values.items())})"

    def with_values(self, **changes: Any) -> Terms:
        """With some of them changed."""
        return Terms(**{**self.values, **changes})


class Settings:
    """What a server has set, or what counts for one of its tickets. Never changes."""

    __slots__ = ("_declared", "_parts", "_values")

    def __init__(self, declared: Declared, values: Mapping[str, Any] | None = None) -> None:
        """`values` by key; what is missing has its default."""
        self._declared = declared
        self._values = {**declared.defaults, **(values or {})}
        self._parts: dict[type, Any] = {}

    def __getitem__(self, part: type[P]) -> P:
        found: P | None = self._parts.get(part)
        if found is None:
            found = self._parts[part] = _part(part, self._values)
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and other._values == self._values

    def __hash__(self) -> int:
        return hash(tuple(self._values))

    def __repr__(self) -> str:
        defaults = self._declared.defaults
        return f"Settings({ {k: v for k, v in self._values.items() if v != defaults[k]} })"

    @property
    def enabled(self) -> bool:
        """Whether tickets may be opened."""
        return self[Status].enabled

    @property
    def configured(self) -> bool:
        """Whether the settings count: see :class:`Status`."""
        return self[Status].configured

    def get(self, key: str) -> Any:
        """One value."""
        return self._values[key]

    def with_values(self, **changes: Any) -> Settings:
        """The same with other values."""
        return Settings(self._declared, {**self._values, **changes})

    def terms(self) -> Terms:
        """What a ticket opened now keeps of them."""
        every = self._declared.settings.values()
        kept = {one.key: one.kind.stored(self._values[one.key]) for one in every if one.kept}
        return Terms(**kept)

    def for_ticket(self, ticket: Ticket) -> Settings:
        """What counts for a ticket: after a reset, what it was opened with."""
        if self.configured:
            return self
        kinds = {key: one.kind for key, one in self._declared.settings.items()}
        return self.with_values(**_understood(ticket.terms.values, kinds))


def _part(part: type[P], values: Mapping[str, Any]) -> P:
    fields = fields_of(part)
    return part(**{one.name: values[one.name] for one in fields if one.name in values})


def _understood(stored: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Values by key, without those that are of another version or can't be understood."""
    values = {}
    for key in stored.keys() & kinds.keys():
        with contextlib.suppress(Unreadable):
            values[key] = kinds[key].loaded(stored[key])
    return values
