"""What people have said in tickets, each message with its former words."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from ..core.personal import PersonalTable
from ..transcripts.document import KeptMessage, KeptVersion
from .rules import VERSIONS, WAITING, Deleted, Edited, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import apsw

    from ..core.store.database import Database
    from .rules import Change

log = logging.getLogger("red.tickets.edits")


#: It is gone with the channel; this is for what couldn't be.
FORGETS_TICKETS = ("DELETE FROM kept_words WHERE guild_id = :guild AND number = :number",)


class KeptStore:
    """Keeps them. What comes while a write is under way is written by the next, all at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Change] = []
        self._writing = asyncio.Lock()

    async def keep(self, change: Change) -> None:
        """Writes what happened to a message, and all that came meanwhile."""
        if len(self._waiting) >= WAITING:
            log.warning("Too much is edited at once: not all of it is kept")
            return
        self._waiting.append(change)
        async with self._writing:
            await self._write()

    async def _write(self) -> None:
        changes, self._waiting = self._waiting, []
        if changes:
            await self._database.run(lambda cursor: _write(cursor, changes))

    async def channels(self) -> tuple[tuple[int, int, int], ...]:
        """Channels, servers and numbers of the tickets whose words are kept."""

        def work(cursor: apsw.Cursor) -> tuple[tuple[int, int, int], ...]:
            rows: Any = cursor.execute(
                "SELECT channel_id, guild_id, number FROM tickets"
                " WHERE kept_since IS NOT NULL AND channel_id IS NOT NULL"
            ).fetchall()
            return tuple(rows)

        return await self._database.run(work)

    async def of(self, guild_id: int, number: int) -> tuple[KeptMessage, ...]:
        """All that is kept of a ticket, oldest first."""
        async with self._writing:
            await self._write()

        def work(cursor: apsw.Cursor) -> tuple[KeptMessage, ...]:
            rows: Any = cursor.execute(
                "SELECT message_id, author_id, at, text, files, deleted_at FROM kept_words"
                " WHERE guild_id = ? AND number = ? ORDER BY message_id, version",
                (guild_id, number),
            ).fetchall()
            return _messages(rows)

        return await self._database.run(work)

    async def is_used(self, guild_id: int) -> bool:
        """Whether words of any ticket of a server are kept."""
        return await self._database.run(
            lambda cursor: bool(
                cursor.execute(
                    "SELECT 1 FROM tickets WHERE guild_id = ? AND kept_since IS NOT NULL LIMIT 1",
                    (guild_id,),
                ).fetchall()
            )
        )

    async def forget_server(self, guild_id: int) -> None:
        """Nothing of a server's tickets is kept any more, nor from now on."""

        def work(cursor: apsw.Cursor) -> None:
            cursor.execute(
                "UPDATE tickets SET kept_since = NULL"
                " WHERE guild_id = ? AND kept_since IS NOT NULL",
                (guild_id,),
            ).fetchall()
            cursor.execute("DELETE FROM kept_words WHERE guild_id = ?", (guild_id,)).fetchall()

        await self._database.run(work)

    async def forget_ticket(self, guild_id: int, number: int) -> None:
        """Nothing of a ticket is kept any more: its channel is gone."""

        def work(cursor: apsw.Cursor) -> None:
            cursor.execute(
                "UPDATE tickets SET kept_since = NULL WHERE guild_id = ? AND number = ?",
                (guild_id, number),
            ).fetchall()
            cursor.execute(
                "DELETE FROM kept_words WHERE guild_id = ? AND number = ?", (guild_id, number)
            ).fetchall()

        await self._database.run(work)


def _write(cursor: apsw.Cursor, changes: Sequence[Change]) -> None:
    for change in changes:
        if isinstance(change, Deleted):
            for message_id in change.message_ids:
                cursor.execute(
                    "UPDATE kept_words SET deleted_at = ? WHERE message_id = ? AND version = 0"
                    " AND deleted_at IS NULL",
                    (change.at, message_id),
                ).fetchall()
        else:
            _write_words(cursor, change)


def _write_words(cursor: apsw.Cursor, said: Said) -> None:
    last: Any = cursor.execute(
        "SELECT version, text, files FROM kept_words WHERE message_id = ?"
        " ORDER BY version DESC LIMIT 1",
        (said.message_id,),
    ).fetchall()
    version, files = 0, json.dumps(said.files) if said.files else None
    if last:
        if not isinstance(said, Edited) or last[0][1:] == (said.text, files):
            return
        version = min(last[0][0] + 1, VERSIONS - 1)
    # It may have been switched off, or the ticket deleted, since the message was heard.
    cursor.execute(
        "INSERT OR REPLACE INTO kept_words"
        " (message_id, version, guild_id, number, author_id, at, text, files)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM tickets"
        " WHERE guild_id = ?3 AND number = ?4 AND kept_since IS NOT NULL)",
        (
            said.message_id,
            version,
            said.guild_id,
            said.number,
            said.author_id,
            said.at,
            said.text,
            files,
        ),
    ).fetchall()


def _messages(rows: Sequence[tuple[Any, ...]]) -> tuple[KeptMessage, ...]:
    found: dict[int, KeptMessage] = {}
    for message_id, author_id, at, text, files, deleted_at in rows:
        version = KeptVersion(at=at, text=text, files=tuple(json.loads(files or "[]")))
        known = found.get(message_id)
        found[message_id] = KeptMessage(
            id=message_id,
            author_id=author_id,
            versions=(*known.versions, version) if known is not None else (version,),
            deleted_at=known.deleted_at if known is not None else deleted_at,
        )
    return tuple(found.values())


def _tell(row: Mapping[str, Any], user_id: int) -> dict[str, object]:
    return {
        "server": row["guild_id"],
        "number": row["number"],
        "message": row["message_id"],
        "at": row["at"],
        "text": row["text"],
        "files": json.loads(row["files"] or "[]"),
        "deleted_at": row["deleted_at"],
    }


_ENDED = (
    "DELETE FROM kept_words WHERE author_id = :user AND NOT EXISTS (SELECT 1 FROM tickets"
    " WHERE tickets.guild_id = kept_words.guild_id AND tickets.number = kept_words.number"
    " AND state IN ('opening', 'open', 'closed', 'deleting'))"
)
#: All of it is gone with the ticket's channel; until then it stays, as a ticket's own words do.
PERSONAL = PersonalTable(
    table="kept_words",
    columns=("author_id",),
    title="kept_messages",
    select="message_id, version, guild_id, number, author_id, at, text, files, deleted_at",
    order="message_id, version",
    about=("author_id = :user",),
    tell=_tell,
    forget_words=(_ENDED,),
    forget_all_words=("DELETE FROM kept_words WHERE author_id = :user",),
    forget_ids=(_ENDED,),
    forget_all_ids=("DELETE FROM kept_words WHERE author_id = :user",),
)
