"""What the staff of a server has to know, and who has been told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.personal import PersonalTable
from .rules import Notice

if TYPE_CHECKING:
    import apsw

    from ..core.store.database import Database

#: Notices older than this many seconds are not worth telling any more.
LIFETIME = 30 * 24 * 60 * 60


class NoticeStore:
    """Keeps notices until everybody whom they concern has read them, or they are old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, guild_id: int, kind: str, about: str, at: int, *, logged: bool = False
    ) -> None:
        """Remembers a notice; the same one again is told again.

        With `logged`, that it was told in the reception channel: everybody could read it.
        """

        def work(cursor: apsw.Cursor) -> None:
            where = (guild_id, kind, about)
            cursor.execute(
                "DELETE FROM notices WHERE guild_id = ? AND kind = ? AND about = ?", where
            ).fetchall()
            cursor.execute(
                "DELETE FROM notices WHERE guild_id = ? AND at < ?", (guild_id, at - LIFETIME)
            ).fetchall()
            cursor.execute(
                "INSERT INTO notices (guild_id, kind, about, at, logged) VALUES (?, ?, ?, ?, ?)",
                (*where, at, logged),
            ).fetchall()

        await self._database.run(work)

    async def kinds(self, guild_id: int, since: int) -> frozenset[str]:
        """The kinds of all notices since then, whoever has read them."""
        return await self._database.run(
            lambda cursor: frozenset(
                str(kind)
                for (kind,) in cursor.execute(
                    "SELECT DISTINCT kind FROM notices WHERE guild_id = ? AND at > ?",
                    (guild_id, since),
                ).fetchall()
            )
        )

    async def forget(self, guild_id: int, *kinds: str) -> None:
        """Forgets all notices of these kinds: nobody need hear of them any more."""

        def work(cursor: apsw.Cursor) -> None:
            for kind in kinds:
                cursor.execute(
                    "DELETE FROM notices WHERE guild_id = ? AND kind = ?", (guild_id, kind)
                ).fetchall()

        await self._database.run(work)

    async def was_logged(self, guild_id: int, kind: str, about: str, since: int) -> bool:
        """Whether the same one was told in the reception channel since then."""
        return await self._database.run(
            lambda cursor: bool(
                cursor.execute(
                    "SELECT 1 FROM notices"
                    " WHERE guild_id = ? AND kind = ? AND about = ? AND logged AND at > ?",
                    (guild_id, kind, about, since),
                ).fetchall()
            )
        )

    async def is_waiting(self, guild_id: int, kind: str, about: str, since: int) -> bool:
        """Whether the same one has been there for each of the staff since then."""
        return await self._database.run(
            lambda cursor: bool(
                cursor.execute(
                    "SELECT 1 FROM notices"
                    " WHERE guild_id = ? AND kind = ? AND about = ? AND NOT logged AND at > ?",
                    (guild_id, kind, about, since),
                ).fetchall()
            )
        )

    async def has_unread(self, guild_id: int, user_id: int) -> bool:
        """Whether there are notices that this person hasn't been told yet."""
        return await self._database.run(lambda cursor: bool(_unread(cursor, guild_id, user_id)))

    async def take_unread(self, guild_id: int, user_id: int) -> tuple[Notice, ...]:
        """The notices that this person hasn't been told yet; from now on they have."""

        def work(cursor: apsw.Cursor) -> tuple[Notice, ...]:
            rows = _unread(cursor, guild_id, user_id)
            for row in rows:
                cursor.execute(
                    "INSERT INTO notice_readers VALUES (?, ?)", (row[0], user_id)
                ).fetchall()
            return tuple(Notice(str(kind), str(about)) for _id, kind, about in rows)

        return await self._database.run(work)


def _unread(cursor: apsw.Cursor, guild_id: int, user_id: int) -> list[tuple[int, str, str]]:
    rows: list[Any] = cursor.execute(
        "SELECT id, kind, about FROM notices WHERE guild_id = ? AND NOT logged"
        " AND id NOT IN (SELECT notice_id FROM notice_readers WHERE user_id = ?)"
        " ORDER BY id",
        (guild_id, user_id),
    ).fetchall()
    return rows


#: Who has read a notice is of no use to anybody but the bot: it is forgotten, and not told.
PERSONAL = PersonalTable(
    table="notice_readers",
    columns=("user_id",),
    forget_ids=("DELETE FROM notice_readers WHERE user_id = :user",),
    forget_all_ids=("DELETE FROM notice_readers WHERE user_id = :user",),
)
