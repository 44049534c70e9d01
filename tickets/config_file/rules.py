"""The configuration file: how it is read, and what can be wrong with it.

A file is one JSON object. ``docs/configuration.schema.json`` describes it, and is made of
:func:`schema`.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from ..core.errors import SettingRefused, TicketError
from ..core.lazy_dataclass import lazy_dataclass
from ..core.lazy_pattern import lazy_pattern
from ..core.settings import Page, Scope, _
from ..core.ticket_type import DESCRIPTION_LIMIT, NAME_LIMIT, TYPES_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..core.feature import FilePart
    from ..core.references import Reference
    from ..core.settings import Declared, Setting, Settings
    from ..core.ticket_type import TicketType

#: Where the menu has it.
PAGE = Page("file", _("Export and import"), "📦", 13)
#: What every file says of itself. The version changes when older cogs couldn't read it.
FORMAT, VERSION = "tickets-for-red", 1
#: In bytes.
SIZE_LIMIT = 1_000_000
#: Longer lists aren't even looked at.
LIST_LIMIT = 200
#: A half of a pair can't be encoded, and a zero ends a text for some.
_UNUSABLE = lazy_pattern("[\ud800-\udfff\0]")
#: The job that finishes an import; a stored word.
IMPORT = "import"


class FileRefused(SettingRefused):
    """The file can't be read as a configuration."""


class ConfigFileTooLarge(FileRefused):
    """The file has more bytes than any configuration."""

    limit: int


class NoFile(FileRefused):
    """No file was sent."""


class NotFetched(FileRefused):
    """Discord didn't hand the file over."""


class NotText(FileRefused):
    """The file isn't text in UTF-8."""


class NotJson(FileRefused):
    """The file isn't JSON from this line on."""

    line: int


class NamedTwice(FileRefused):
    """One object of the file has the same key twice."""

    key: str


class NotOurs(FileRefused):
    """The file is JSON, but no configuration of this cog."""


class NewerFile(FileRefused):
    """A newer version of the cog has made the file."""

    version: int


class UnknownKey(FileRefused):
    """The file has something that this version of the cog doesn't know."""

    where: str


class WrongShape(FileRefused):
    """Something else was expected at a place of the file."""

    where: str


# ------------------------------------------------------------------------- reading


def read(data: bytes) -> Any:
    """What stands in a file; raises a ``FileRefused``. Takes its time: not for the event loop."""
    if len(data) > SIZE_LIMIT:
        raise ConfigFileTooLarge(limit=SIZE_LIMIT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotText from None
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise NotJson(line=error.lineno) from None
    except (RecursionError, ValueError):
        # Nested too deeply; numbers that are none, or have thousands of digits.
        raise NotOurs from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotOurs
    version = found.get("version")
    if type(version) is not int or version < 1:
        raise NotOurs
    if version > VERSION:
        raise NewerFile(version=version)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NamedTwice(key=key)
        found[key] = value
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


# ------------------------------------------------------------------------ its shape


def schema(declared: Declared, parts: Iterable[FilePart]) -> dict[str, Any]:
    """What a file may be, as JSON Schema says it."""
    text = {"type": "string"}
    types = _object(
        {
            "name": {**text, "maxLength": NAME_LIMIT},
            "emoji": text,
            "description": {**text, "maxLength": DESCRIPTION_LIMIT},
            "settings": _settings_schema(declared.of_types),
        },
        "name",
    )
    lists = {"types": {"type": "array", "items": types, "maxItems": TYPES_LIMIT}}
    for part in in_order(parts):
        lists[part.name] = {"type": "array", "items": part.schema()}
    properties = {
        "format": {"enum": [FORMAT]},
        "version": {"enum": list(range(1, VERSION + 1))},
        "server": text,
        "settings": _settings_schema(declared.in_order),
        **lists,
    }
    return _object(properties, "format", "version")


def in_order(parts: Iterable[FilePart]) -> list[FilePart]:
    """Parts as they stand in the file."""
    return sorted(parts, key=lambda one: one.order)


def _settings_schema(settings: Iterable[Setting]) -> dict[str, Any]:
    properties = {}
    for one in settings:
        found = one.kind.schema()
        if one.default is None:
            found = {"anyOf": [found, {"type": "null"}]}
        scope = "" if one.scope is Scope.TYPE else f" ({one.scope.value})"
        properties[one.key] = {"title": one.title + scope, "description": one.help, **found}
    return _object(properties)


def _object(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def check_shape(value: Any, wanted: Mapping[str, Any], where: str = "") -> None:
    """Raises ``WrongShape`` or ``UnknownKey`` for what a schema doesn't allow.

    Limits of lengths and numbers are left to the settings, which have words for them. Texts must
    be such that they can be stored and sent.
    """
    if "anyOf" in wanted:
        _check_any(value, wanted["anyOf"], where)
        return
    if "enum" in wanted and (type(value), value) not in _typed(wanted["enum"]):
        raise WrongShape(where=where)
    if "type" in wanted and type(value) not in _TYPES[wanted["type"]]:
        raise WrongShape(where=where)
    if isinstance(value, str):
        _check_text(value, wanted, where)
    elif isinstance(value, list):
        if not wanted.get("minItems", 0) <= len(value) <= LIST_LIMIT:
            raise WrongShape(where=where)
        for place, one in enumerate(value):
            check_shape(one, wanted["items"], f"{where}[{place}]")
    elif isinstance(value, dict):
        _check_keys(value, wanted, where)


def _typed(values: Iterable[Any]) -> list[tuple[type, Any]]:
    """Values that are told from others that only seem the same, such as 1 and true."""
    return [(type(one), one) for one in values]


def _check_any(value: Any, wanted: Iterable[Mapping[str, Any]], where: str) -> None:
    for one in wanted:
        # The nearest is the one of the same type: what it says is wrong is said.
        if "type" not in one or type(value) in _TYPES[one["type"]]:
            check_shape(value, one, where)
            return
    raise WrongShape(where=where)


def _check_text(value: str, wanted: Mapping[str, Any], where: str) -> None:
    if _UNUSABLE.search(value) is not None:
        raise WrongShape(where=where)
    if "pattern" in wanted and re.fullmatch(wanted["pattern"].strip("^$"), value) is None:
        raise WrongShape(where=where)


def _check_keys(value: Mapping[str, Any], wanted: Mapping[str, Any], where: str) -> None:
    for key, one in value.items():
        inside = f"{where}.{key}" if where else key
        if key not in wanted["properties"]:
            raise UnknownKey(where=inside)
        check_shape(one, wanted["properties"][key], inside)
    for key in wanted["required"]:
        if key not in value:
            raise WrongShape(where=f"{where}.{key}" if where else key)


# ------------------------------------------------------------------- what it changes


@lazy_dataclass(frozen=True)
class Seen:
    """A server's configuration at a moment: to tell whether it is still the same."""

    settings: Settings
    #: Rows of the database, by table.
    rows: Mapping[str, Any]
    #: The highest id that a type had.
    last_type: int


@lazy_dataclass(frozen=True, kw_only=True)
class SettingChange:
    """A setting that changes, of the server or a type."""

    setting: Setting
    type_name: str | None
    before: Any
    after: Any
    #: Whether the type has it by itself.
    own_before: bool = True
    own_after: bool = True


@lazy_dataclass(frozen=True, kw_only=True)
class ListChange:
    """One of a list that comes, changes or goes; without a name it is their order.

    `title` is the list's, untranslated; `before` and `after` are what it says, None for nothing.
    """

    title: str
    name: str
    before: str | None
    after: str | None


@lazy_dataclass(frozen=True)
class Problem:
    """Why a file can't be applied: an untranslated title, whose it is, and what is wrong."""

    title: str
    name: str
    error: TicketError


@lazy_dataclass(frozen=True, kw_only=True)
class Plan:
    """What applying a file would do."""

    guild_id: int
    seen: Seen
    #: Values of the server's settings by key, and all types that there would be.
    values: Mapping[str, Any]
    types: tuple[TicketType, ...]
    #: What each part of the file would have stored, by name.
    parts: Mapping[str, tuple[Any, ...]]
    #: Keys of settings that change: the server's under None, those of types by their ids.
    keys: Mapping[int | None, tuple[str, ...]] = field(default_factory=dict)
    #: Numbers of posted panels that show something of a type that changes.
    panels: tuple[int, ...] = ()
    changes: tuple[SettingChange | ListChange, ...] = ()
    #: What is meant by these, nobody knows; without an answer they are left out.
    questions: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.changes

    def is_like(self, other: Plan) -> bool:
        """Whether who has read the one knows what the other would do."""
        return (self.seen, self.changes, self.values, self.types) == (
            other.seen,
            other.changes,
            other.values,
            other.types,
        )
