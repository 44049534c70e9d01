"""What the staff of a server has to know, and who has been told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.personal import PersonalTable
from .rules import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    import apsw

    from ..core.store.database import Database

    Wanted = Callable[[str, int | None], bool]

#: Of our own words only, as all that queries here are put together from.
_SAME = "guild_id = ? AND kind = ? AND about = ? AND type_id = ?"
#: Notices older than this many seconds are not worth telling any more.
LIFETIME = 30 * 24 * 60 * 60


def _all(kind: str, type_id: int | None) -> bool:
    return True


class NoticeStore:
    """Keeps notices until everybody whom they concern has read them, or they are old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        guild_id: int,
        kind: str,
        about: str,
        at: int,
        *,
        type_id: int | None = None,
        logged: bool = False,
    ) -> None:
        """Remembers a notice for the team of a type; the same one again is told again.

        With `logged`, that it was told in the reception channel: everybody could read it.
        """

        def work(cursor: apsw.Cursor) -> None:
            where = (guild_id, kind, about, type_id or 0)
            cursor.execute(f"DELETE FROM notices WHERE {_SAME}", where).fetchall()  # noqa: S608
            cursor.execute(
                "DELETE FROM notices WHERE guild_id = ? AND at < ?", (guild_id, at - LIFETIME)
            ).fetchall()
            cursor.execute(
                "INSERT INTO notices (guild_id, kind, about, type_id, at, logged)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*where, at, logged),
            ).fetchall()

        await self._database.run(work)

    async def kinds(self, guild_id: int, since: int) -> frozenset[str]:
        """The kinds of all notices to the server's team since then, whoever has read them."""
        return await self._database.run(
            lambda cursor: frozenset(
                str(kind)
                for (kind,) in cursor.execute(
                    "SELECT DISTINCT kind FROM notices"
                    " WHERE guild_id = ? AND at > ? AND type_id = 0",
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

    async def was_logged(
        self, guild_id: int, kind: str, about: str, since: int, *, type_id: int | None = None
    ) -> bool:
        """Whether the same one was told in the reception channel since then."""
        return await self._database.run(
            lambda cursor: bool(
                cursor.execute(
                    f"SELECT 1 FROM notices WHERE {_SAME} AND logged AND at > ?",  # noqa: S608
                    (guild_id, kind, about, type_id or 0, since),
                ).fetchall()
            )
        )

    async def is_waiting(
        self, guild_id: int, kind: str, about: str, since: int, *, type_id: int | None = None
    ) -> bool:
        """Whether the same one has been there for each of the staff since then."""
        return await self._database.run(
            lambda cursor: bool(
                cursor.execute(
                    f"SELECT 1 FROM notices WHERE {_SAME} AND NOT logged AND at > ?",  # noqa: S608
                    (guild_id, kind, about, type_id or 0, since),
                ).fetchall()
            )
        )

    async def has_unread(self, guild_id: int, user_id: int, wanted: Wanted = _all) -> bool:
        """Whether there are notices that this person hasn't been told yet."""
        return await self._database.run(
            lambda cursor: bool(_unread(cursor, guild_id, user_id, wanted))
        )

    async def take_unread(
        self, guild_id: int, user_id: int, wanted: Wanted = _all
    ) -> tuple[Notice, ...]:
        """The notices that this person hasn't been told yet; from now on they have.

        `wanted` says of kind and type whether they are to be told."""

        def work(cursor: apsw.Cursor) -> tuple[Notice, ...]:
            rows = _unread(cursor, guild_id, user_id, wanted)
            for row in rows:
                cursor.execute(
                    "INSERT INTO notice_readers VALUES (?, ?)", (row[0], user_id)
                ).fetchall()
            return tuple(Notice(kind, about, of or None) for _id, kind, about, of in rows)

        return await self._database.run(work)


def _unread(
    cursor: apsw.Cursor, guild_id: int, user_id: int, wanted: Wanted
) -> list[tuple[int, str, str, int]]:
    rows: list[Any] = cursor.execute(
        "SELECT id, kind, about, type_id FROM notices WHERE guild_id = ? AND NOT logged"
        " AND id NOT IN (SELECT notice_id FROM notice_readers WHERE user_id = ?)"
        " ORDER BY id",
        (guild_id, user_id),
    ).fetchall()
    return [row for row in rows if wanted(row[1], row[3] or None)]


#: Who has read a notice is of no use to anybody but the bot: it is forgotten, and not told.
PERSONAL = PersonalTable(
    table="notice_readers",
    columns=("user_id",),
    forget_ids=("DELETE FROM notice_readers WHERE user_id = :user",),
    forget_all_ids=("DELETE FROM notice_readers WHERE user_id = :user",),
)
