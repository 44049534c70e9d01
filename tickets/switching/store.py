"""What was taken over from other cogs, and which messages still have their buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..blocks.store import add_missing
from ..core.store.tickets import raise_last_number
from .rules.found import OldMessage, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    import apsw

    from ..blocks.rules import Block
    from ..core.store.database import Database


class TakenOverStore:
    """Keeps them. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        #: Whose buttons a message still has: for whoever presses one.
        self.buttons: dict[int, Source] = {}

    async def load(self) -> None:
        """Fills :attr:`buttons`; as a rule there are none."""
        query = "SELECT message_id, source FROM their_buttons"
        rows: Any = await self._database.run(lambda cursor: cursor.execute(query).fetchall())
        self.buttons = {int(message_id): Source(source) for message_id, source in rows}

    async def begin(
        self,
        guild_id: int,
        source: Source,
        now: int,
        *,
        last_number: int,
        blocks: Iterable[Block],
        messages: Iterable[OldMessage],
    ) -> None:
        """Stores what needs no call: blocks of members who have none, from which number tickets go
        on, and which messages have the other cog's buttons."""
        every = tuple(messages)

        def work(cursor: apsw.Cursor) -> None:
            raise_last_number(cursor, guild_id, last_number)
            add_missing(cursor, blocks, now)
            cursor.execute(
                "INSERT OR IGNORE INTO taken_over VALUES (?, ?, ?)", (guild_id, source.value, now)
            ).fetchall()
            for one in every:
                cursor.execute(
                    "INSERT OR IGNORE INTO their_buttons VALUES (?, ?, ?, ?)",
                    (one.message_id, guild_id, one.channel_id, source.value),
                ).fetchall()

        await self._database.run(work)
        self.buttons |= {one.message_id: source for one in every}

    async def done_with(self, messages: Iterable[OldMessage]) -> None:
        """These have no such buttons any more."""
        ids = [one.message_id for one in messages]

        def work(cursor: apsw.Cursor) -> None:
            for one in ids:
                cursor.execute("DELETE FROM their_buttons WHERE message_id = ?", (one,)).fetchall()

        if ids:
            await self._database.run(work)
        for one in ids:
            self.buttons.pop(one, None)

    async def left_in(self, guild_id: int) -> tuple[tuple[Source, OldMessage], ...]:
        """Messages of a server that still have another cog's buttons."""
        query = (
            "SELECT source, channel_id, message_id FROM their_buttons WHERE guild_id = ?"
            " ORDER BY message_id"
        )
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(query, (guild_id,)).fetchall()
        )
        return tuple(
            (Source(source), OldMessage(channel_id=channel, message_id=message))
            for source, channel, message in rows
        )

    async def sources_of(self, guild_id: int) -> tuple[Source, ...]:
        """The cogs that a server has moved over from."""
        query = "SELECT source FROM taken_over WHERE guild_id = ? ORDER BY source"
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(query, (guild_id,)).fetchall()
        )
        return tuple(Source(source) for (source,) in rows)

    async def count(self, guild_id: int, source: Source) -> int:
        """How many tickets of a server have come from a cog, past ones too."""
        query = (
            "SELECT count(*) FROM tickets WHERE guild_id = ? AND came_from = ?"
            " AND state NOT IN ('opening', 'failed')"
        )
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(query, (guild_id, source.value)).fetchall()
        )
        return int(rows[0][0])

    async def last_number(self, guild_id: int) -> int:
        """The highest number that a ticket of the server has had."""
        query = "SELECT last_number FROM counters WHERE guild_id = ?"
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(query, (guild_id,)).fetchall()
        )
        return int(rows[0][0]) if rows else 0
