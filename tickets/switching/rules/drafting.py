"""Putting together the configuration file: the server's settings, types, panels, answers.

With one panel or profile its settings are the server's. With several, each is a type, which sets
by itself what the first doesn't have as well.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from ...config_file.rules import FORMAT, VERSION
from ...core.lazy_dataclass import lazy_dataclass
from ...core.naming import is_visible
from ...core.settings import TEAM
from ...core.ticket_type import NAME_LIMIT, TYPES_LIMIT
from .left_out import What, Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .left_out import Notes
    from .panels import PanelDraft

#: What a type with a team of its own doesn't take from the server.
PRIVATE = (
    "access_role_ids",
    "observer_role_ids",
    "mentioned_role_ids",
    "reception_channel_id",
    "transcript_channel_id",
    "board_channel_id",
)
#: Has its default in such a type.
_NEEDING = ("transcripts",)


@lazy_dataclass(frozen=True, kw_only=True)
class Draft:
    """What one of the other cog's panels or profiles says."""

    #: What it is called there.
    key: str
    #: By the keys of settings, as they stand in the file. All drafts have the same keys.
    values: Mapping[str, Any]
    #: What counts for all of a member's tickets, 0 for nothing; what for those of the type.
    limit: int = 0
    own_limit: int = 0
    #: Whether tickets can be opened.
    is_open: bool = True
    #: Of the type; None while there is none.
    name: str | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Drafted:
    """All of them, with names for those that become types."""

    drafts: tuple[Draft, ...]
    #: Only for the server: what no type can say.
    server: Mapping[str, Any] = field(default_factory=dict)

    @property
    def are_types(self) -> bool:
        """Whether each is a type."""
        return len(self.drafts) > 1

    def type_of(self, key: str) -> str | None:
        """The type of one of their panels or profiles; None for none."""
        return next((one.name for one in self.drafts if one.key == key), None)

    def opens(self, key: str) -> bool:
        """Whether there is something to be opened: not of an unknown one, nor of a type that found
        no room."""
        return any(one.key == key for one in self.drafts)

    def value(self, key: str, setting: str) -> Any:
        """What counts for one of their panels or profiles; for an unknown one, the server's."""
        own = [one for one in self.drafts if one.key == key]
        return next((one.values.get(setting) for one in (*own, *self.drafts)), None)

    @property
    def is_open(self) -> bool:
        """Whether any tickets can be opened."""
        return any(one.is_open for one in self.drafts)


def drafted(drafts: Sequence[Draft], server: Mapping[str, Any], notes: Notes) -> Drafted:
    """The drafts, named as types if there are several; those beyond the limit are noted."""
    if len(drafts) < 2:
        return Drafted(drafts=tuple(drafts), server=server)
    for one in drafts[TYPES_LIMIT:]:
        notes.add(What.TYPE, Why.TOO_MANY, owner=one.key, limit=TYPES_LIMIT)
    named: list[Draft] = []
    for one in drafts[:TYPES_LIMIT]:
        taken = {(other.name or "").casefold() for other in named}
        named.append(replace(one, name=_type_name(one.key, taken, notes)))
    return Drafted(drafts=tuple(named), server=server)


def _type_name(key: str, taken: Iterable[str], notes: Notes) -> str:
    name = distinct(" ".join(key.split()), taken, NAME_LIMIT)
    if name != key:
        notes.add(What.TYPE_NAME, Why.DIFFERS, owner=key, value=name)
    return name


def distinct(wanted: str, taken: Iterable[str], limit: int) -> str:
    """The name, or one like it that nobody has yet; `taken` is in lower case."""
    base = wanted if is_visible(wanted) else "?"
    name, number, others = base[:limit].rstrip(), 1, frozenset(taken)
    while name.casefold() in others:
        number += 1
        ending = f" {number}"
        name = base[: limit - len(ending)].rstrip() + ending
    return name


def configuration(
    found: Drafted, panels: Iterable[PanelDraft], replies: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The file; it names nothing that the other cog doesn't have."""
    written: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    settings = _of_server(found)
    if settings:
        written["settings"] = settings
    if found.are_types:
        written["types"] = [_type(one, settings) for one in found.drafts]
    lists = {"panels": [one.written for one in panels], "replies": list(replies)}
    return {**written, **{name: found for name, found in lists.items() if found}}


def _of_server(found: Drafted) -> dict[str, Any]:
    if not found.drafts:
        return dict(found.server)
    values = {**found.drafts[0].values, **found.server}
    values["category_id"] = next(
        (one.values["category_id"] for one in found.drafts if one.values["category_id"]), None
    )
    values["limit"] = max(one.limit for one in found.drafts)
    if found.are_types:
        values["without_type"] = False
    else:
        values["limit"] = values["limit"] or found.drafts[0].own_limit
    # Which category, nobody can say for them.
    return {key: value for key, value in values.items() if key != "category_id" or value}


def _type(draft: Draft, server: Mapping[str, Any]) -> dict[str, Any]:
    own = {
        key: value for key, value in draft.values.items() if key in server and value != server[key]
    }
    # Without one it goes into the server's.
    if own.get("category_id", True) is None:
        del own["category_id"]
    lacks = any(server.get(key) and not draft.values.get(key) for key in PRIVATE)
    if TEAM in own or lacks:
        # With a team of its own it has nothing private but what is said here.
        own |= {
            key: draft.values[key] for key in (TEAM, *PRIVATE, *_NEEDING) if key in draft.values
        }
    own = {key: value for key, value in own.items() if key not in PRIVATE or value}
    if draft.own_limit:
        own["limit"] = draft.own_limit
    if not draft.is_open:
        own["takes_tickets"] = False
    return {"name": draft.name, "settings": own}
