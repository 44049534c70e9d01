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
    from .ticket_type import TicketType

    #: By types as :func:`stored_type` names them, then by keys: whole seconds since the epoch.
    SwitchedOn = Mapping[str, Mapping[str, int]]

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
    #: What the button says that leads to it; pages without one are found below *More…*.
    edit: str = ""


BASICS = Page("basics", _("Basics"), "🔧", 1, _("Edit basics"))
CUSTOMISATION = Page("customisation", _("Customisation"), "🎨", 2, _("Edit texts"))
OPENING = Page("opening", _("Opening"), "📝", 3, _("Edit opening"))
CLOSING = Page("closing", _("Closing"), "🏁", 4, _("Edit closing"))
TYPES = Page("types", _("Types"), "🗂️", 5)
ADMISSION = Page("admission", _("Who may open"), "🚪", 6)
FORM = Page("form", _("Form"), "📋", 7)
MORE_CLOSING = Page("moreclosing", _("More closing"), "🔒", 11)
TEAMWORK = Page("teamwork", _("Team"), "👥", 8)
TIME = Page("time", _("Time"), "🕘", 9)
DEADLINES = Page("deadlines", _("Reminders and deadlines"), "⏰", 10)
AFTERWARDS = Page("afterwards", _("Afterwards"), "⭐", 12)


class Scope(Enum):
    """For what a setting can be set."""

    #: For the whole server only.
    SERVER = "server"
    #: For a type of tickets, too.
    TYPE = "type"
    #: For a type of tickets only.
    TYPE_ONLY = "type only"


class _AsOnServer:
    """Says that a type which doesn't set it follows the server."""


AS_ON_SERVER = _AsOnServer()
#: The setting by which a type has a team of its own; with it, nothing private follows the server.
TEAM = "moderator_role_ids"


class _Set:
    """Says that any value but the default will do."""


SET = _Set()


@declaration(frozen=True)
class OnlyWhile:
    """A setting does something only while the setting `key` is `value`; `why` says so.

    :data:`SET` is any value but its default.
    """

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

    In types: `unset` is what counts where a type doesn't set it. What is `private` doesn't follow
    the server in a type with a team of its own, and what `needs` another setting has its default
    there while the type has no such thing. What is `applied` says what the staff may do in
    tickets: open ones follow it when somebody says so. Of what is `timed` the store remembers
    since when it has had another value than its default, on the server and in each type.
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
    unset: Any = AS_ON_SERVER
    private: bool = False
    needs: str | None = None
    applied: bool = False
    timed: bool = False

    def idle(self, settings: Settings) -> str | None:
        """Why the setting does nothing at present, None if it does."""
        needed = self.only_while
        if needed is None:
            return None
        if needed.value is SET:
            return None if settings.is_changed(needed.key) else needed.why
        return None if settings.get(needed.key) == needed.value else needed.why


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
    unset: Any = AS_ON_SERVER,
    private: bool = False,
    needs: str | None = None,
    applied: bool = False,
    timed: bool = False,
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
        "unset": unset,
        "private": private,
        "needs": needs,
        "applied": applied,
        "timed": timed,
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
        self.by_command = {one.command: one for one in self.settings.values()}
        if len(self.by_command) < len(self.settings):
            raise ValueError("two settings have the same command")
        self.timed = tuple(key for key, one in self.settings.items() if one.timed)

    @property
    def in_order(self) -> tuple[Setting, ...]:
        """Those of a server, as they stand on the pages."""
        return self._sorted(Scope.SERVER, Scope.TYPE)

    @property
    def of_types(self) -> tuple[Setting, ...]:
        """Those of a type, likewise."""
        return self._sorted(Scope.TYPE, Scope.TYPE_ONLY)

    def _sorted(self, *scopes: Scope) -> tuple[Setting, ...]:
        every = [one for one in self.settings.values() if one.scope in scopes]
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
    """What a server has set, or what counts for one of its types or tickets. Never changes."""

    __slots__ = (
        "_declared",
        "_parts",
        "_server",
        "_values",
        "all_types",
        "switched_on",
        "type_id",
    )

    def __init__(
        self,
        declared: Declared,
        values: Mapping[str, Any] | None = None,
        types: Iterable[TicketType] = (),
        *,
        server: Settings | None = None,
        type_id: int | None = None,
        switched_on: SwitchedOn | None = None,
    ) -> None:
        """`values` by key; what is missing has its default. `types` are those of the server.

        With `type_id`, they are what counts for that type, and `server` is the server's own.
        """
        self._declared = declared
        self._values: Mapping[str, Any] = {**declared.defaults, **(values or {})}
        self._parts: dict[type, Any] = {}
        self._server = server
        #: The server's types in their order, also deleted ones.
        self.all_types = tuple(types)
        #: For which type they count; None for tickets of no type.
        self.type_id = type_id
        #: Since when timed settings of the server and its types have had other values than their
        #: defaults.
        self.switched_on: SwitchedOn = switched_on or {}

    def __getitem__(self, part: type[P]) -> P:
        found: P | None = self._parts.get(part)
        if found is None:
            found = self._parts[part] = _part(part, self._values)
        return found

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Settings)
            and (other.values, other.type_id) == (self._values, self.type_id)
            and other.all_types == self.all_types
        )

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

    @property
    def server(self) -> Settings:
        """The server's own."""
        return self if self._server is None else self._server

    @property
    def types(self) -> tuple[TicketType, ...]:
        """The server's types in their order, without deleted ones."""
        return tuple(one for one in self.all_types if not one.is_deleted)

    @property
    def type(self) -> TicketType | None:
        """The type for which they count."""
        return self.type_with_id(self.type_id)

    def type_with_id(self, type_id: int | None) -> TicketType | None:
        """The type, also a deleted one."""
        return next((one for one in self.all_types if one.id == type_id), None)

    def has_own_team(self, type_id: int | None) -> bool:
        """Whether a type has other moderators than the server, or none at all."""
        found = self.type_with_id(type_id)
        return found is not None and TEAM in found.values

    def get(self, key: str) -> Any:
        """One value."""
        return self._values[key]

    @property
    def values(self) -> Mapping[str, Any]:
        """All values by key."""
        return self._values

    @property
    def type_ids(self) -> tuple[int | None, ...]:
        """None for no type, and the ids of all types, deleted ones too."""
        return (None, *(one.id for one in self.all_types))

    def is_changed(self, key: str) -> bool:
        """Whether a setting has another value than its default."""
        return bool(self._values[key] != self._declared.defaults[key])

    def since(self, key: str) -> int | None:
        """Since when a timed setting has had another value than its default; None if it has that.

        In whole seconds since the epoch, 0 if nobody knows.
        """
        if not self.is_changed(key):
            return None
        return self.server.switched_on.get(stored_type(self.type_id), {}).get(key, 0)

    def own(self, type_id: int | None, key: str) -> Any:
        """What a type, or for None the server, has set by itself; None if it hasn't."""
        if type_id is None:
            return self.server.get(key)
        found = self.type_with_id(type_id)
        if found is None or key not in found.values:
            return None
        return self.for_type(type_id).get(key)

    def naming(self, key: str, thing_id: int) -> tuple[int | None, ...]:
        """The types, also deleted ones, and None for the server, that name a thing by themselves:
        a role among others, or the one channel of a setting."""
        return tuple(one for one in self.type_ids if thing_id in _named(self.own(one, key)))

    def with_values(self, **changes: Any) -> Settings:
        """The same with other values."""
        return Settings(
            self._declared,
            {**self._values, **changes},
            self.all_types,
            server=self._server,
            type_id=self.type_id,
            switched_on=self.switched_on,
        )

    def with_types(self, types: Iterable[TicketType]) -> Settings:
        """The server's, with these types."""
        server = self.server
        return Settings(self._declared, server.values, types, switched_on=server.switched_on)

    def with_switched_on(self, now: int) -> Settings:
        """The server's, where timed settings count from `now` that didn't before."""
        server = self.server
        switched_on: dict[str, dict[str, int]] = {}
        for type_id in server.type_ids if server.times_something else ():
            of_type = server.for_type(type_id)
            # By a clock that went wrong, it may have been in the future.
            since = {
                key: min(server.switched_on.get(stored_type(type_id), {}).get(key, now), now)
                for key in self._declared.timed
                if of_type.since(key) is not None
            }
            if since:
                switched_on[stored_type(type_id)] = since
        if switched_on == server.switched_on:
            return server
        return Settings(self._declared, server.values, server.all_types, switched_on=switched_on)

    @property
    def times_something(self) -> bool:
        """Whether any timed setting of the server or a type may have another value."""
        timed, defaults = self._declared.timed, self._declared.defaults
        return any(self._values[key] != defaults[key] for key in timed) or any(
            key in one.values for one in self.all_types for key in timed
        )

    def terms(self) -> Terms:
        """What a ticket opened now keeps of them."""
        every = self._declared.settings.values()
        kept = {one.key: one.kind.stored(self._values[one.key]) for one in every if one.kept}
        return Terms(**kept)

    def for_type(self, type_id: int | None) -> Settings:
        """What counts for tickets of a type, also of a deleted one; None is no type."""
        server = self.server
        found = server.type_with_id(type_id)
        if found is None:
            return server
        values = _of_type(self._declared, server.values, found)
        return Settings(self._declared, values, server.all_types, server=server, type_id=found.id)

    def for_ticket(self, ticket: Ticket) -> Settings:
        """What counts for a ticket: after a reset, what it was opened with."""
        return self.for_terms(ticket.terms, ticket.type_id)

    def for_terms(self, terms: Terms, type_id: int | None) -> Settings:
        """The same for all tickets that were opened with these, and are of that type."""
        server = self.server
        if not server.configured:
            kinds = {key: one.kind for key, one in self._declared.settings.items()}
            server = server.with_values(**_understood(terms.values, kinds))
        return server.for_type(type_id)


def stored_type(type_id: int | None) -> str:
    """How :attr:`Settings.switched_on` names a type, and no type."""
    return str(type_id or 0)


def _named(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _of_type(
    declared: Declared, server: Mapping[str, Any], found: TicketType
) -> Mapping[str, Any]:
    """What counts for a type: its own, and of the server's what it may follow."""
    settings = {one.key: one for one in declared.of_types}
    own = _own_values(settings, found.values)
    values = dict(server)
    for key, one in settings.items():
        if one.unset is not AS_ON_SERVER:
            values[key] = one.unset
        elif one.private and TEAM in own:
            values[key] = one.default
    values.update(own)
    for key, one in settings.items():
        # What was deleted is stored as none, and is to be missed.
        if one.needs is not None and TEAM in own and own.keys().isdisjoint((key, one.needs)):
            values[key] = one.default
    return values


def _own_values(settings: Mapping[str, Setting], stored: Mapping[str, Any]) -> dict[str, Any]:
    """A type's own values. A team that can't be understood is nobody, and not the server's."""
    own = _understood(stored, {key: one.kind for key, one in settings.items()})
    own |= {
        key: None
        for key, one in settings.items()
        if key in stored and stored[key] is None and one.default is None
    }
    if TEAM in stored:
        own.setdefault(TEAM, ())
    return own


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
