"""Which boards were posted, and where. Their table is in ``core/store/schema.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    import apsw

    from ..core.store.database import Database


@lazy_dataclass(frozen=True, kw_only=True)
class PostedBoard:
    """A board's message; its id is None while it is being posted."""

    team: int
    channel_id: int
    message_id: int | None
    #: Tells what it shows from anything else.
    digest: str


class BoardStore:
    """Remembers them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild_id: int) -> tuple[PostedBoard, ...]:
        """The boards of a server."""
        query = "SELECT team, channel_id, message_id, digest FROM boards WHERE guild_id = ?"

        def work(cursor: apsw.Cursor) -> tuple[PostedBoard, ...]:
            rows: Any = cursor.execute(query, (guild_id,)).fetchall()
            return tuple(
                PostedBoard(team=team, channel_id=channel, message_id=message, digest=digest)
                for team, channel, message, digest in rows
            )

        return await self._database.run(work)

    async def put(self, guild_id: int, board: PostedBoard) -> None:
        """Remembers how a board is now."""
        values = (guild_id, board.team, board.channel_id, board.message_id, board.digest)
        await self._database.run(
            lambda cursor: cursor.execute(
                "REPLACE INTO boards (guild_id, team, channel_id, message_id, digest)"
                " VALUES (?, ?, ?, ?, ?)",
                values,
            ).fetchall()
        )

    async def forget(self, guild_id: int, team: int) -> None:
        """There is no such board any more."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "DELETE FROM boards WHERE guild_id = ? AND team = ?", (guild_id, team)
            ).fetchall()
        )
