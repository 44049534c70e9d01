"""Which tickets have something due, and by which settings they were asked for that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .records import put_off_from_text

if TYPE_CHECKING:
    from collections.abc import Collection

    import apsw

    from ..due import PutOff
    from ..ticket import State
    from .database import Database

#: What is due by now, and of what is due later only the first: the rest would be read in vain.
_DUE = " UNION ALL ".join(
    f"""
    SELECT * FROM (
        SELECT guild_id, number, due_at FROM tickets
        WHERE due_at {when} :now AND guild_id NOT IN (SELECT value FROM json_each(:without))
        ORDER BY due_at, guild_id, number LIMIT {limit}
    )
    """  # noqa: S608 - our own words
    for when, limit in (("<=", ":limit"), (">", ":later"))
)
#: As the indexes of that name say it, word by word: for states in which a ticket has a channel.
_LIVE = frozenset({"open", "closed"})
_IN_LIVE = " AND state IN ('open', 'closed')"


class DueStore:
    """Reads what is due. It is stored with each change of a ticket."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first(
        self, now: int, *, limit: int, later: int, without: Collection[int]
    ) -> list[tuple[int, int, int]]:
        """Server, number and time of what is due first, but for some servers' tickets.

        That is up to `limit` that are due `now`, and the first ones that are due `later`.
        """
        values: dict[str, Any] = {
            "now": now,
            "limit": limit,
            "later": later,
            "without": json.dumps(list(without)),
        }

        def work(cursor: apsw.Cursor) -> list[tuple[int, int, int]]:
            rows: Any = cursor.execute(_DUE, values).fetchall()
            return sorted(rows, key=lambda row: (row[2], *row[:2]))

        return await self._database.run(work)

    async def digests(self) -> dict[int, str]:
        """The settings by which servers' tickets were asked last, where anything was on."""

        def work(cursor: apsw.Cursor) -> dict[int, str]:
            rows: Any = cursor.execute("SELECT guild_id, digest FROM due_settings").fetchall()
            return dict(rows)

        return await self._database.run(work)

    async def set_digest(self, guild_id: int, digest: str) -> None:
        """All of a server's tickets have been asked; empty for nothing that is on."""

        def work(cursor: apsw.Cursor) -> None:
            if digest:
                cursor.execute(
                    "INSERT OR REPLACE INTO due_settings VALUES (?, ?)", (guild_id, digest)
                ).fetchall()
            else:
                cursor.execute(
                    "DELETE FROM due_settings WHERE guild_id = ?", (guild_id,)
                ).fetchall()

        await self._database.run(work)

    async def some(
        self, guild_id: int, states: Collection[State], above: int, limit: int
    ) -> tuple[int, ...]:
        """Numbers of tickets in these states, from the first that is higher than `above`."""
        wanted = sorted(state.value for state in states)
        live = _IN_LIVE if _LIVE.issuperset(wanted) else ""
        query = (
            f"SELECT number FROM tickets WHERE guild_id = :guild AND number > :above{live}"  # noqa: S608
            " AND state IN (SELECT value FROM json_each(:states)) ORDER BY number LIMIT :limit"
        )
        values: dict[str, Any] = {
            "guild": guild_id,
            "above": above,
            "states": json.dumps(wanted),
            "limit": limit,
        }

        def work(cursor: apsw.Cursor) -> tuple[int, ...]:
            rows: Any = cursor.execute(query, values).fetchall()
            return tuple(number for (number,) in rows)

        return await self._database.run(work)

    async def put_off(self) -> list[tuple[int, int, dict[str, PutOff]]]:
        """Server and number of all tickets in which something couldn't be done, and what."""

        def work(cursor: apsw.Cursor) -> list[tuple[int, int, dict[str, PutOff]]]:
            rows: Any = cursor.execute(
                "SELECT guild_id, number, put_off FROM tickets WHERE put_off IS NOT NULL"
            ).fetchall()
            return [(guild, number, put_off_from_text(text)) for guild, number, text in rows]

        return await self._database.run(work)
