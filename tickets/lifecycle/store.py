"""Categories that the bot made because others were full, and when channels were renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .overflow import Overflow
from .rules import RENAMES_ALLOWED, RENAMES_WITHIN, RenamedTooOften

if TYPE_CHECKING:
    import apsw

    from ..core.store.database import Database


class OverflowStore:
    """Remembers which categories are the bot's own, from before Discord is asked for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, base_id: int) -> tuple[Overflow, ...]:
        """What continues a category, in order."""
        return await self._database.run(lambda cursor: _many(cursor, "base_id = ?", base_id))

    async def in_guild(self, guild_id: int) -> tuple[Overflow, ...]:
        """The server's overflow categories."""
        return await self._database.run(lambda cursor: _many(cursor, "guild_id = ?", guild_id))

    async def known_as(self, category_id: int) -> Overflow | None:
        """What the category continues; None if the bot didn't make it."""
        found = await self._database.run(
            lambda cursor: _many(cursor, "category_id = ?", category_id)
        )
        return found[0] if found else None

    async def put(self, overflow: Overflow) -> None:
        """Remembers a category; replaces what was known of its position."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "INSERT OR REPLACE INTO overflow_categories VALUES (?, ?, ?, ?, ?, ?)",
                (
                    overflow.base_id,
                    overflow.position,
                    overflow.guild_id,
                    overflow.name,
                    overflow.asked_at,
                    overflow.category_id,
                ),
            ).fetchall()
        )

    async def remove(self, overflow: Overflow) -> None:
        """Forgets a category that is gone, or never came to be."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "DELETE FROM overflow_categories WHERE base_id = ? AND position = ?",
                (overflow.base_id, overflow.position),
            ).fetchall()
        )


class RenameStore:
    """When tickets' channels were renamed, from before Discord is asked for it.

    Kept over a restart, so that the bot never asks for more than Discord allows.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, guild_id: int, number: int, at: int) -> None:
        """Counts a renaming that begins `at`; ``RenamedTooOften`` if it is one too many."""

        def work(cursor: apsw.Cursor) -> None:
            # By a clock that went wrong, it may have been in the future.
            cursor.execute(
                "DELETE FROM renames WHERE at NOT BETWEEN ? AND ?",
                (at - RENAMES_WITHIN + 1, at + RENAMES_WITHIN),
            ).fetchall()
            rows: Any = cursor.execute(
                "SELECT at FROM renames WHERE guild_id = ? AND number = ? ORDER BY at DESC",
                (guild_id, number),
            ).fetchall()
            if len(rows) >= RENAMES_ALLOWED:
                first = rows[RENAMES_ALLOWED - 1][0]
                raise RenamedTooOften(possible_at=first + RENAMES_WITHIN)
            cursor.execute(
                "INSERT INTO renames VALUES (?, ?, ?)", (guild_id, number, at)
            ).fetchall()

        await self._database.run(work)

    async def undo(self, guild_id: int, number: int, at: int) -> None:
        """Discord has refused the renaming that began `at`: it doesn't count."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "DELETE FROM renames WHERE rowid IN (SELECT rowid FROM renames"
                " WHERE guild_id = ? AND number = ? AND at = ? LIMIT 1)",
                (guild_id, number, at),
            ).fetchall()
        )


def _many(cursor: apsw.Cursor, where: str, value: Any) -> tuple[Overflow, ...]:
    query = f"SELECT * FROM overflow_categories WHERE {where}"  # noqa: S608
    rows: Any = cursor.execute(query + " ORDER BY base_id, position", (value,)).fetchall()
    return tuple(Overflow(*row) for row in rows)
