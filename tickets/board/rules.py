"""Which boards a server has, and what stands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import SettingRefused
from ..core.lazy_dataclass import lazy_dataclass
from ..core.team import Team
from .settings import BoardSettings

if TYPE_CHECKING:
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: Notices of this feature; stored words.
BOARD_GONE, BOARD_PUBLIC, BOARD_CLOSED = "board_gone", "board_public", "board_closed"


class BoardIsPublic(SettingRefused):
    """Every member would read the board."""

    channel_id: int


@lazy_dataclass(frozen=True, kw_only=True)
class Board:
    """A team's board: where it is, and of which types its tickets are; None is no type.

    `team` is the first of these types, 0 for none: the board is known by it.
    """

    team: int
    channel_id: int
    types: tuple[int | None, ...]


def boards_of(settings: Settings) -> tuple[Board, ...]:
    """The boards that a server wants: one for each team with a channel for it."""
    if not settings.server.configured:
        return ()
    found: dict[tuple[int, frozenset[int]], list[int | None]] = {}
    # Tickets of deleted types are still there.
    for type_id in settings.type_ids:
        of_type = settings.for_type(type_id)
        channel_id = of_type[BoardSettings].board_channel_id
        if channel_id is not None:
            team = frozenset(of_type[Team].moderator_role_ids)
            found.setdefault((channel_id, team), []).append(type_id)
    return tuple(
        Board(team=types[0] or 0, channel_id=channel_id, types=tuple(types))
        for (channel_id, _team), types in found.items()
    )


@lazy_dataclass(frozen=True, kw_only=True)
class Shown:
    """What a board shows: the first tickets of each part, and how many there are in all."""

    requests: tuple[Ticket, ...]
    request_count: int
    waiting: tuple[Ticket, ...]
    waiting_count: int
    unclaimed: tuple[Ticket, ...]
    unclaimed_count: int
    #: Open tickets that are in none of these.
    other_count: int
    #: Of the type whose own board it is.
    type_name: str | None = None
