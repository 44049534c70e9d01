"""A server's configuration in the database: all of it at once, or as it was."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from ..core.errors import SettingsChanged
from ..core.store.jobs import insert
from ..core.store.types import replace_types

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import apsw

    from ..core.job import Job
    from ..core.store.database import Database
    from ..core.ticket_type import TicketType

    Stores = Sequence[tuple[Callable[[apsw.Cursor, int, Sequence[Any]], None], Sequence[Any]]]

#: Where types are.
TYPE_TABLE = "types"


class ConfigurationStore:
    """Reads and writes the tables that configure a server. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, guild_id: int, tables: Sequence[str]) -> tuple[dict[str, Any], int]:
        """All rows of a server by table, and the highest id that a type had."""
        return await self._database.run(
            lambda cursor: (_rows(cursor, guild_id, tables), _last_type(cursor, guild_id))
        )

    async def replace(
        self,
        guild_id: int,
        seen: tuple[Mapping[str, Any], int],
        types: Sequence[TicketType],
        parts: Stores,
        job: Job,
    ) -> Job:
        """Stores types and all `parts`, each by its own function, and the job that finishes it.

        Raises ``SettingsChanged`` unless everything is as it was `seen`.
        """

        def work(cursor: apsw.Cursor) -> Job:
            rows, _last = seen
            if (_rows(cursor, guild_id, tuple(rows)), _last_type(cursor, guild_id)) != seen:
                raise SettingsChanged
            replace_types(cursor, guild_id, types)
            for store, wanted in parts:
                store(cursor, guild_id, wanted)
            insert(cursor, (job,))
            return dataclasses.replace(job, id=cursor.connection.last_insert_rowid())

        return await self._database.run(work)

    async def put_back(self, guild_id: int, rows: Mapping[str, Any], job: Job) -> None:
        """Everything is as it was in these rows, and nothing is left to be finished."""

        def work(cursor: apsw.Cursor) -> None:
            for table, before in rows.items():
                cursor.execute(f"DELETE FROM {table} WHERE guild_id = ?", (guild_id,))  # noqa: S608
                for row in before:
                    places = ", ".join("?" * len(row))
                    cursor.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608
            cursor.execute("DELETE FROM jobs WHERE id = ?", (job.id,))

        await self._database.run(work)


def _rows(cursor: apsw.Cursor, guild_id: int, tables: Sequence[str]) -> dict[str, Any]:
    return {
        table: cursor.execute(
            f"SELECT * FROM {table} WHERE guild_id = ? ORDER BY 1, 2, 3",  # noqa: S608 - our own
            (guild_id,),
        ).fetchall()
        for table in tables
    }


def _last_type(cursor: apsw.Cursor, guild_id: int) -> int:
    rows: Any = cursor.execute(
        "SELECT last_type FROM counters WHERE guild_id = ?", (guild_id,)
    ).fetchall()
    return int(rows[0][0]) if rows else 0
