"""Tickets that have ended and aren't forgotten yet."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import apsw

from ..core.store.jobs import insert
from .rules import ENDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..core.job import Job
    from ..core.store.database import Database

log = logging.getLogger("red.tickets.store")

_ENDED = ", ".join(f"'{state.value}'" for state in ENDED)
#: Those that are due by now. Where something is still to be done for a ticket, that comes first,
#: unless it has been due for long.
_DUE = f"""
SELECT number FROM tickets INDEXED BY due_tickets
WHERE guild_id = :guild AND due_at <= :now AND put_off IS NULL AND state IN ({_ENDED})
    AND (due_at <= :anyway OR number NOT IN (
        SELECT json_extract(body, '$.number') FROM jobs
        WHERE guild_id = :guild AND json_extract(body, '$.number') IS NOT NULL
    ))
ORDER BY due_at, number LIMIT :limit
"""  # noqa: S608 - our own words
_HAS_JOBS = """
SELECT 1 FROM jobs WHERE guild_id = :guild AND json_extract(body, '$.number') = :number
"""


class RetentionStore:
    """Forgets them."""

    def __init__(self, database: Database, statements: Sequence[str]) -> None:
        """`statements` leave nothing but numbers of a ticket, in all tables."""
        self._database = database
        self._statements = tuple(statements)

    async def wipe(self) -> bool:
        """Leaves nothing of what was forgotten in any file; False if that must be tried again."""
        try:
            await self._database.wipe()
        except (apsw.Error, OSError):
            log.warning("What was forgotten is still in the files", exc_info=True)
            return False
        return True

    async def has_work(self, guild_id: int, number: int) -> bool:
        """Whether something is still to be done for a ticket."""
        return await self._database.run(
            lambda cursor: bool(
                cursor.execute(_HAS_JOBS, {"guild": guild_id, "number": number}).fetchall()
            )
        )

    async def forget(
        self,
        guild_id: int,
        number: int,
        *,
        now: int,
        anyway: int,
        limit: int,
        transcripts: bool,
        then: Sequence[Job],
    ) -> tuple[Job, ...]:
        """Forgets a ticket, and up to `limit` of the server that are due with it `now`.

        Where something is still to be done, these are left unless they have been due since
        `anyway`. Of `then`, which follows, those are stored and returned that aren't waiting yet.
        """
        values: dict[str, Any] = {
            "guild": guild_id,
            "now": now,
            "anyway": anyway,
            "limit": limit,
            "transcripts": transcripts,
        }

        def work(cursor: apsw.Cursor) -> tuple[Job, ...]:
            others: Any = cursor.execute(_DUE, values).fetchall()
            for one in sorted({number, *(found for (found,) in others)}):
                for statement in self._statements:
                    cursor.execute(statement, {**values, "number": one}).fetchall()
            jobs = tuple(one for one in then if not _is_waiting(cursor, one))
            insert(cursor, jobs)
            return jobs

        return await self._database.run(work)


def _is_waiting(cursor: apsw.Cursor, job: Job) -> bool:
    """Whether the same is stored, and can't have begun yet."""
    rows: Any = cursor.execute(
        "SELECT 1 FROM jobs WHERE queue = ? AND due_at > ?", (job.queue, job.created_at)
    ).fetchall()
    return bool(rows)
