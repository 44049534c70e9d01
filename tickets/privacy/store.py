"""What is stored about a person: telling it, and forgetting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..blocks.store import blocks_where
from ..core.store.records import COLUMNS, ticket_from_row
from ..core.ticket import State

if TYPE_CHECKING:
    import apsw

    from ..blocks.rules import Block
    from ..core.store.database import Database
    from ..core.ticket import Ticket

#: Stands where somebody's id was.
NOBODY = 0

_LIVE = f"state IN ('{State.REQUESTED.value}', 'opening', 'open', 'closed', 'deleting')"
#: Until then the member may still have to wait before asking again.
_REFUSED_LATELY = "state = 'refused' AND decided_at > :lately"
#: Every column with a person's id, and the condition that an index answers. The order
#: matters: some conditions look at the opener.
_MENTIONS = {
    "opened_by_id": "opened_by_id = :user AND opened_by_id <> opener_id",
    "closed_by_id": "closed_by_id = :user AND closed_by_id IS NOT NULL",
    "reopened_by_id": "reopened_by_id = :user AND reopened_by_id IS NOT NULL",
    "decided_by_id": "decided_by_id = :user AND decided_by_id IS NOT NULL",
    "deleted_by_id": "deleted_by_id = :user AND deleted_by_id IS NOT NULL",
    "opener_id": "opener_id = :user",
}
#: Columns with words, and who wrote them.
_WORDS = (
    ("reason", "opener_id"),
    ("reason", "opened_by_id"),
    ("close_reason", "closed_by_id"),
    ("refusal", "decided_by_id"),
)
#: Closed tickets that remember people whose access was taken away.
_REMEMBERED = "state IN ('open', 'closed') AND withdrawn LIKE :anywhere"

# Only what is still to be done is in the table of jobs: it is short.
_FORGET_WORDS_IN_JOBS = (
    """
    UPDATE jobs SET body = json_set(body, '$.reason', NULL)
    WHERE kind = 'log' AND json_extract(body, '$.by_id') = :user
    """,
    """
    UPDATE jobs SET body = json_set(body, '$.reason', NULL)
    WHERE kind = 'direct' AND EXISTS (
        SELECT 1 FROM tickets WHERE tickets.guild_id = jobs.guild_id
        AND tickets.number = json_extract(jobs.body, '$.number')
        AND :user IN (closed_by_id, decided_by_id)
    )
    """,
)
_FORGET_IDENTITY_EVERYWHERE = (
    "DELETE FROM blocks WHERE user_id = :user",
    "DELETE FROM jobs WHERE queue = 'direct:' || :user",
    *(
        f"UPDATE jobs SET body = json_set(body, '$.{name}', {NOBODY})"  # noqa: S608
        f" WHERE kind = 'log' AND json_extract(body, '$.{name}') = :user"
        for name in ("by_id", "member_id")
    ),
    f"""
    UPDATE tickets SET withdrawn = (
        SELECT json_group_array(json(value)) FROM json_each(withdrawn)
        WHERE json_extract(value, '$[1]') <> :user
    ) WHERE {_REMEMBERED}
    """,  # noqa: S608
)


class PeopleStore:
    """Answers requests about personal data."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tickets_about(self, user_id: int) -> tuple[Ticket, ...]:
        """Every ticket in which the person has any part."""

        def work(cursor: apsw.Cursor) -> tuple[Ticket, ...]:
            found: dict[tuple[int, int], Ticket] = {}
            values: dict[str, Any] = {"user": user_id, "anywhere": f"%{user_id}%"}
            for condition in (*_MENTIONS.values(), _REMEMBERED):
                query = f"SELECT {COLUMNS} FROM tickets WHERE {condition}"  # noqa: S608
                for row in cursor.execute(query, values).fetchall():
                    ticket = ticket_from_row(row)
                    found[ticket.guild_id, ticket.number] = ticket
            return tuple(found[key] for key in sorted(found))

        return await self._database.run(work)

    async def blocks_about(self, user_id: int) -> tuple[Block, ...]:
        """The person's own blocks, and those that they have put on others."""
        return await self._database.run(
            lambda cursor: (
                *blocks_where(cursor, "user_id = ?", (user_id,)),
                *blocks_where(cursor, "by_id = ?", (user_id,)),
            )
        )

    async def forget_words(self, user_id: int, *, live_too: bool) -> None:
        """Removes what the person wrote: reasons of every kind."""
        which = "" if live_too else f" AND NOT {_LIVE}"
        statements = [
            f"UPDATE tickets SET {column} = NULL WHERE {_MENTIONS[author]}{which}"  # noqa: S608
            for column, author in _WORDS
        ]
        if live_too:
            statements += _FORGET_WORDS_IN_JOBS
            statements.append("UPDATE blocks SET reason = NULL WHERE by_id = :user")
        await self._update(*statements, user=user_id)

    async def forget_identity(
        self, user_id: int, *, live_too: bool, now: int = 0, lately: int = 0
    ) -> None:
        """Replaces the person's id by nobody's.

        Without `live_too` it stays where it is needed: in tickets and requests that haven't
        ended, in requests that were refused since `lately`, and in blocks in force `now`.
        """
        which = "" if live_too else f" AND NOT {_LIVE}"
        waiting = "" if live_too else f" AND NOT ({_REFUSED_LATELY})"
        own = f"opener_id = :user AND opened_by_id = :user{which}"
        statements = [
            f"UPDATE tickets SET opened_by_id = {NOBODY} WHERE {own}",  # noqa: S608
            *(
                f"UPDATE tickets SET {column} = {NOBODY} WHERE {condition}{which}"  # noqa: S608
                f"{waiting if column == 'opener_id' else ''}"
                for column, condition in _MENTIONS.items()
            ),
            "DELETE FROM notice_readers WHERE user_id = :user",
            "DELETE FROM blocks WHERE user_id = :user AND until <= :now",
            f"UPDATE blocks SET by_id = {NOBODY} WHERE by_id = :user",  # noqa: S608
        ]
        if live_too:
            statements += _FORGET_IDENTITY_EVERYWHERE
        values = {"now": now, "lately": lately, "anywhere": f"%{user_id}%"}
        await self._update(*statements, user=user_id, **values)

    async def _update(self, *statements: str, **values: Any) -> None:
        def work(cursor: apsw.Cursor) -> None:
            for statement in statements:
                cursor.execute(statement, values).fetchall()

        await self._database.run(work)
