"""What moving over from another cog means: what would be done, and why it can't be."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from ...core.errors import Refused
from ...core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...blocks.rules import Block
    from ...config_file.rules import Plan, Problem
    from .found import Found, FoundPanel, FoundTicket, Source

#: The kind of event, the job, and what the staff is told at its end; stored words.
MIGRATED = "migrated"
MIGRATE = "migrate"
MOVED_OVER = "moved_over"


class MovingAlready(Refused):
    """It is going on."""


class PlanOutdated(Refused):
    """Something about it has changed since it was shown."""


class SeenByMembers(Refused):
    """A channel that is for the staff shows to everybody."""

    channel_id: int


class StillTheirs(Refused):
    """A button of another cog's was pressed, whose ticket or panel is this cog's by now."""


@lazy_dataclass(frozen=True, kw_only=True)
class MovePlan:
    """What moving over would do; `token` is another one for anything else."""

    found: Found
    #: What becomes of the configuration.
    configuration: Plan
    #: What of it this server doesn't take, and why.
    refused: tuple[Problem, ...]
    #: Blocks of members who have none.
    blocks: tuple[Block, ...]
    #: From which number tickets go on; None if that is so already.
    last_number: int | None
    #: Panels and tickets that aren't this cog's yet.
    panels: tuple[FoundPanel, ...]
    tickets: tuple[FoundTicket, ...]
    token: str

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return self.found.source

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to be done."""
        return self.configuration.is_empty and not (
            self.blocks or self.last_number or self.panels or self.tickets
        )


@lazy_dataclass(frozen=True, kw_only=True)
class Progress:
    """How far it is: what has come across, of how much, and what couldn't."""

    panels: int = 0
    tickets: int = 0
    panels_of: int = 0
    tickets_of: int = 0
    #: Channels, and why.
    failed: tuple[tuple[int, str], ...] = field(default=())
    #: Whether members can open tickets.
    enabled: bool = True


def only_new(
    found: Mapping[str, Any],
    present: Mapping[str, Any],
    chosen: frozenset[str],
    on_messages: frozenset[int],
) -> dict[str, Any]:
    """What was found, as far as the server has nothing of it yet: what it has stays.

    Both are configuration files. `chosen` are settings that the server has made, `on_messages` the
    places of panels that come with their messages.
    """
    file = {key: value for key, value in found.items() if key not in ("types", "panels")}
    settings = found.get("settings", {})
    file["settings"] = {key: one for key, one in settings.items() if key not in chosen}
    for name, value in found.items():
        if isinstance(value, list) and name != "panels":
            file[name] = _added(present.get(name, []), value)
    panels = [one for place, one in enumerate(found.get("panels", [])) if place not in on_messages]
    if panels:
        file["panels"] = panels
    return file


def _added(present: list[Any], found: list[Any]) -> list[Any]:
    known = {str(one.get("name")).strip().casefold() for one in present}
    return [*present, *(one for one in found if _name(one) not in known)]


def _name(one: Mapping[str, Any]) -> str:
    return str(one.get("name")).strip().casefold()


def without(
    file: Mapping[str, Any], titles: Mapping[str, str], problem: Problem
) -> dict[str, Any]:
    """A file without what a problem is about; `titles` are those of settings and lists, by key.

    Where that can't be told, the whole list goes.
    """
    left = dict(file)
    for key, title in titles.items():
        if title != problem.title:
            continue
        if isinstance(file.get(key), list):
            left[key] = _without_one(file[key], problem.name)
        elif problem.name:
            left["types"] = [
                {**one, "settings": _without_key(one.get("settings", {}), key)}
                if one["name"].strip() == problem.name
                else one
                for one in file.get("types", [])
            ]
        else:
            left["settings"] = _without_key(file.get("settings", {}), key)
    return left


def _without_key(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {one: value for one, value in values.items() if one != key}


def _without_one(every: list[Any], name: str) -> list[Any]:
    left = [one for place, one in enumerate(every, 1) if name not in (str(place), one.get("name"))]
    return left if len(left) < len(every) else []
