"""Roles, channels and types as the configuration file names them: by id and by name.

A file may come from another server. What it names is found by its id, else by its name. What is
left open is asked.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from .errors import NoSuchType
from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .role import RoleFacts
    from .ticket_type import TicketType


class ThingKind(str, Enum):
    """What of Discord's a setting can name."""

    ROLE = "role"
    CHANNEL = "channel"
    CATEGORY = "category"


@lazy_dataclass(frozen=True)
class Thing:
    """One that a server has."""

    kind: ThingKind
    id: int
    name: str
    #: Of a role.
    role: RoleFacts | None = None

    @property
    def can_be_meant(self) -> bool:
        """Whether a name alone may lead to it: not to a role that no setting takes."""
        role = self.role
        return role is None or not (role.is_everyone or role.is_managed or role.is_administrator)


@lazy_dataclass(frozen=True)
class Reference:
    """One as a file names it; the id is 0 where the file has none."""

    kind: ThingKind
    id: int
    name: str


class Names:
    """What to write into a file for ids of a server."""

    def __init__(self, things: Iterable[Thing], types: Iterable[TicketType]) -> None:
        self._things = {(one.kind, one.id): one.name for one in things}
        self._types = {one.id: one.name for one in types if not one.is_deleted}

    def write(self, kind: ThingKind, thing_id: int) -> dict[str, str] | None:
        """As it stands in a file; None for what was deleted."""
        name = self._things.get((kind, thing_id))
        return None if name is None else {"id": str(thing_id), "name": name}

    def type_name(self, type_id: int | None) -> str | None:
        """The name of a type; None for no type, and for a deleted one."""
        return None if type_id is None else self._types.get(type_id)


class Matching:
    """Finds on a server what a file names."""

    def __init__(
        self,
        things: Iterable[Thing],
        answers: Mapping[Reference, int | None] | None = None,
        types: Iterable[TicketType] = (),
    ) -> None:
        """`answers` say what is meant by what was asked; None is nothing."""
        self._by_id: dict[tuple[ThingKind, int], Thing] = {}
        self._by_name: dict[tuple[ThingKind, str], list[Thing]] = {}
        for one in things:
            self._by_id[one.kind, one.id] = one
            if one.can_be_meant and one.name:
                self._by_name.setdefault((one.kind, one.name.casefold()), []).append(one)
        self._answers = dict(answers or {})
        self._types = {one.name.casefold(): one.id for one in types if not one.is_deleted}
        #: What is to be asked, in the order in which it came up.
        self.questions: dict[Reference, None] = {}

    def find(self, kind: ThingKind, given: Mapping[str, Any]) -> Thing | None:
        """The one that is meant; None for what is asked, and what was left out."""
        wanted = Reference(kind, int(given.get("id", 0)), given["name"])
        if wanted in self._answers:
            return self._by_id.get((kind, self._answers[wanted] or 0))
        if (kind, wanted.id) in self._by_id:
            return self._by_id[kind, wanted.id]
        named = self._by_name.get((kind, wanted.name.casefold()), [])
        found = [one for one in named if one.name == wanted.name] or named
        if len(found) == 1:
            return found[0]
        self.questions[wanted] = None
        return None

    def known(self, kind: ThingKind, given: Mapping[str, Any]) -> Thing | None:
        """The same for what has a way out of its own: nothing is asked."""
        before = dict(self.questions)
        found = self.find(kind, given)
        self.questions = before
        return found

    def type_id(self, name: str | None) -> int | None:
        """The type of that name, None for no name; raises ``NoSuchType``."""
        if name is None:
            return None
        found = self._types.get(name.casefold())
        if found is None:
            raise NoSuchType(given=name, known=tuple(self._types))
        return found


def reference_schema() -> dict[str, Any]:
    """How a role or channel stands in a file."""
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9]{1,20}$"},
            "name": {"type": "string"},
        },
        "required": ["name"],
        "additionalProperties": False,
    }
