"""How jobs are done: one after another in a queue, again if need be, and never lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tickets.core import errors
from tickets.core.job import Job
from tickets.core.work import PATIENCE, PAUSES, Work

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.asyncio

NOW = 1_700_000_000


class Jobs:
    """A store in memory, with what the real one promises."""

    def __init__(self) -> None:
        self.kept: list[Job] = []
        self._last = 0

    async def add(self, *jobs: Job) -> None:
        """Stores jobs under new ids."""
        for job in jobs:
            self._last += 1
            self.kept.append(replace(job, id=self._last))

    async def queues(self) -> frozenset[str]:
        """Queues in which something is to be done."""
        return frozenset(job.queue for job in self.kept)

    async def last_id(self) -> int:
        """The highest id that any job has."""
        return max((job.id for job in self.kept), default=0)

    async def next(self, queue: str) -> Job | None:
        """The oldest job of a queue."""
        await asyncio.sleep(0)
        return next((job for job in self.kept if job.queue == queue), None)

    async def remove(self, job: Job) -> None:
        """Forgets a job."""
        self.kept = [one for one in self.kept if one.id != job.id]

    async def save(self, job: Job) -> None:
        """Stores how far a job has come."""
        self.kept = [replace(one, body=job.body) if one.id == job.id else one for one in self.kept]

    async def postpone(self, job: Job, due_at: int) -> None:
        """Puts a job off."""
        self.kept = [
            replace(one, attempts=one.attempts + 1, due_at=due_at) if one.id == job.id else one
            for one in self.kept
        ]


class World:
    """A clock that goes when somebody sleeps, and what was done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        self.jobs = Jobs()
        self.done: list[Any] = []
        self.slept: list[float] = []
        self.answers: Callable[[Job], Any] = lambda _job: None
        really_sleep = asyncio.sleep

        async def sleep(seconds: float) -> None:
            if seconds:
                self.slept.append(seconds)
                self.now += int(seconds)
            await really_sleep(0)

        monkeypatch.setattr(asyncio, "sleep", sleep)

    def work(self) -> Work:
        """A run of the bot."""
        return Work(self.jobs, lambda: self.now)  # type: ignore[arg-type]

    async def do(self, job: Job) -> None:
        """Does a job as the test wants it done."""
        self.done.append(job.body["n"])
        outcome = self.answers(job)
        if asyncio.iscoroutine(outcome):
            await outcome
        elif isinstance(outcome, BaseException):
            raise outcome


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Nothing to be done."""
    return World(monkeypatch)


def a_job(number: int, queue: str = "log", **changes: Any) -> Job:
    """A numbered job."""
    facts: dict[str, Any] = {"guild_id": 1, "kind": "log", "created_at": NOW}
    return Job(**{**facts, "queue": queue, "body": {"n": number}, **changes})


async def settle(work: Work) -> None:
    """Until nobody works any more."""
    while work._workers:
        await asyncio.wait(tuple(work._workers.values()))


async def test_jobs_are_done_in_order(world: World) -> None:
    """Jobs of a queue follow each other; afterwards nothing runs and nothing is kept."""
    work = world.work()
    await work.start(world.do)
    await work.add(a_job(1), a_job(2))
    await work.add(a_job(3))
    await settle(work)

    assert world.done == [1, 2, 3]
    assert world.jobs.kept == []
    assert work._workers == {}


async def test_a_queue_waits_for_its_first(world: World) -> None:
    """While a job is put off, later ones of its queue wait, those of others don't."""
    failures = [errors.DiscordUnreachable(), errors.DiscordUnreachable()]
    world.answers = lambda job: failures.pop() if job.body["n"] == 1 and failures else None
    work = world.work()
    await work.start(world.do)
    await work.add(a_job(1), a_job(2), a_job(9, queue="other"))
    await settle(work)

    assert [number for number in world.done if number != 9] == [1, 1, 1, 2]
    assert world.done.index(9) < world.done.index(2)
    assert world.slept == [PAUSES[0], PAUSES[1]]


async def test_a_clock_that_was_ahead(world: World) -> None:
    """A job that was put off while the clock was a year ahead isn't waited for so long."""
    failures = [errors.DiscordUnreachable()]
    world.answers = lambda _job: failures.pop() if failures else None
    work = world.work()
    world.now += 365 * 24 * 60 * 60
    await work.start(world.do)
    await work.add(a_job(1, created_at=world.now), a_job(2, created_at=world.now))
    while world.jobs.kept[0].attempts == 0:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    world.now -= 365 * 24 * 60 * 60
    await settle(work)

    assert world.done == [1, 1, 2]
    assert sum(world.slept) <= PAUSES[-1]


async def test_later_attempts_know_that_they_are(world: World) -> None:
    """A job that was tried, here or in an earlier run, may have been done."""
    seen = []
    failures = [errors.DiscordUnreachable()]

    def answer(job: Job) -> Any:
        seen.append((job.body["n"], job.may_be_done))
        return failures.pop() if failures else None

    world.answers = answer
    await world.jobs.add(a_job(0))
    work = world.work()
    await work.start(world.do)
    await work.add(a_job(1))
    await settle(work)

    assert seen == [(0, True), (0, True), (1, False)]


async def test_work_is_given_up_after_a_day(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """What Discord doesn't take for a day is given up with a line in the bot's log; the rest
    of the queue goes on."""
    world.answers = lambda job: errors.DiscordUnreachable() if job.body["n"] == 1 else None
    work = world.work()
    await work.start(world.do)
    await work.add(a_job(1), a_job(2))
    await settle(work)

    assert world.now - NOW == pytest.approx(PATIENCE, abs=PAUSES[-1])
    assert world.done[-1] == 2
    assert world.jobs.kept == []
    assert "Given up" in caplog.text


async def test_a_bot_that_was_away_for_a_week(world: World) -> None:
    """Old work isn't given up at the first trouble: the bot may have been off all the time."""
    failures = [errors.DiscordUnreachable() for _ in PAUSES]
    world.answers = lambda job: failures.pop() if failures else None
    await world.jobs.add(a_job(1, created_at=NOW - 7 * 24 * 3600))
    work = world.work()
    await work.start(world.do)
    await settle(work)

    assert failures == []
    assert world.done == [1] * (len(PAUSES) + 1)


@pytest.mark.parametrize("error", [errors.ChannelGone(), errors.UnknownTicket()])
async def test_what_cannot_be_done_is_dropped(world: World, error: Exception) -> None:
    """What Discord refuses for good isn't tried again."""
    world.answers = lambda job: error if job.body["n"] == 1 else None
    work = world.work()
    await work.start(world.do)
    await work.add(a_job(1), a_job(2))
    await settle(work)

    assert world.done == [1, 2]
    assert world.jobs.kept == []


async def test_a_fault_of_ours_stops_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """An error that nobody foresaw is logged with what it was about; the queue goes on."""
    world.answers = lambda job: RuntimeError("on fire") if job.body["n"] == 1 else None
    work = world.work()
    await work.start(world.do)
    await work.add(a_job(1), a_job(2))
    await settle(work)

    assert world.done == [1, 2]
    assert "on fire" in caplog.text
    assert "'n': 1" in caplog.text


async def test_an_unload_leaves_the_job(world: World) -> None:
    """What is in the middle of being done when the cog is unloaded is done after the next
    load; nothing of it goes on meanwhile."""
    forever = asyncio.Event()
    world.answers = lambda job: forever.wait()
    work = world.work()
    await work.start(world.do)
    await work.add(a_job(1), a_job(2))
    for _ in range(5):
        await asyncio.sleep(0)
    await work.stop()
    await work.add(a_job(3))

    assert world.done == [1]
    assert work._workers == {}
    world.answers = lambda job: None
    again = world.work()
    await again.start(world.do)
    await settle(again)
    assert world.done == [1, 1, 2, 3]


async def test_what_was_stored_before_the_start_is_done(world: World) -> None:
    """Jobs from before the bot was ready aren't forgotten."""
    work = world.work()
    await work.add(a_job(1))
    assert world.done == []
    await work.start(world.do)
    await settle(work)
    assert world.done == [1]


async def test_no_job_is_missed_between_two(world: World) -> None:
    """A job that comes at the very moment when the queue runs empty is done."""
    work = world.work()
    await work.start(world.do)
    for number in range(50):
        await work.add(a_job(number))
        for _ in range(number % 5):
            await asyncio.sleep(0)
    await settle(work)
    assert world.done == list(range(50))


async def test_a_broken_store_is_logged(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """If the database fails, the queue rests until something new comes or the bot starts."""
    work = world.work()
    await work.start(world.do)

    async def broken(_queue: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(world.jobs, "next", broken)
    await work.add(a_job(1))
    await settle(work)
    assert "disk full" in caplog.text
    monkeypatch.undo()
    await work.add(a_job(2))
    await settle(work)
    assert world.done == [1, 2]
