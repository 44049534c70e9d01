"""Work that nobody waits for, until it is done."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from ..job import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import apsw

    from .database import Database

_COLUMNS = "id, guild_id, kind, queue, body, created_at, attempts, due_at"


def insert(cursor: apsw.Cursor, jobs: Iterable[Job]) -> None:
    """Stores jobs in the transaction of what makes them necessary."""
    for job in jobs:
        cursor.execute(
            "INSERT INTO jobs (guild_id, kind, queue, body, created_at, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                job.guild_id,
                job.kind,
                job.queue,
                json.dumps(dict(job.body)),
                job.created_at,
                job.due_at,
            ),
        ).fetchall()


def save(cursor: apsw.Cursor, job: Job) -> None:
    """Stores how far a job has come, in the transaction of what has been done."""
    body = json.dumps(dict(job.body))
    cursor.execute("UPDATE jobs SET body = ? WHERE id = ?", (body, job.id)).fetchall()


class JobStore:
    """Jobs, by queue, oldest first.

    Those of a kind that nobody knows, which a newer version may have stored, are kept and left
    alone: they hold up nothing.
    """

    def __init__(self, database: Database, kinds: Sequence[str]) -> None:
        """`kinds` are those that can be done."""
        self._database = database
        self._kinds = tuple(kinds)
        self._known = "kind IN ({})".format(", ".join("?" * len(self._kinds)))

    async def add(self, *jobs: Job) -> None:
        """Stores jobs that nothing else has to be stored with."""
        await self._database.run(lambda cursor: insert(cursor, jobs))

    async def put(self, job: Job) -> Job:
        """Stores one job; returns it with its id."""

        def work(cursor: apsw.Cursor) -> Job:
            insert(cursor, (job,))
            return dataclasses.replace(job, id=cursor.connection.last_insert_rowid())

        return await self._database.run(work)

    async def get(self, job_id: int) -> Job | None:
        """A job as it is now; None if it is done."""

        def work(cursor: apsw.Cursor) -> Job | None:
            query = f"SELECT {_COLUMNS} FROM jobs WHERE id = ?"  # noqa: S608
            rows: Any = cursor.execute(query, (job_id,)).fetchall()
            return _job(rows[0]) if rows else None

        return await self._database.run(work)

    async def queues(self) -> frozenset[str]:
        """Queues in which something is to be done."""
        return await self._database.run(
            lambda cursor: frozenset(
                str(queue)
                for (queue,) in cursor.execute(
                    f"SELECT DISTINCT queue FROM jobs WHERE {self._known}",  # noqa: S608
                    self._kinds,
                )
            )
        )

    async def last_id(self) -> int:
        """The highest id that any job has."""
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute("SELECT max(id) FROM jobs").fetchall()
        )
        return int(rows[0][0] or 0)

    async def next(self, queue: str) -> Job | None:
        """The oldest job of a queue."""

        def work(cursor: apsw.Cursor) -> Job | None:
            rows: Any = cursor.execute(
                f"SELECT {_COLUMNS} FROM jobs WHERE queue = ? AND {self._known}"  # noqa: S608
                " ORDER BY id LIMIT 1",
                (queue, *self._kinds),
            ).fetchall()
            return _job(rows[0]) if rows else None

        return await self._database.run(work)

    async def of_kind(self, kind: str) -> tuple[Job, ...]:
        """All jobs of a kind, the oldest first."""
        query = f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? ORDER BY id"  # noqa: S608
        rows: Any = await self._database.run(
            lambda cursor: cursor.execute(query, (kind,)).fetchall()
        )
        return tuple(_job(row) for row in rows)

    async def remove(self, job: Job) -> None:
        """Forgets a job that is done, or can't be done."""
        await self._database.run(
            lambda cursor: cursor.execute("DELETE FROM jobs WHERE id = ?", (job.id,)).fetchall()
        )

    async def save(self, job: Job) -> None:
        """Stores how far a job has come."""
        await self._database.run(lambda cursor: save(cursor, job))

    async def postpone(self, job: Job, due_at: int) -> None:
        """Puts a failed job off; its queue waits for it."""
        await self._database.run(
            lambda cursor: cursor.execute(
                "UPDATE jobs SET attempts = attempts + 1, due_at = ? WHERE id = ?",
                (due_at, job.id),
            ).fetchall()
        )


def _job(row: tuple[Any, ...]) -> Job:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values["body"] = json.loads(values["body"])
    return Job(**values)
