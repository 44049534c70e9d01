"""Who may not open tickets, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.store.jobs import insert
from .rules import Block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import apsw

    from ..core.job import Job
    from ..core.store.database import Database

_COLUMNS = "guild_id, user_id, by_id, at, until, reason"
_IN_FORCE = "(until IS NULL OR until > ?)"


class BlockStore:
    """Keeps each member's latest block."""

    def __init__(
        self, database: Database, wake: Callable[[Iterable[Job]], object] = tuple
    ) -> None:
        """`wake` hears of jobs that were stored with a block."""
        self._database = database
        self._wake = wake

    async def put(self, block: Block, jobs: Iterable[Job] = ()) -> None:
        """Blocks a member, instead of any earlier block."""
        jobs = tuple(jobs)

        def work(cursor: apsw.Cursor) -> None:
            insert(cursor, jobs)
            # Nobody needs to know any more of those that have ended.
            cursor.execute(
                "DELETE FROM blocks WHERE guild_id = ? AND until <= ?", (block.guild_id, block.at)
            ).fetchall()
            cursor.execute(
                "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?, ?, ?)",
                (
                    block.guild_id,
                    block.user_id,
                    block.by_id,
                    block.at,
                    block.until,
                    block.reason,
                ),
            ).fetchall()

        await self._database.run(work)
        self._wake(jobs)

    async def lift(self, guild_id: int, user_id: int, now: int, jobs: Iterable[Job] = ()) -> bool:
        """Removes a block; False, and no jobs, if none is in force."""
        jobs = tuple(jobs)

        def work(cursor: apsw.Cursor) -> bool:
            where = "guild_id = ? AND user_id = ?"
            found = blocks_where(cursor, f"{where} AND {_IN_FORCE}", (guild_id, user_id, now))
            cursor.execute(f"DELETE FROM blocks WHERE {where}", (guild_id, user_id)).fetchall()  # noqa: S608
            if found:
                insert(cursor, jobs)
            return bool(found)

        lifted = await self._database.run(work)
        if lifted:
            self._wake(jobs)
        return lifted

    async def of(self, guild_id: int, user_id: int, now: int) -> Block | None:
        """The member's block, if one is in force."""
        found = await self._database.run(
            lambda cursor: blocks_where(
                cursor, f"guild_id = ? AND user_id = ? AND {_IN_FORCE}", (guild_id, user_id, now)
            )
        )
        return found[0] if found else None

    async def all(self, guild_id: int, now: int) -> tuple[Block, ...]:
        """The server's blocks that are in force, those that end first in front."""
        found = await self._database.run(
            lambda cursor: blocks_where(cursor, f"guild_id = ? AND {_IN_FORCE}", (guild_id, now))
        )
        return tuple(sorted(found, key=lambda block: (block.until is None, block.until or 0)))


def blocks_where(cursor: apsw.Cursor, where: str, values: tuple[Any, ...]) -> tuple[Block, ...]:
    """The blocks for which an SQL condition holds."""
    rows: Any = cursor.execute(f"SELECT {_COLUMNS} FROM blocks WHERE {where}", values).fetchall()  # noqa: S608
    names = _COLUMNS.split(", ")
    return tuple(Block(**dict(zip(names, row, strict=True))) for row in rows)
