"""Counting tickets: each number in one pass by an index, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.store.records import COLUMNS, ticket_from_row
from ..rules import Statistics, Times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import apsw

    from ...core.store.database import Database
    from ...core.store.their_tickets import TheirTickets
    from ...core.ticket import Ticket

    #: The time from a second until another in pieces, each with what local time is ahead of UTC.
    Pieces = Callable[[int, int], Iterable[tuple[int, int, int]]]

_CAME_TO_BE = "tickets.state IN ('opening', 'open', 'closed', 'deleting', 'deleted')"
#: Tickets of 1.0.0 have no times that could be trusted, and no event of their opening.
_HAS_TIMES = """
EXISTS (
    SELECT 1 FROM ticket_events WHERE ticket_events.guild_id = tickets.guild_id
    AND ticket_events.number = tickets.number AND ticket_events.kind = 'opened'
)
"""
_FIRST = "SELECT min(created_at) FROM tickets INDEXED BY tickets_by_beginning WHERE guild_id = ?"
_OPENED = f"""
SELECT ifnull(tickets.type_id, 0), ((created_at + :offset) / 86400 + 3) % 7,
    (created_at + :offset) / 3600 % 24, count(*)
FROM tickets INDEXED BY tickets_by_beginning
WHERE {{where}} AND created_at >= :since AND created_at < :until AND {_CAME_TO_BE}
GROUP BY 1, 2, 3
"""  # noqa: S608
_DECLINED = """
SELECT count(*) FROM tickets INDEXED BY tickets_by_refusal
WHERE {where} AND decided_at >= :since AND decided_at < :until AND tickets.state = 'refused'
"""
_CLOSED = """
SELECT count(*) FROM tickets INDEXED BY tickets_by_closing
WHERE {where} AND closed_at >= :since AND closed_at < :until AND closed_at IS NOT NULL
"""
_RATINGS = """
SELECT stars, count(*) FROM tickets INDEXED BY tickets_by_closing
WHERE {where} AND closed_at >= :since AND closed_at < :until AND closed_at IS NOT NULL
    AND stars BETWEEN 1 AND 5
GROUP BY stars
"""
_OPEN = "SELECT count(*) FROM tickets INDEXED BY present_tickets WHERE {where} AND state = 'open' "
_OPEN += "AND state IN ('requested', 'opening', 'open', 'closed')"
#: The smallest time that so many are not longer than: nothing is ever in memory but one row.
_TIMES = f"""
SELECT total, min(time) FILTER (WHERE place * 2 >= total),
    min(time) FILTER (WHERE place * 10 >= total * 9), max(counted)
FROM (
    SELECT max(ifnull({{counted}}, {{at}} - created_at), 0) AS time,
        {{counted}} IS NOT NULL AS counted, count(*) OVER () AS total,
        row_number() OVER (ORDER BY max(ifnull({{counted}}, {{at}} - created_at), 0)) AS place
    FROM tickets INDEXED BY {{index}}
    WHERE {{where}} AND {{at}} >= :since AND {{at}} < :until AND {{at}} IS NOT NULL
        AND {_HAS_TIMES}
)
"""  # noqa: S608
_ANSWERS = {"counted": "answer_seconds", "at": "answered_at", "index": "tickets_by_answer"}
_CLOSINGS = {"counted": "closing_seconds", "at": "closed_at", "index": "tickets_by_closing"}


_ROWS = f"""
SELECT {COLUMNS} FROM tickets INDEXED BY ticket_number
WHERE guild_id = :guild AND number > :after AND state <> 'failed'
    AND max(created_at, ifnull(decided_at, 0), ifnull(answered_at, 0), ifnull(closed_at, 0))
        >= :since
ORDER BY number LIMIT :limit
"""  # noqa: S608


class StatisticsStore:
    """Counts the tickets of somebody's teams."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(
        self, theirs: TheirTickets, since: int, until: int, pieces: Pieces
    ) -> Statistics:
        """All numbers of a time. It begins with the first ticket, if `since` is 0."""

        def work(cursor: apsw.Cursor) -> Statistics:
            begin = since
            if not since:
                row: Any = cursor.execute(_FIRST, (theirs.guild_id,)).fetchall()[0]
                begin = min(row[0] if row[0] is not None else until, until)
            values = {**theirs.values, "since": begin, "until": until}

            def every(sql: str, **names: str) -> Any:
                query = sql.format(where=theirs.where, **names)
                used = {name: it for name, it in values.items() if f":{name}" in query}
                return cursor.execute(query, used).fetchall()

            def one(sql: str, **names: str) -> Any:
                return every(sql, **names)[0]

            ratings = dict(every(_RATINGS))
            by_type, by_weekday, by_hour = _opened(cursor, theirs, pieces(begin, until))
            return Statistics(
                since=begin,
                until=until,
                opened=sum(by_hour),
                declined=one(_DECLINED)[0],
                closed=one(_CLOSED)[0],
                open_now=one(_OPEN)[0],
                answers=_times(one(_TIMES, **_ANSWERS)),
                closings=_times(one(_TIMES, **_CLOSINGS)),
                by_type=by_type,
                by_weekday=tuple(by_weekday),
                by_hour=tuple(by_hour),
                ratings=tuple(ratings.get(stars, 0) for stars in range(1, 6)),
            )

        return await self._database.read(work)

    async def tickets(
        self, guild_id: int, since: int, *, after: int, limit: int
    ) -> tuple[Ticket, ...]:
        """So many tickets of a server in which something happened since then, by number."""
        values = {"guild": guild_id, "since": since, "after": after, "limit": limit}

        def work(cursor: apsw.Cursor) -> tuple[Ticket, ...]:
            return tuple(ticket_from_row(row) for row in cursor.execute(_ROWS, values).fetchall())

        return await self._database.read(work)


def _opened(
    cursor: apsw.Cursor, theirs: TheirTickets, pieces: Iterable[tuple[int, int, int]]
) -> tuple[dict[int, int], list[int], list[int]]:
    by_type: dict[int, int] = {}
    by_weekday, by_hour = [0] * 7, [0] * 24
    query = _OPENED.format(where=theirs.where)
    for since, until, offset in pieces:
        values = {**theirs.values, "since": since, "until": until, "offset": offset}
        rows: Any = cursor.execute(query, values)
        for type_id, weekday, hour, count in rows:
            by_type[type_id] = by_type.get(type_id, 0) + count
            by_weekday[weekday] += count
            by_hour[hour] += count
    return by_type, by_weekday, by_hour


def _times(row: Any) -> Times | None:
    total, half, most, in_hours = row
    return Times(total, half, most, bool(in_hours)) if total else None
