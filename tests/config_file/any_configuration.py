"""Any configuration, as a file has it, by what its settings say of themselves."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.config_file.config_files import HEAD
from tests.core.records import DECLARED
from tests.core.test_store_settings import CHANGED
from tickets.core.errors import SettingRefused
from tickets.core.form import QuestionKind
from tickets.core.kinds.channels import Category, Channel
from tickets.core.kinds.choice import Choice
from tickets.core.kinds.lines import Lines
from tickets.core.kinds.questions import Questions
from tickets.core.kinds.roles import Roles
from tickets.core.kinds.toggle import Toggle
from tickets.core.kinds.written import Number, Text
from tickets.core.references import Matching, Names, Thing, ThingKind
from tickets.core.role import RoleFacts
from tickets.core.settings import TEAM, Unreadable
from tickets.hours.kinds import Holidays, OpeningHours, Zone
from tickets.panels.rules import ButtonColour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tickets.core.settings import Setting

Values = st.SearchStrategy[Any]

#: What every server has that a setting may name.
ROLES, CHANNELS, CATEGORIES = ("Moderators", "Helpers"), ("staff", "general"), ("Tickets",)
TYPES = ("Support", "Reports", "Ω *bold*", "日本")
_KINDS = ((ThingKind.ROLE, ROLES), (ThingKind.CHANNEL, CHANNELS), (ThingKind.CATEGORY, CATEGORIES))
_THINGS = tuple(
    Thing(kind, number, name, RoleFacts(number, False, False, False))
    for kind, names in _KINDS
    for number, name in enumerate(names, 1)
)
# Half of a pair can't be stored, and some texts end at a zero.
_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
_TEXTS = st.text(_CHARACTERS, max_size=40) | st.sampled_from(["*_`", "🦊", "a\nb", '"', "{}"])
_NAMES = st.text(st.sampled_from("abcÄß 🦊*_"), min_size=1, max_size=20).filter(str.strip)

_SEVERAL_NAMES = st.lists(
    _NAMES, min_size=1, max_size=3, unique_by=lambda one: " ".join(one.split()).casefold()
)


def _references(names: Iterable[str]) -> Values:
    return st.sampled_from([{"name": one} for one in names])


def _texts(kind: Text) -> Values:
    named = st.sampled_from([f"{{{one}}}" for one in kind.variables] or [""])
    return st.lists(_TEXTS | named, min_size=1, max_size=4).map(lambda parts: "".join(parts))


def _forms(_kind: Questions) -> Values:
    facts = {
        "kind": st.sampled_from([one.value for one in QuestionKind]),
        "label": _NAMES,
        "required": st.booleans(),
    }
    more = {
        "hint": _NAMES,
        "choices": st.lists(_NAMES, min_size=2, max_size=5),
        "placeholder": _NAMES,
        "prefilled": _NAMES,
        "least": st.integers(1, 2),
        "most": st.integers(2, 4),
    }
    questions = st.lists(st.fixed_dictionaries(facts, optional=more), max_size=3)

    def numbered(found: list[dict[str, Any]], last: int) -> dict[str, Any]:
        every = [{**one, "id": number} for number, one in enumerate(found, 1)]
        return {"last": len(found) + last, "questions": every}

    return st.builds(numbered, questions, st.integers(0, 3))


def _spans(_kind: OpeningHours) -> Values:
    def span(day: int, start: int, long: int) -> list[int]:
        return [day, start, start + long]

    times = st.integers(0, 1439), st.integers(1, 1439)
    return st.lists(st.builds(span, st.integers(0, 6), *times), max_size=4)


def _days(_kind: Holidays) -> Values:
    day = st.tuples(st.none() | st.integers(2025, 2030), st.integers(1, 12), st.integers(1, 28))
    return st.lists(day.map(list), max_size=4)


_BY_KIND: dict[type, Callable[[Any], Values]] = {
    Toggle: lambda _kind: st.booleans(),
    Choice: lambda kind: st.sampled_from(kind.schema()["enum"]),
    Number: lambda kind: st.integers(kind.minimum, kind.maximum),
    Text: _texts,
    Lines: lambda kind: st.lists(_NAMES, max_size=min(kind.most, 4)),
    Roles: lambda _kind: st.lists(_references(ROLES), max_size=2, unique_by=str),
    Channel: lambda _kind: _references(CHANNELS),
    Category: lambda _kind: _references(CATEGORIES),
    Questions: _forms,
    OpeningHours: _spans,
    Holidays: _days,
    Zone: lambda _kind: st.sampled_from(["Europe/Paris", "utc", "America/New_York"]),
}


def as_read(setting: Setting, given: Any) -> Any:
    """What a file has after `given` was read from one; raises what it is refused for."""
    if given is None:
        return None
    value = setting.kind.from_file(given, Matching(_THINGS))
    written = None if value is None else setting.kind.to_file(value, Names(_THINGS, ()))
    return json.loads(json.dumps(written))


def _is_taken(setting: Setting, given: Any) -> bool:
    try:
        as_read(setting, given)
    except (SettingRefused, Unreadable):
        return False
    return True


def values_of(setting: Setting) -> Values:
    """Values that the setting takes, its default and another one among them."""
    made = _BY_KIND[type(setting.kind)](setting.kind).filter(partial(_is_taken, setting))
    names = Names(_THINGS, ())
    known = [setting.default, CHANGED[setting.key]]
    written = [None if one is None else setting.kind.to_file(one, names) for one in known]
    usual = [one for one in written if one is not None or setting.default is None]
    return made | st.sampled_from(usual) if usual else made


@st.composite
def _settings(draw: st.DrawFn, every: Sequence[Setting], most: int) -> dict[str, Any]:
    """Some of these settings: examples with all of them would take too long to find."""
    chosen = draw(st.lists(st.sampled_from(every), max_size=most, unique_by=lambda one: one.key))
    return {one.key: draw(values_of(one)) for one in chosen}


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


@st.composite
def _types(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        _given(
            name=name,
            emoji=draw(st.sampled_from(["🦊", None])),
            description=draw(st.none() | _NAMES),
            settings=draw(_settings(DECLARED.of_types, 6)),
        )
        for name in draw(st.lists(st.sampled_from(TYPES), max_size=3, unique=True))
    ]


@st.composite
def _entries(draw: st.DrawFn, types: Sequence[str]) -> list[dict[str, Any]]:
    return [
        _given(
            name=name,
            emoji=draw(st.sampled_from(["🦊", None])),
            description=draw(st.none() | _NAMES),
            reason=draw(st.none() | _NAMES),
            type=draw(st.sampled_from([None, *types])),
            colour=draw(st.sampled_from(ButtonColour)).value,
        )
        for name in draw(_SEVERAL_NAMES)
    ]


@st.composite
def _panels(draw: st.DrawFn, types: Sequence[str]) -> list[dict[str, Any]]:
    look = {"title": _NAMES, "text": _NAMES, "content": _NAMES, "colour": st.just("#12ab34")}
    return [
        _given(
            kind=kind,
            channel=draw(_references(CHANNELS)),
            placeholder=draw(st.none() | _NAMES),
            entries=draw(_entries(types)),
            look=draw(st.none() | st.fixed_dictionaries(look)),
        )
        for kind in draw(st.lists(st.sampled_from(["button", "selector"]), max_size=2))
    ]


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, Any]:
    """Files. What can't be together in one is for the server to say."""
    types = draw(_types())
    names = [one["name"] for one in types]
    return {
        **HEAD,
        "settings": draw(_settings(DECLARED.in_order, 12)),
        "types": types,
        "replies": [
            _given(name=name, text=draw(_NAMES), type=draw(st.sampled_from([None, *names])))
            for name in draw(_SEVERAL_NAMES | st.just([]))
        ],
        "panels": draw(_panels(names)),
    }


def without_problems(file: dict[str, Any], problems: Iterable[Any]) -> dict[str, Any]:
    """A file without the settings that a server has something against."""
    wrong = {(one.name, one.title) for one in problems}

    def rest(settings: Mapping[str, Any], name: str) -> dict[str, Any]:
        titles = {key: DECLARED.settings[key].title for key in settings}
        return {key: one for key, one in settings.items() if (name, titles[key]) not in wrong}

    types = [{**one, "settings": rest(one["settings"], one["name"])} for one in file["types"]]
    found = {**file, "settings": rest(file["settings"], ""), "types": types}
    # Of everything else nothing is made that can't be.
    assert found != file, wrong
    return found


def expected(file: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that a server has after this file, its own and those of types by name."""
    by_type = {one["name"]: one["settings"] for one in file["types"]}
    found: dict[str, Any] = {}
    for name, settings in {"": file["settings"], **by_type}.items():
        found[name] = {
            key: value
            for key, given in settings.items()
            for setting in [DECLARED.settings[key]]
            for value in [as_read(setting, given)]
            # A type's own, or none.
            if not name or value or not setting.private or key == TEAM
        }
    return found
