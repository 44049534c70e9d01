"""What tests expect of what was read, in few words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.core.records import DECLARED
from tests.switching.samples import world_of
from tickets.cog import FEATURES
from tickets.config_file.rules import check_shape, in_order, schema
from tickets.core.references import Matching
from tickets.panels.rules import Entry, Panel, PanelKind
from tickets.replies.rules import checked_name, checked_text
from tickets.switching.rules.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.switching.samples import WorldOf
    from tickets.switching.rules.found import Found, FoundTicket, Source
    from tickets.switching.rules.left_out import What, Why


def names(references: Iterable[Mapping[str, str]]) -> list[str]:
    """Roles or channels of the file by their names."""
    return [one["name"] for one in references]


def shown(value: Any) -> Any:
    """A value of the file, with names for roles and channels."""
    if isinstance(value, dict) and value.keys() == {"id", "name"}:
        return value["name"]
    if isinstance(value, list):
        return [shown(one) for one in value]
    if isinstance(value, dict) and "questions" in value:
        return [(one["label"], one["kind"], one["required"]) for one in value["questions"]]
    return value


def settings_of(found: Found) -> dict[str, Any]:
    """The server's settings."""
    return {key: shown(one) for key, one in found.configuration.get("settings", {}).items()}


def types_of(found: Found) -> dict[str, dict[str, Any]]:
    """What each type sets by itself."""
    return {
        one["name"]: {key: shown(value) for key, value in one["settings"].items()}
        for one in found.configuration.get("types", ())
    }


def panels_of(found: Found) -> list[tuple[str, str, list[tuple[Any, ...]]]]:
    """Kind, channel and entries: name, emoji, type, colour, reason, description."""
    keys = ("name", "emoji", "type", "colour", "reason", "description")
    return [
        (
            one["kind"],
            one["channel"]["name"],
            [tuple(map(entry.get, keys)) for entry in one["entries"]],
        )
        for one in found.configuration.get("panels", ())
    ]


def ticket(found: Found, world: WorldOf, opener: str) -> FoundTicket:
    """The one ticket of a member."""
    (one,) = (each for each in found.tickets if each.opener_id == world.named(opener))
    return one


def people(world: WorldOf, ids: Iterable[int]) -> list[str]:
    """Members by their names."""
    return [world.members[one]["name"] for one in ids]


def left(found: Found) -> set[tuple[What, Why, str, str]]:
    """What was left out: what, why, whose, and what it was."""
    return {(one.what, one.why, one.owner, one.value) for one in found.left_out}


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return schema(DECLARED, in_order(FEATURES.each("file_parts")))


def reads(source: Source, raw: Any, world: WorldOf | None = None) -> Found:
    """What is read, which the import would take."""
    world = world or world_of(source)
    found = read(source, raw, world)
    require_readable(found, world)
    return found


def require_readable(found: Found, world: WorldOf) -> None:
    """Reads the configuration as the import does; raises what it would refuse."""
    file = found.configuration
    check_shape(file, _schema())
    matching = Matching(world.things)
    for one in (file, *file.get("types", ())):
        for key, value in one.get("settings", {}).items():
            if value is not None:
                DECLARED.settings[key].kind.from_file(value, matching)
    assert not matching.questions
    types = [one["name"] for one in file.get("types", ())]
    assert len({one.casefold() for one in types}) == len(types)
    for panel in file.get("panels", ()):
        _require_postable(panel, types)
    for one in file.get("replies", ()):
        checked_name(one["name"])
        checked_text(one["text"])
    for one in found.panels:
        assert file["panels"][one.place]["channel"]["id"] == str(one.channel_id)


def _require_postable(given: Mapping[str, Any], types: list[str]) -> None:
    panel = Panel(guild_id=1, number=1, kind=PanelKind(given["kind"]), channel_id=2)
    for one in given["entries"]:
        type_id = None if "type" not in one else types.index(one["type"])
        words = {key: one.get(key) for key in ("name", "description", "reason")}
        panel = panel.with_entry(Entry(id=0, type_id=type_id, **words))
