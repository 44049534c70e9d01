"""Tickets by their words, opener and number; and the index of these words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.store.records import COLUMNS, ticket_from_row
from .rules import query_of

if TYPE_CHECKING:
    import apsw

    from ..core.store.database import Database
    from ..core.store.their_tickets import TheirTickets
    from ..core.ticket import Ticket
    from .rules import Wish

#: Tickets of before that are read in one transaction: others wait for it some milliseconds.
BATCH = 500

_INDEX = """
INSERT INTO ticket_search (rowid, reason, close_reason, refusal, answers)
SELECT id, reason, close_reason, refusal, answers FROM ticket_words
WHERE id > :from AND id <= :upto
    AND coalesce(reason, close_reason, refusal, answers) IS NOT NULL
"""
_BY_WORDS = """
SELECT tickets.id FROM ticket_search JOIN tickets ON tickets.id = ticket_search.rowid
WHERE ticket_search MATCH :query AND {where} ORDER BY ticket_search.rowid DESC LIMIT :limit
"""
_BY_OTHERS = """
SELECT id FROM tickets INDEXED BY ticket_number WHERE {where} ORDER BY number DESC LIMIT :limit
"""
#: In no order, but one member never has many.
_BY_OPENER = """
SELECT id FROM tickets INDEXED BY tickets_of_opener WHERE {where}
ORDER BY number DESC LIMIT :limit
"""
_THESE = (
    f"SELECT {COLUMNS} FROM tickets WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
    " ORDER BY number DESC"
)


class SearchStore:
    """Finds tickets; keeps what there was before the index up to date with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(
        self, wish: Wish, theirs: TheirTickets, *, limit: int, page: int, size: int
    ) -> tuple[int, int, tuple[Ticket, ...]]:
        """How many tickets there are, up to `limit`; a page, the last one if it is too far, and
        its tickets, newest first."""
        sql, values = _query(wish, theirs)

        def work(cursor: apsw.Cursor) -> tuple[int, int, tuple[Ticket, ...]]:
            rows: Any = cursor.execute(sql, {**values, "limit": limit}).fetchall()
            ids = [row[0] for row in rows]
            shown = max(min(page, (len(ids) - 1) // size), 0)
            wanted = str(ids[shown * size : (shown + 1) * size])
            tickets = cursor.execute(_THESE, (wanted,)).fetchall()
            return len(ids), shown, tuple(ticket_from_row(row) for row in tickets)

        return await self._database.read(work)

    async def is_behind(self) -> bool:
        """Whether tickets from before the index are still to be read."""
        return await self._database.read(lambda cursor: _upto(cursor) > 0)

    async def catch_up(self) -> bool:
        """Reads some tickets from before, the newest first; whether there are more."""

        def work(cursor: apsw.Cursor) -> bool:
            upto = _upto(cursor)
            start = max(upto - BATCH, 0)
            if upto:
                cursor.execute(_INDEX, {"from": start, "upto": upto}).fetchall()
                cursor.execute("UPDATE search_progress SET upto = ?", (start,)).fetchall()
            return start > 0

        return await self._database.run(work)


def _query(wish: Wish, theirs: TheirTickets) -> tuple[str, dict[str, Any]]:
    where, values, query = theirs.where, dict(theirs.values), _BY_OTHERS
    if wish.opener_id is not None:
        where += " AND tickets.opener_id = :opener AND tickets.opener_id <> 0"
        values["opener"] = wish.opener_id
        query = _BY_OPENER
    if wish.number is not None:
        where += " AND tickets.number = :number"
        values["number"] = wish.number
    if wish.words:
        values["query"] = query_of(wish.words)
        query = _BY_WORDS
    return query.format(where=where), values


def _upto(cursor: apsw.Cursor) -> int:
    rows: Any = cursor.execute("SELECT upto FROM search_progress").fetchall()
    return int(rows[0][0])
