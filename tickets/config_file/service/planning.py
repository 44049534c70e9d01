"""What applying a configuration file would change, and what stands against it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.references import Matching
from ...core.settings import TEAM, TYPES, Unreadable
from ...core.ticket_type import DESCRIPTION_LIMIT, NAME_LIMIT, TYPES_LIMIT, TicketType
from ...panels.rules import optional, required
from ...panels.service.file import changed_on_discord, usable_emoji
from ...panels.service.panels import panels_with_type
from ...panels.store import PanelStore
from ...types.rules import TypeInUse
from ..discord import NamedThings
from ..rules import (
    ListChange,
    Plan,
    Problem,
    Seen,
    SettingChange,
    WrongShape,
    check_shape,
    in_order,
    schema,
)
from ..store import TYPE_TABLE, ConfigurationStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...core.app import App
    from ...core.feature import FilePart
    from ...core.references import Reference
    from ...core.settings import Setting


async def plan_import(
    app: App,
    guild_id: int,
    file: Mapping[str, Any],
    answers: Mapping[Reference, int | None],
    channel_id: int,
) -> Plan:
    """What a file that was read would change, with `answers` to what its names mean here.

    Panels whose channel isn't here belong into `channel_id`. Raises a ``FileRefused`` for what
    isn't shaped as a file is; what else stands against it is in the plan.
    """
    parts = in_order(app.features.each("file_parts"))
    check_shape(file, schema(app.settings.declared, parts))
    settings = await app.settings.of(guild_id)
    tables = (TYPE_TABLE, *(part.table for part in parts))
    rows, last_type = await app[ConfigurationStore].rows(guild_id, tables)
    planning = _Planning(app, guild_id, Seen(settings, rows, last_type), answers)
    planning.read_types(file)
    planning.read_settings(file)
    planning.compare()
    await planning.require_usable()
    for part in parts:
        await planning.read_part(part, file, channel_id)
    return await planning.plan()


class _Planning:
    """A file, as it is compared with what a server has."""

    def __init__(
        self, app: App, guild_id: int, seen: Seen, answers: Mapping[Reference, int | None]
    ) -> None:
        self._app = app
        self._seen = seen
        self._guild_id = guild_id
        self._present = self._wanted = seen.settings
        self._declared = app.settings.declared
        self._things = tuple(app[NamedThings].of(guild_id))
        self._answers = answers
        self._matching = Matching(self._things, answers)
        self._problems: list[Problem] = []
        self._types = self._present.types
        self._values: dict[str, Any] = {}
        #: Keys of settings that change.
        self._keys: dict[int | None, tuple[str, ...]] = {}
        self._parts: dict[str, tuple[Any, ...]] = {}
        self._part_changes: list[ListChange] = []

    @contextlib.contextmanager
    def _at(self, title: str, name: str = "") -> Iterator[None]:
        try:
            yield
        except Unreadable:
            self._problems.append(Problem(title, name, WrongShape(where=name)))
        except errors.TicketError as error:
            self._problems.append(Problem(title, name, error))

    # Types

    def read_types(self, file: Mapping[str, Any]) -> None:
        """Types: first what they are called, for others may name them, then what they set."""
        given: Mapping[str, Mapping[str, Any]] = {}
        if "types" in file:
            given = {one["name"].strip().casefold(): one for one in file["types"]}
            self._types = self._named(file["types"])
        self._matching = Matching(self._things, self._answers, self._types)
        if "types" in file:
            self._types = tuple(
                replace(one, values=self._values_of(one, given[one.name.casefold()]))
                for one in self._types
            )

    def _named(self, every: Sequence[Mapping[str, Any]]) -> tuple[TicketType, ...]:
        found: list[TicketType] = []
        for given in every:
            with self._at(TYPES.title, given["name"]):
                found.append(self._type(given, found))
        return tuple(found)

    def _type(self, given: Mapping[str, Any], before: Sequence[TicketType]) -> TicketType:
        name = required(given["name"], NAME_LIMIT)
        if any(one.name.casefold() == name.casefold() for one in before):
            raise errors.TypeNameTaken(name=name)
        if len(before) >= TYPES_LIMIT:
            raise errors.TooManyTypes(limit=TYPES_LIMIT)
        last = max(self._seen.last_type, *(one.id for one in before), 0)
        same = (one.id for one in self._present.types if one.name.casefold() == name.casefold())
        return TicketType(
            guild_id=self._guild_id,
            id=next(same, last + 1),
            name=name,
            emoji=usable_emoji(self._app, self._guild_id, given.get("emoji")),
            description=optional(given.get("description"), DESCRIPTION_LIMIT),
            position=len(before) + 1,
        )

    def _values_of(self, one: TicketType, given: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for setting in self._declared.of_types:
            if setting.key not in given.get("settings", {}):
                continue
            with self._at(setting.title, one.name):
                value = self._value(setting, given["settings"][setting.key])
                # A type's own, or none: it knows of nothing that is missing.
                if value or not setting.private or setting.key == TEAM:
                    found |= self._app.settings.as_stored({setting.key: value})
        return found

    # Settings

    def read_settings(self, file: Mapping[str, Any]) -> None:
        """The server's settings, as far as the file has them."""
        for setting in self._declared.in_order:
            if setting.key in file.get("settings", {}):
                with self._at(setting.title):
                    given = file["settings"][setting.key]
                    self._values[setting.key] = self._value(setting, given)

    def _value(self, setting: Setting, given: Any) -> Any:
        return None if given is None else setting.kind.from_file(given, self._matching)

    # What changes

    def compare(self) -> None:
        """Puts together what there would be, and finds out what of it is new."""
        deleted = [one for one in self._present.all_types if one.is_deleted]
        deleted += [replace(one, is_deleted=True) for one in self._gone()]
        wanted = self._present.with_values(**self._values)
        self._wanted = wanted.with_types([*self._types, *deleted])
        changed = [key for key, value in self._values.items() if self._present.get(key) != value]
        self._keys[None] = tuple(changed)
        for one in self._types:
            before, after = self._present.for_type(one.id), self._wanted.for_type(one.id)
            stored = before.type.values if before.type is not None else {}
            self._keys[one.id] = tuple(
                setting.key
                for setting in self._declared.of_types
                if (setting.key in stored) != (setting.key in one.values)
                or (setting.key in stored and before.get(setting.key) != after.get(setting.key))
            )

    def _gone(self) -> list[TicketType]:
        kept = {one.id for one in self._types}
        return [one for one in self._present.types if one.id not in kept]

    async def require_usable(self) -> None:
        """Asks those whose settings they are, as for each change by hand."""
        for type_id, keys in self._keys.items():
            settings = self._wanted.for_type(type_id)
            name = "" if settings.type is None else settings.type.name
            for key in keys:
                for hook in self._app.features.hooks_of(key):
                    if hook.require is not None:
                        with self._at(self._declared.settings[key].title, name):
                            await hook.require(self._app, self._guild_id, settings, key)
        gone = {one.id for one in self._gone()}
        for one in self._gone():
            panels = await panels_with_type(self._app, self._guild_id, one.id)
            empty = [
                panel.number
                for panel in panels
                if {entry.type_id for entry in panel.entries} <= gone
            ]
            if empty:
                error = TypeInUse(numbers=tuple(empty))
                self._problems.append(Problem(TYPES.title, one.name, error))

    # Parts

    async def read_part(self, part: FilePart, file: Mapping[str, Any], channel_id: int) -> None:
        """A list of the file, compared with what the server has."""
        present = await part.present(self._app, self._guild_id)
        read = []
        for place, given in enumerate(file.get(part.name, ()), 1):
            with self._at(part.title, str(given.get("name") or place)):
                read.append(
                    part.from_file(self._app, self._guild_id, given, self._matching, channel_id)
                )
        gone = {one.id for one in self._gone()}
        merged = tuple(present)
        with self._at(part.title):
            given_at_all = read if part.name in file else None
            merged = tuple(part.merged(present, given_at_all, gone))
        self._parts[part.name] = merged
        self._part_changes += _compared(part, present, merged)

    # The plan

    async def plan(self) -> Plan:
        """All of it."""
        panels = await self._app[PanelStore].of(self._guild_id)
        other = {one.id for one in self._gone()}
        other |= {one.id for one in self._types if self._is_called_otherwise(one)}
        changes = (*self._setting_changes(None), *self._type_changes(), *self._part_changes)
        return Plan(
            guild_id=self._guild_id,
            seen=self._seen,
            values=self._values,
            types=self._types,
            parts=self._parts,
            keys=self._keys,
            panels=tuple(changed_on_discord(panels, other)),
            changes=changes,
            questions=tuple(self._matching.questions),
            problems=tuple(self._problems),
        )

    def _is_called_otherwise(self, one: TicketType) -> bool:
        before = self._present.type_with_id(one.id)
        return before is not None and (before.name, _words(before)) != (one.name, _words(one))

    def _setting_changes(self, type_id: int | None) -> Iterator[SettingChange]:
        before, after = self._present.for_type(type_id), self._wanted.for_type(type_id)
        keys = self._keys.get(type_id, ())
        settings = [self._declared.settings[key] for key in keys]
        for setting in sorted(settings, key=lambda one: (one.page.order, one.order)):
            yield SettingChange(
                setting=setting,
                type_name=None if after.type is None else after.type.name,
                before=before.get(setting.key),
                after=after.get(setting.key),
                own_before=type_id is None
                or (before.type is not None and setting.key in before.type.values),
                own_after=after.type is None or setting.key in after.type.values,
            )

    def _type_changes(self) -> Iterator[SettingChange | ListChange]:
        title = TYPES.title
        for one in self._types:
            before = self._present.type_with_id(one.id)
            if before is None:
                yield ListChange(title=title, name=one.name, before=None, after=_words(one))
            elif self._is_called_otherwise(one):
                yield ListChange(
                    title=title, name=one.name, before=_words(before), after=_words(one)
                )
            yield from self._setting_changes(one.id)
        for one in self._gone():
            yield ListChange(title=title, name=one.name, before=_words(one), after=None)
        order = [one.id for one in self._present.types]
        kept = [one.id for one in self._types if one.id in order]
        if kept != [one for one in order if one in kept]:
            yield ListChange(
                title=title,
                name="",
                before=" · ".join(one.name for one in self._present.types),
                after=" · ".join(one.name for one in self._types),
            )


def _words(one: TicketType) -> str:
    return " · ".join(filter(None, (one.emoji, one.name, one.description)))


def _compared(
    part: FilePart, present: Iterable[Any], merged: Iterable[Any]
) -> Iterator[ListChange]:
    """What is new, what is other than it was, and what goes; each by what it is called."""
    before = {_identity(one): one for one in present}
    for one in merged:
        found = before.pop(_identity(one), None)
        name, words = part.words(one)
        if found is None:
            yield ListChange(title=part.title, name=name, before=None, after=words)
        elif found != one:
            former = part.words(found)[1]
            yield ListChange(title=part.title, name=name, before=former, after=words)
    for one in before.values():
        name, words = part.words(one)
        yield ListChange(title=part.title, name=name, before=words, after=None)


def _identity(one: Any) -> Any:
    """What stays the same of one that changes: its id or number; a new one has none."""
    return getattr(one, "id", 0) or getattr(one, "number", 0) or object()
