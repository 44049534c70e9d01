"""The messages that transcripts consist of, and where people are in work that saves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.personal import PersonalTable
from .rules import TranscriptMessage

if TYPE_CHECKING:
    from collections.abc import Collection

    import apsw

    from ..core.store.database import Database
    from ..core.ticket import Ticket


class TranscriptStore:
    """Remembers what stands in channels; and what is to go from there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, ticket: Ticket, channel_id: int, message_ids: tuple[int, ...], *, is_log: bool
    ) -> None:
        """A ticket's transcript stands in a channel; if `is_log`, its first message is a line of
        the log, too."""
        rows = [
            (ticket.guild_id, ticket.number, channel_id, message_id, is_log and number == 0)
            for number, message_id in enumerate(message_ids)
        ]

        def work(cursor: apsw.Cursor) -> None:
            cursor.executemany(
                "INSERT OR IGNORE INTO transcript_messages"
                " (guild_id, number, channel_id, message_id, has_log_line) VALUES (?, ?, ?, ?, ?)",
                rows,
            ).fetchall()

        await self._database.run(work)

    async def newest(self, guild_id: int, number: int) -> TranscriptMessage | None:
        """The last message of a ticket's newest transcript; None without one, and for those
        that were posted before this was remembered."""
        rows: Any = await self._database.read(
            lambda cursor: cursor.execute(
                "SELECT channel_id, message_id, has_log_line FROM transcript_messages"
                " WHERE guild_id = ? AND number = ? AND removal = 0"
                " ORDER BY message_id DESC LIMIT 1",
                (guild_id, number),
            ).fetchall()
        )
        for channel, message, line in rows:
            return TranscriptMessage(channel, message, bool(line))
        return None

    async def channels_to_clear(self, guild_id: int) -> dict[int, bool]:
        """The channels of a server with messages to remove, and whether the staff was told that
        it couldn't be done."""
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(
                "SELECT channel_id, max(removal) FROM transcript_messages"
                " WHERE removal > 0 AND guild_id = ? GROUP BY channel_id",
                (guild_id,),
            ).fetchall()
        )
        return {channel_id: removal == _TOLD for channel_id, removal in rows}

    async def to_remove(
        self, guild_id: int, channel_id: int, limit: int
    ) -> tuple[TranscriptMessage, ...]:
        """So many of the messages to remove from a channel."""
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(
                "SELECT channel_id, message_id, has_log_line FROM transcript_messages"
                " WHERE removal > 0 AND guild_id = ? AND channel_id = ?"
                " ORDER BY message_id LIMIT ?",
                (guild_id, channel_id, limit),
            ).fetchall()
        )
        return tuple(
            TranscriptMessage(channel, message, bool(line)) for channel, message, line in rows
        )

    async def remember_told(self, guild_id: int, channel_id: int) -> None:
        """The staff was told that nothing can be removed from a channel."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "UPDATE transcript_messages SET removal = ?"
                " WHERE removal > 0 AND guild_id = ? AND channel_id = ?",
                (_TOLD, guild_id, channel_id),
            ).fetchall()
        )

    async def forget(self, message_ids: Collection[int]) -> None:
        """These messages are gone."""

        def work(cursor: apsw.Cursor) -> None:
            cursor.executemany(
                "DELETE FROM transcript_messages WHERE message_id = ?",
                [(one,) for one in message_ids],
            ).fetchall()

        await self._database.run(work)


#: In the column `removal`.
_TO_REMOVE, _TOLD = 1, 2
#: What becomes of its transcripts when a ticket is forgotten.
FORGETS_TICKETS = (
    f"""
    UPDATE transcript_messages SET number = 0, removal = {_TO_REMOVE}
    WHERE guild_id = :guild AND number = :number AND :transcripts
    """,  # noqa: S608 - our own numbers
    "DELETE FROM transcript_messages WHERE guild_id = :guild AND number = :number",
)

#: A ticket that is saved after closing: its opener is still to be told of that, in private.
PERSONAL = PersonalTable(
    table="jobs",
    columns=("body",),
    forget_all_words=(
        """
        UPDATE jobs SET body = json_set(body, '$.news.reason', NULL)
        WHERE kind = 'transcript' AND json_extract(body, '$.news.user_id') IS NOT NULL
        AND EXISTS (
            SELECT 1 FROM tickets WHERE tickets.guild_id = jobs.guild_id
            AND tickets.number = json_extract(jobs.body, '$.number')
            AND closed_by_id = :user
        )
        """,
    ),
    forget_all_ids=(
        """
        UPDATE jobs SET body = json_set(body, '$.news', NULL)
        WHERE kind = 'transcript' AND json_extract(body, '$.news.user_id') = :user
        """,
        """
        UPDATE jobs SET body = json_set(body, '$.news.by_id', 0)
        WHERE kind = 'transcript' AND json_extract(body, '$.news.by_id') = :user
        """,
    ),
)
