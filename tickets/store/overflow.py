"""Categories that the bot made because others were full."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .database import Database


class OverflowStore:
    """Remembers which categories are the bot's own, and what they continue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, base_id: int) -> tuple[tuple[int, int], ...]:
        """(position, category id) of the overflow categories of a category, in order."""
        return await self._database.run(
            lambda cursor: tuple(
                cursor.execute(
                    "SELECT position, category_id FROM overflow_categories"
                    " WHERE base_id = ? ORDER BY position",
                    (base_id,),
                )
            )
        )

    async def add(self, guild_id: int, base_id: int, position: int, category_id: int) -> None:
        """Remembers a category that the bot made; replaces one that is gone."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "INSERT OR REPLACE INTO overflow_categories VALUES (?, ?, ?, ?)",
                (category_id, guild_id, base_id, position),
            ).fetchall()
        )

    async def is_ours(self, category_id: int) -> bool:
        """Whether the bot made this category."""
        return await self._database.run(
            lambda cursor: bool(
                cursor.execute(
                    "SELECT 1 FROM overflow_categories WHERE category_id = ?", (category_id,)
                ).fetchall()
            )
        )

    async def remove(self, category_id: int) -> None:
        """Forgets a category that is gone."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "DELETE FROM overflow_categories WHERE category_id = ?", (category_id,)
            ).fetchall()
        )
