"""How many tickets a member may have at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import errors
from .ticket import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ticket import Ticket


def require_none_pending(counted: Sequence[Ticket], type_id: int | None) -> None:
    """Raises ``AlreadyRequested`` if the member waits for a decision about one of the type."""
    for ticket in counted:
        if ticket.state is State.REQUESTED and ticket.type_id == type_id:
            raise errors.AlreadyRequested(ticket=ticket)


def require_below_limits(
    counted: Sequence[Ticket], *, limit: int, type_id: int | None, type_limit: int
) -> None:
    """Raises the ``LimitReached`` that says which of the member's tickets stand against another.

    `limit` counts all of the member's, `type_limit` those of the type; 0 is any.
    """
    of_type = tuple(ticket for ticket in counted if ticket.type_id == type_id)
    if type_limit and len(of_type) >= type_limit:
        raise errors.LimitReached(limit=type_limit, tickets=of_type, of_type=True)
    if limit and len(counted) >= limit:
        raise errors.LimitReached(limit=limit, tickets=tuple(counted))
