"""The job that shows in the reception channel how a request stands."""

from __future__ import annotations

from ...core.job import Job
from ...staff_log.service import queue

#: A stored word.
REQUEST = "request"


def show_job(guild_id: int, number: int, at: int) -> Job:
    """The job for one request. It is in the log's queue: the same channel, and in order."""
    return Job(
        guild_id=guild_id,
        kind=REQUEST,
        queue=queue(guild_id),
        body={"number": number},
        created_at=at,
    )
