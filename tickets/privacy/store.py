"""What is stored about a person: telling it, and forgetting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import apsw

    from ..core.personal import PersonalTable
    from ..core.store.database import Database


class PeopleStore:
    """Answers requests about personal data, in all tables that features declare."""

    def __init__(self, database: Database, tables: Sequence[PersonalTable]) -> None:
        self._database = database
        self._tables = tables

    async def about(self, user_id: int) -> dict[str, list[dict[str, object]]]:
        """All that is told about a person, by the titles of the tables."""

        def work(cursor: apsw.Cursor) -> dict[str, list[dict[str, object]]]:
            told: dict[str, list[dict[str, object]]] = {}
            for table in self._tables:
                rows = _rows(cursor, table, user_id)
                if rows:
                    told.setdefault(table.title, []).extend(
                        table.tell(row, user_id) for row in rows
                    )
            return told

        return await self._database.run(work)

    async def forget_words(self, user_id: int, *, live_too: bool) -> None:
        """Removes what the person wrote: reasons of every kind."""
        await self._update(
            (
                statement
                for table in self._tables
                for statement in (table.forget_all_words if live_too else table.forget_words)
            ),
            user=user_id,
        )

    async def forget_identity(
        self, user_id: int, *, live_too: bool, now: int = 0, lately: int = 0
    ) -> None:
        """Replaces the person's id by nobody's.

        Without `live_too` it stays where it is needed: in tickets and requests that haven't
        ended, in requests that were refused since `lately`, and in blocks in force `now`.
        """
        await self._update(
            (
                statement
                for table in self._tables
                for statement in (table.forget_all_ids if live_too else table.forget_ids)
            ),
            user=user_id,
            now=now,
            lately=lately,
        )

    async def _update(self, statements: Iterable[str], **values: int) -> None:
        def work(cursor: apsw.Cursor) -> None:
            for statement in statements:
                cursor.execute(statement, values).fetchall()

        await self._database.run(work)


def _rows(cursor: apsw.Cursor, table: PersonalTable, user_id: int) -> list[dict[str, Any]]:
    """The rows about a person, each once, in order."""
    if not table.about:
        return []
    # Each condition has an index of its own: together they would have none.
    parts = " UNION ".join(
        f"SELECT {table.select} FROM {table.table} WHERE {condition}"  # noqa: S608
        for condition in table.about
    )
    query = f"SELECT * FROM ({parts}) ORDER BY {table.order}"  # noqa: S608
    rows: list[dict[str, Any]] = []
    for row in cursor.execute(query, {"user": user_id}):
        # apsw knows the columns only while there are rows.
        names = [column[0] for column in cursor.get_description()]
        rows.append(dict(zip(names, row, strict=True)))
    return rows
