"""Categories that the bot made because others were full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .overflow import Overflow

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


def _many(cursor: apsw.Cursor, where: str, value: Any) -> tuple[Overflow, ...]:
    query = f"SELECT * FROM overflow_categories WHERE {where}"  # noqa: S608
    rows: Any = cursor.execute(query + " ORDER BY base_id, position", (value,)).fetchall()
    return tuple(Overflow(*row) for row in rows)
