"""Who may not open tickets, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.personal import NOBODY, PersonalTable
from .rules import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import apsw

    from ..core.event import TicketEvent
    from ..core.job import Job
    from ..core.settings import Settings
    from ..core.store.database import Database
    from ..core.store.events import EventStore

_COLUMNS = "guild_id, user_id, by_id, at, until, reason"
_IN_FORCE = "(until IS NULL OR until > ?)"


class BlockStore:
    """Keeps each member's latest block."""

    def __init__(self, database: Database, events: EventStore) -> None:
        self._database = database
        self._events = events

    async def put(self, block: Block, event: TicketEvent, settings: Settings) -> None:
        """Blocks a member, instead of any earlier block, and stores that it happened."""

        def work(cursor: apsw.Cursor) -> tuple[Job, ...]:
            # Of those that have ended nobody needs to know any more why they were.
            cursor.execute(
                "UPDATE blocks SET reason = NULL WHERE guild_id = ? AND until <= ?",
                (block.guild_id, block.at),
            ).fetchall()
            _put(cursor, block)
            return self._events.record(cursor, (event,), None, settings)

        self._events.wake(await self._database.run(work))

    async def lift(
        self, guild_id: int, user_id: int, event: TicketEvent, settings: Settings
    ) -> bool:
        """Ends a block; False, and nothing has happened, if none is in force then."""

        def work(cursor: apsw.Cursor) -> tuple[Job, ...] | None:
            where = f"guild_id = ? AND user_id = ? AND {_IN_FORCE}"
            values = (guild_id, user_id, event.at)
            found = blocks_where(cursor, where, values)
            cursor.execute(
                f"UPDATE blocks SET until = ?, reason = NULL WHERE {where}",  # noqa: S608
                (event.at, *values),
            ).fetchall()
            return self._events.record(cursor, (event,), None, settings) if found else None

        jobs = await self._database.run(work)
        self._events.wake(jobs or ())
        return jobs is not None

    async def of(self, guild_id: int, user_id: int, now: int) -> Block | None:
        """The member's block, if one is in force."""
        found = await self._database.run(
            lambda cursor: blocks_where(
                cursor, f"guild_id = ? AND user_id = ? AND {_IN_FORCE}", (guild_id, user_id, now)
            )
        )
        return found[0] if found else None

    async def latest(self, guild_id: int, user_id: int) -> Block | None:
        """The member's latest block, also one that has ended."""
        found = await self._database.run(
            lambda cursor: blocks_where(
                cursor, "guild_id = ? AND user_id = ?", (guild_id, user_id)
            )
        )
        return found[0] if found else None

    async def all(self, guild_id: int, now: int) -> tuple[Block, ...]:
        """The server's blocks that are in force, those that end first in front."""
        found = await self._database.run(
            lambda cursor: blocks_where(cursor, f"guild_id = ? AND {_IN_FORCE}", (guild_id, now))
        )
        return tuple(sorted(found, key=lambda block: (block.until is None, block.until or 0)))


def add_missing(cursor: apsw.Cursor, blocks: Iterable[Block], now: int) -> None:
    """Stores blocks of members who have none in force, in a transaction; nothing is told."""
    for one in blocks:
        where = f"guild_id = ? AND user_id = ? AND {_IN_FORCE}"
        if not blocks_where(cursor, where, (one.guild_id, one.user_id, now)):
            _put(cursor, one)


def _put(cursor: apsw.Cursor, block: Block) -> None:
    cursor.execute(
        "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?, ?, ?)",
        (block.guild_id, block.user_id, block.by_id, block.at, block.until, block.reason),
    ).fetchall()


def blocks_where(cursor: apsw.Cursor, where: str, values: tuple[Any, ...]) -> tuple[Block, ...]:
    """The blocks for which an SQL condition holds."""
    rows: Any = cursor.execute(f"SELECT {_COLUMNS} FROM blocks WHERE {where}", values).fetchall()  # noqa: S608
    names = _COLUMNS.split(", ")
    return tuple(Block(**dict(zip(names, row, strict=True))) for row in rows)


def _tell(row: Mapping[str, Any], user_id: int) -> dict[str, object]:
    """One block; its reason is shown to whom it keeps out and known to who wrote it."""
    return {
        "server": row["guild_id"],
        "you_are_blocked" if row["user_id"] == user_id else "you_blocked_somebody": True,
        "since": row["at"],
        "until": row["until"],
        "reason": row["reason"],
    }


PERSONAL = PersonalTable(
    table="blocks",
    columns=("user_id", "by_id"),
    title="blocks",
    select=_COLUMNS,
    order="user_id <> :user, guild_id, user_id",
    about=("user_id = :user", "by_id = :user"),
    tell=_tell,
    forget_all_words=("UPDATE blocks SET reason = NULL WHERE by_id = :user",),
    # In force, a block keeps the id: being forgotten is no way around it.
    forget_ids=(
        "DELETE FROM blocks WHERE user_id = :user AND until <= :now",
        f"UPDATE blocks SET by_id = {NOBODY} WHERE by_id = :user",  # noqa: S608
    ),
    forget_all_ids=(
        "DELETE FROM blocks WHERE user_id = :user",
        f"UPDATE blocks SET by_id = {NOBODY} WHERE by_id = :user",  # noqa: S608
    ),
)
