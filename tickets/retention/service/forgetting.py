"""Forgetting tickets that ended long ago: what is left are numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.job import Job
from ..rules import CLEAR_TRANSCRIPTS, DAY, WIPE, forgotten_at
from ..settings import RetentionSettings
from ..store import RetentionStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.app import App
    from ...core.ticket import Ticket

#: Tickets that are forgotten in one transaction.
AT_ONCE = 100
#: Seconds in which what was forgotten leaves the files, all together.
WIPED_WITHIN = 30 * 60


async def forget(app: App, ticket: Ticket) -> None:
    """Forgets a ticket that is due, and others of its server that are due by now."""
    guild_id, now = ticket.guild_id, app.now()
    settings = await app.settings.for_ticket(ticket)
    transcripts = settings[RetentionSettings].retention_transcripts
    due = forgotten_at(ticket, settings) or now
    if now - due < DAY and await app[RetentionStore].has_work(guild_id, ticket.number):
        # A line or message may still be on its way.
        raise errors.DiscordUnreachable
    jobs = await app[RetentionStore].forget(
        guild_id,
        ticket.number,
        now=now,
        anyway=now - DAY,
        limit=AT_ONCE,
        transcripts=transcripts,
        then=tuple(_jobs(guild_id, now, transcripts=transcripts)),
    )
    app.work.wake(jobs)


def _jobs(guild_id: int, now: int, *, transcripts: bool) -> Iterator[Job]:
    due_at = now + WIPED_WITHIN
    yield Job(guild_id=guild_id, kind=WIPE, queue=WIPE, created_at=now, due_at=due_at)
    if transcripts:
        yield clearing(guild_id, now)


def clearing(guild_id: int, now: int) -> Job:
    """Removes the transcripts of forgotten tickets from a server's channels."""
    return Job(
        guild_id=guild_id,
        kind=CLEAR_TRANSCRIPTS,
        queue=f"{CLEAR_TRANSCRIPTS}:{guild_id}",
        created_at=now,
    )


async def wipe(app: App, job: Job) -> None:
    """Does the job: nothing of what was forgotten is left in any file."""
    if not await app[RetentionStore].wipe():
        raise errors.DiscordUnreachable
