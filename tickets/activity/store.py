"""The staff's list, and what is read at the start."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..core.store.records import COLUMNS, terms_from_text, ticket_from_row
from ..core.ticket import Side, State
from .open_tickets import OpenTicket, staff_roles_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import apsw

    from ..core.store.database import Database
    from ..core.ticket import Ticket

#: As the index has it, word by word.
_LISTED = "guild_id = :guild AND state IN ('requested', 'opening', 'open', 'closed')"
#: Of whose tickets there may be any: those of some types (0 is none), or with some numbers.
_OF_TYPES = "ifnull(type_id, 0) IN (SELECT value FROM json_each(:among))"
_NUMBERED = "number IN (SELECT value FROM json_each(:among))"

_IN_USE = """
SELECT channel_id, guild_id, number, opener_id, type_id, waits_for, terms,
    handler_id IS NOT NULL
FROM tickets
WHERE channel_id IS NOT NULL AND (state = 'open' OR settled = 0)
"""


class ListStore:
    """Reads the staff's list page by page, and the tickets in which words count."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(
        self,
        guild_id: int,
        where: str,
        *,
        reader_id: int,
        types: Collection[int | None] = (),
        numbers: Collection[int] | None = None,
    ) -> dict[State, int]:
        """How many listed tickets there are of each state.

        `where` is an SQL condition, in which `:reader` may be used. They are of these types, of
        which None is no type; if `numbers` are given, they have these instead.
        """
        condition, values = _among(guild_id, where, types, numbers)
        values["reader"] = reader_id
        query = f"SELECT state, count(*) FROM tickets WHERE {condition} GROUP BY state"  # noqa: S608

        def work(cursor: apsw.Cursor) -> dict[State, int]:
            rows: Any = cursor.execute(query, values).fetchall()
            return {State(state): count for state, count in rows}

        return await self._database.run(work)

    async def page(
        self,
        guild_id: int,
        where: str,
        *,
        reader_id: int,
        types: Collection[int | None] = (),
        numbers: Collection[int] | None = None,
        skipped: int,
        limit: int,
    ) -> tuple[Ticket, ...]:
        """So many of these, in the list's order, after those that are skipped."""
        condition, values = _among(guild_id, where, types, numbers)
        query = (
            f"SELECT {COLUMNS} FROM tickets WHERE {condition}"  # noqa: S608
            " ORDER BY list_place, number LIMIT :limit OFFSET :skipped"
        )
        values |= {"reader": reader_id, "limit": limit, "skipped": skipped}

        def work(cursor: apsw.Cursor) -> tuple[Ticket, ...]:
            return tuple(ticket_from_row(row) for row in cursor.execute(query, values).fetchall())

        return await self._database.run(work)

    async def in_use(self) -> list[tuple[int, OpenTicket]]:
        """The tickets in which words count, by channel; of all servers, in one query."""
        return await self._database.run(
            lambda cursor: [_in_use(row) for row in cursor.execute(_IN_USE).fetchall()]
        )


def _among(
    guild_id: int,
    where: str,
    types: Collection[int | None],
    numbers: Collection[int] | None,
) -> tuple[str, dict[str, Any]]:
    column = _OF_TYPES if numbers is None else _NUMBERED
    among = [one or 0 for one in types] if numbers is None else list(numbers)
    return f"{_LISTED} AND {column} AND ({where})", {"guild": guild_id, "among": json.dumps(among)}


def _in_use(row: Any) -> tuple[int, OpenTicket]:
    channel_id, guild_id, number, opener_id, type_id, waits_for, terms, is_claimed = row
    return channel_id, OpenTicket(
        guild_id=guild_id,
        number=number,
        opener_id=opener_id,
        type_id=type_id,
        waits_for=Side(waits_for) if waits_for is not None else None,
        staff_role_ids=_staff_roles(terms),
        is_claimed=bool(is_claimed),
    )


@lru_cache(maxsize=100)
def _staff_roles(terms: str) -> frozenset[int]:
    # Most tickets have the same.
    return staff_roles_of(terms_from_text(terms))
