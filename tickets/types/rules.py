"""What can't be done with a type, and what a move means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.access import changed_plan, staff_lines
from ..core.errors import Refused, TypeRefused
from ..core.lazy_dataclass import lazy_dataclass
from ..core.settings import TEAM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ..core.overwrite import Overwrite
    from ..core.settings import Settings
    from ..core.team import Team

#: The kind of event; a stored word.
MOVED = "moved"
#: Says of a line of the log that it only tells that a ticket has left; a stored word.
AWAY = "away"
#: A word for no type, in commands.
NO_TYPE = "none"
#: As many roles as a ticket's channel can carry besides people who are added.
STAFF_LIMIT = 50


class TypeInUse(TypeRefused):
    """The type is all that these panels open; they would be left with nothing."""

    numbers: tuple[int, ...]


class NoSuchTypeSetting(TypeRefused):
    """Types have no setting of that name."""

    given: str
    known: tuple[str, ...]


class TooManyStaffRoles(TypeRefused):
    """More roles of the staff than a ticket's channel can carry; `count` of them."""

    limit: int
    count: int


class AlreadyOfType(Refused):
    """The ticket is of that type already."""


@lazy_dataclass(frozen=True, kw_only=True)
class MovePlan:
    """What moving a ticket changes."""

    #: The roles that read everything from then on, and those that no longer do.
    coming: tuple[int, ...]
    going: tuple[int, ...]
    #: Whether the staff's thread is there to be read, too.
    has_thread: bool


def move_plan(
    former: Team, team: Team, existing: Collection[int], *, has_thread: bool
) -> MovePlan:
    """Who comes and who goes when a ticket changes from one team to another."""
    before, after = staff_lines(former, existing), staff_lines(team, existing)
    return MovePlan(
        coming=tuple(role for role in after if role not in before),
        going=tuple(role for role in before if role not in after),
        has_thread=has_thread,
    )


def moved_plan(
    present: Iterable[Overwrite],
    *,
    former: Iterable[Mapping[int, Overwrite]],
    after: Mapping[int, Overwrite],
) -> tuple[Overwrite, ...]:
    """A ticket's overwrites after a move: of the lines that `former` staffs had nothing is left,
    and the new staff has `after`. Everybody else keeps theirs."""
    lines = tuple(present)
    for before in former:
        lines = changed_plan(lines, before=before, after=after)
    return lines


def differing(settings: Settings) -> tuple[str, ...]:
    """Keys of the settings that a type has by itself, the team first."""
    found = settings.type
    keys = () if found is None else tuple(found.values)
    return tuple(sorted(keys, key=lambda key: key != TEAM))
