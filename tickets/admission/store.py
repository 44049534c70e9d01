"""When a member's tickets ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..core.store.database import Database

#: A ticket ends when it is closed, or deleted without that; a request when it is refused or
#: withdrawn. A clock that was ahead has ended nothing yet.
_LAST_ENDED = """
SELECT max(ended_at) FROM (
    SELECT CASE
        WHEN state IN ('refused', 'cancelled') THEN decided_at
        ELSE coalesce(closed_at, (
            SELECT max(at) FROM ticket_events
            WHERE ticket_events.guild_id = tickets.guild_id
                AND ticket_events.number = tickets.number AND kind = 'deleted'
        ))
    END AS ended_at
    FROM tickets
    WHERE opener_id = :opener AND guild_id = :guild
        AND opened_by_id = opener_id
        AND state IN ('refused', 'cancelled', 'closed', 'deleting', 'deleted')
        AND (:any_type OR type_id IS :type)
) WHERE ended_at <= :now
"""


class EndedTickets:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last_ended_at(
        self, guild_id: int, opener_id: int, now: int, *, any_type: bool, type_id: int | None
    ) -> int | None:
        """When the last ticket or request ended that the member asked for; of the type unless
        `any_type`. None if none has."""
        values = {
            "guild": guild_id,
            "opener": opener_id,
            "now": now,
            "any_type": any_type,
            "type": type_id,
        }
        row: Any = await self._database.run(
            lambda cursor: cursor.execute(_LAST_ENDED, values).fetchall()[0]
        )
        found: int | None = row[0]
        return found
