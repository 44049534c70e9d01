"""What is stored about a person: telling it, and forgetting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..domain.ticket import State
from .records import COLUMNS, ticket_from_row

if TYPE_CHECKING:
    import apsw

    from ..domain.ticket import Ticket
    from .database import Database

#: Stands where somebody's id was.
NOBODY = 0

_LIVE = f"state IN ('{State.REQUESTED.value}', 'opening', 'open', 'closed', 'deleting')"
#: Every place where a person's id stands, as conditions that an index answers.
_MENTIONS = (
    "opener_id = :user",
    "opened_by_id = :user AND opened_by_id <> opener_id",
    "closed_by_id = :user AND closed_by_id IS NOT NULL",
    "reopened_by_id = :user AND reopened_by_id IS NOT NULL",
)


class PeopleStore:
    """Answers requests about personal data."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tickets_about(self, user_id: int) -> tuple[Ticket, ...]:
        """Every ticket that the person opened, or opened, closed or reopened for others."""

        def work(cursor: apsw.Cursor) -> tuple[Ticket, ...]:
            found: dict[tuple[int, int], Ticket] = {}
            for condition in _MENTIONS:
                query = f"SELECT {COLUMNS} FROM tickets WHERE {condition}"  # noqa: S608
                for row in cursor.execute(query, {"user": user_id}).fetchall():
                    ticket = ticket_from_row(row)
                    found[ticket.guild_id, ticket.number] = ticket
            return tuple(found[key] for key in sorted(found))

        return await self._database.run(work)

    async def forget_words(self, user_id: int, *, live_too: bool) -> None:
        """Removes what the person wrote: reasons for opening and closing."""
        which = "" if live_too else f" AND NOT {_LIVE}"
        await self._update(
            f"UPDATE tickets SET reason = NULL WHERE opener_id = :user{which}",  # noqa: S608
            f"UPDATE tickets SET close_reason = NULL"  # noqa: S608
            f" WHERE closed_by_id = :user AND closed_by_id IS NOT NULL{which}",
            user=user_id,
        )

    async def forget_identity(self, user_id: int, *, live_too: bool) -> None:
        """Replaces the person's id by nobody's."""
        which = "" if live_too else f" AND NOT {_LIVE}"
        columns = ("opened_by_id", "closed_by_id", "reopened_by_id", "opener_id")
        # opened_by_id first: its condition looks at opener_id.
        conditions = (_MENTIONS[1], _MENTIONS[2], _MENTIONS[3], _MENTIONS[0])
        await self._update(
            "UPDATE tickets SET opened_by_id = 0"  # noqa: S608
            f" WHERE opener_id = :user AND opened_by_id = :user{which}",
            *(
                f"UPDATE tickets SET {column} = {NOBODY} WHERE {condition}{which}"  # noqa: S608
                for column, condition in zip(columns, conditions, strict=True)
            ),
            "DELETE FROM notice_readers WHERE user_id = :user",
            user=user_id,
        )
        if live_too:
            await self._update(
                "UPDATE tickets SET withdrawn = (SELECT json_group_array(json(value))"
                " FROM json_each(withdrawn) WHERE json_extract(value, '$[1]') <> :user)"
                " WHERE state IN ('open', 'closed') AND withdrawn LIKE :anywhere",
                user=user_id,
                anywhere=f"%{user_id}%",
            )

    async def _update(self, *statements: str, **values: Any) -> None:
        def work(cursor: apsw.Cursor) -> None:
            for statement in statements:
                cursor.execute(statement, values).fetchall()

        await self._database.run(work)
