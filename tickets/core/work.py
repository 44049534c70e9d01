"""Does jobs in the background: in order within a queue, retried, kept over a restart."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from . import errors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from .job import Job
    from .store.jobs import JobStore

log = logging.getLogger("red.tickets.work")

#: Seconds until a job is tried again, by the number of attempts; the last one stays.
PAUSES = (5, 15, 60, 300, 1800)
#: Seconds after which a job that never succeeded is given up; not without having been tried
#: as often as there are pauses, for the bot itself may have been away.
PATIENCE = 24 * 60 * 60


class Work:
    """One task for each queue that has jobs; none otherwise."""

    def __init__(self, store: JobStore, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now
        self._do: Callable[[Job], Awaitable[None]] | None = None
        self._report_failure: Callable[[Job], Awaitable[None]] | None = None
        self._last_of_earlier_run = 0
        self._woken: set[str] = set()
        self._workers: dict[str, asyncio.Task[None]] = {}

    async def start(
        self,
        do: Callable[[Job], Awaitable[None]],
        report_failure: Callable[[Job], Awaitable[None]] | None = None,
    ) -> None:
        """Begins, with what was left over. `do` does one job, or raises a ``TicketError``.

        `report_failure` is told of jobs that were tried for too long, or have met with a fault.
        """
        self._last_of_earlier_run = await self._store.last_id()
        self._report_failure = report_failure
        self._do = do
        self._wake(await self._store.queues())

    async def add(self, *jobs: Job) -> None:
        """Stores jobs and lets them be done."""
        await self._store.add(*jobs)
        self.wake(jobs)

    async def note(self, job: Job) -> Job:
        """Stores a job that is done only if the bot ends before it is dropped, or it is woken.

        It needs a queue of its own.
        """
        return await self._store.put(job)

    async def drop(self, job: Job) -> None:
        """Nothing is left to be done."""
        await self._store.remove(job)

    async def stored(self, job: Job) -> Job | None:
        """The job as it is stored now; None if it was dropped."""
        return await self._store.get(job.id)

    async def of_kind(self, kind: str) -> tuple[Job, ...]:
        """All jobs of a kind that are stored, the oldest first."""
        return await self._store.of_kind(kind)

    async def save(self, job: Job) -> None:
        """Remembers how far a job has come."""
        await self._store.save(job)

    def wake(self, jobs: Iterable[Job]) -> None:
        """Lets jobs be done that have just been stored."""
        if self._do is not None:
            self._wake({job.queue for job in jobs})

    def _wake(self, queues: Iterable[str]) -> None:
        for queue in queues:
            self._woken.add(queue)
            if queue not in self._workers:
                self._workers[queue] = asyncio.create_task(
                    self._work(queue), name=f"tickets-work-{queue}"
                )

    async def stop(self) -> None:
        """Interrupts all work; it goes on after the next start."""
        self._do = None
        workers = tuple(self._workers.values())
        for worker in workers:
            worker.cancel()
        if workers:
            await asyncio.wait(workers)

    async def _work(self, queue: str) -> None:
        try:
            while queue in self._woken:
                self._woken.discard(queue)
                while (job := await self._store.next(queue)) is not None:
                    wait = job.due_at - self._now()
                    # A longer one was never made: the host's clock was put right since.
                    if 0 < wait <= PAUSES[-1]:
                        await asyncio.sleep(wait)
                        # Whom it is about may have been forgotten meanwhile: it is read again.
                    else:
                        await self._attempt(job)
        except Exception:
            log.exception("The jobs of queue %s have to wait for the next start", queue)
        finally:
            del self._workers[queue]

    async def _attempt(self, job: Job) -> None:
        assert self._do is not None
        try:
            begun_before = job.attempts > 0 or job.id <= self._last_of_earlier_run
            await self._do(replace(job, may_be_done=begun_before))
        except errors.DiscordUnreachable:
            age = self._now() - job.created_at
            if age < PATIENCE or job.attempts < len(PAUSES):
                pause = PAUSES[min(job.attempts, len(PAUSES) - 1)]
                await self._store.postpone(job, self._now() + pause)
                return
            log.warning("Given up after %s s: %s", age, job)
            await self._give_up(job)
        except errors.TicketError as error:
            log.warning("Could not do %s: %r", job, error)
        except Exception:
            log.exception("Could not do %s", job)
            await self._give_up(job)
        await self._store.remove(job)

    async def _give_up(self, job: Job) -> None:
        try:
            if self._report_failure is not None:
                await self._report_failure(job)
        except Exception:
            log.exception("Nobody could be told of %s", job)
