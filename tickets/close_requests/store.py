"""Where deadlines run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.store.database import Database


class QuestionStore:
    """Reads which tickets wait for an answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def running(self) -> list[tuple[int, int]]:
        """Servers and numbers of tickets with a deadline."""
        return await self._database.run(
            lambda cursor: list(
                cursor.execute(  # type: ignore[arg-type]
                    "SELECT guild_id, number FROM tickets WHERE asked_until IS NOT NULL"
                ).fetchall()
            )
        )
