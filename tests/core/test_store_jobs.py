"""Work that nobody waits for is kept until it is done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.records import KINDS, STEPS, an_event, settings, that_makes
from tickets.blocks.store import BlockStore
from tickets.core import errors
from tickets.core.job import Job
from tickets.core.store.database import Database
from tickets.core.store.jobs import JobStore
from tickets.core.store.tickets import TicketStore
from tickets.core.ticket import Action, State
from tickets.staff_log.store import NoticeStore

if TYPE_CHECKING:
    from pathlib import Path

    import apsw

    from tests.core.records import Records

NOW = 1_700_000_000


def a_job(queue: str = "reception:1", **changes: Any) -> Job:
    """A line for the log."""
    facts: dict[str, Any] = {"guild_id": 1, "kind": "log", "created_at": NOW, "body": {}}
    return Job(**{**facts, "queue": queue, **changes})


@pytest.fixture
def jobs(database: Database) -> JobStore:
    """The jobs of an empty database."""
    return JobStore(database, KINDS)


async def all_of(jobs: JobStore, queue: str = "reception:1") -> list[Any]:
    """What the jobs of a queue are about, in the order in which they come; empties it."""
    found = []
    while (job := await jobs.next(queue)) is not None:
        found.append(job.body.get("n"))
        await jobs.remove(job)
    return found


async def test_a_queue_is_done_in_order(jobs: JobStore) -> None:
    """What happened first is told first, whatever else is to be done meanwhile."""
    for number in range(5):
        await jobs.add(a_job(body={"n": number}), a_job("direct:7", body={"n": -number}))

    assert await jobs.queues() == {"reception:1", "direct:7"}
    assert await all_of(jobs) == [0, 1, 2, 3, 4]
    assert await jobs.queues() == {"direct:7"}


async def test_everything_about_a_job_is_kept(jobs: JobStore, path: Path) -> None:
    """Another life of the bot finds the job as it was, with its words."""
    body = {"reason": "'; -- 🦊\n", "number": 7, "left": [1, 2], "nothing": None}
    await jobs.add(a_job(kind="roles", body=body, due_at=NOW + 5))
    await jobs._database.close()
    again = await Database.open(path, STEPS)
    found = await JobStore(again, KINDS).next("reception:1")
    await again.close()

    assert found is not None
    assert (found.kind, dict(found.body), found.due_at) == ("roles", body, NOW + 5)
    assert (found.guild_id, found.created_at, found.attempts) == (1, NOW, 0)


async def test_a_job_that_was_put_off_holds_its_place(jobs: JobStore) -> None:
    """A line that has to be repeated isn't overtaken by later ones."""
    await jobs.add(a_job(body={"n": 1}), a_job(body={"n": 2}))
    first = await jobs.next("reception:1")
    assert first is not None
    await jobs.postpone(first, NOW + 60)

    again = await jobs.next("reception:1")
    assert again is not None
    assert (again.id, again.attempts, again.due_at) == (first.id, 1, NOW + 60)


async def test_progress_is_remembered(jobs: JobStore) -> None:
    """Work over many tickets goes on where it was."""
    await jobs.add(a_job(body={"left": [1, 2]}))
    job = await jobs.next("reception:1")
    assert job is not None
    await jobs.save(a_job(id=job.id, body={"left": [2]}))

    found = await jobs.next("reception:1")
    assert found is not None
    assert dict(found.body) == {"left": [2]}


async def test_ids_are_never_used_again(jobs: JobStore, path: Path) -> None:
    """Messages are told apart by their jobs' ids, so no second job gets one, not even when all
    are done and the bot begins anew."""
    seen = []
    for _ in range(3):
        await jobs.add(a_job())
        job = await jobs.next("reception:1")
        assert job is not None
        seen.append(job.id)
        await jobs.remove(job)
    assert await jobs.last_id() == 0
    await jobs._database.close()
    again = await Database.open(path, STEPS)
    await JobStore(again, KINDS).add(a_job())
    job = await JobStore(again, KINDS).next("reception:1")
    await again.close()

    assert job is not None
    assert len({*seen, job.id}) == 4
    assert job.id == max(*seen, job.id)


# Together with what makes them necessary


async def test_a_move_and_its_jobs_are_one(records: Records, jobs: JobStore) -> None:
    """What is decided and what follows are stored together, and heard of afterwards."""
    woken: list[Job] = []
    two = (a_job(body={"n": 1}), a_job(body={"n": 2}))
    events = that_makes(records.database, *two, wake=woken.extend)
    store = TicketStore(records.database, events)
    ticket = await records.begin(state=State.REQUESTED)
    await store.move(ticket, Action.REFUSE, an_event("refused"), settings=settings())

    assert await all_of(jobs) == [1, 2]
    assert len(woken) == 2


async def test_who_was_late_leaves_no_jobs(records: Records, jobs: JobStore) -> None:
    """Of two decisions at once only the first one is shown and told."""
    woken: list[Job] = []
    events = that_makes(records.database, a_job(), wake=woken.extend)
    store = TicketStore(records.database, events)
    ticket = await records.begin(state=State.REQUESTED)
    await store.move(ticket, Action.CANCEL)
    with pytest.raises(errors.WrongState):
        await store.move(ticket, Action.REFUSE, an_event("refused"), settings=settings())

    assert await jobs.queues() == set()
    assert woken == []


@pytest.mark.parametrize("how", ["move", "note"])
async def test_nothing_is_decided_that_cannot_be_told(
    records: Records, jobs: JobStore, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """If the jobs can't be stored, neither is what they tell of."""
    ticket = await records.begin(state=State.REQUESTED)

    def broken(_body: Any) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(json, "dumps", broken)
    store = TicketStore(records.database, that_makes(records.database, a_job()))
    event = an_event("refused", number=ticket.number)
    change = (
        store.move(ticket, Action.REFUSE, event, settings=settings())
        if how == "move"
        else store.note(ticket, event, settings=settings(), reason="other")
    )
    with pytest.raises(OSError, match="disk full"):
        await change
    monkeypatch.undo()

    assert await records.store.get(1, ticket.number) == ticket
    assert await jobs.queues() == set()


async def test_a_note_and_its_jobs_are_one(records: Records, jobs: JobStore) -> None:
    """A ticket that was closed is told of when that is recorded."""
    ticket = await records.opened()
    store = TicketStore(records.database, that_makes(records.database, a_job(body={"n": 1})))
    await store.note(ticket, an_event("closed"), settings=settings(), settled=True)
    assert await all_of(jobs) == [1]


# Cost


async def test_no_query_reads_all_rows(records: Records, jobs: JobStore) -> None:
    """What a request or a line costs doesn't grow with what was done before (X7)."""
    for _ in range(20):
        await records.closed()
        await jobs.add(a_job())
    ticket = await records.begin(state=State.REQUESTED, opener_id=7)
    events = that_makes(records.database, a_job())
    store = TicketStore(records.database, events)
    notices, blocks = NoticeStore(records.database), BlockStore(records.database, events)
    asked: list[str] = []

    def note(_cursor: object, sql: str, _values: object) -> bool:
        asked.append(sql)
        return True

    connection = records.database._connection
    connection.exec_trace = note
    job = await jobs.next("reception:1")
    assert job is not None
    await jobs.save(job)
    await jobs.postpone(job, NOW)
    await jobs.remove(job)
    await jobs.last_id()
    await events.of(1, ticket.number)
    await records.store.requests(1)
    await records.store.present(1)
    await records.store.refused_since(1, 7, NOW, NOW)
    await store.move(
        ticket, Action.REFUSE, an_event("refused"), settings=settings(), decided_at=NOW
    )
    await notices.was_logged(1, "no_room", "", NOW)
    await notices.is_waiting(1, "no_room", "", NOW)
    await blocks.of(1, 7, NOW)
    connection.exec_trace = None
    queries = {sql for sql in asked if sql.startswith(("SELECT", "UPDATE", "DELETE"))}
    assert len(queries) >= 10

    def plans(cursor: apsw.Cursor) -> list[tuple[str, str]]:
        found = []
        for sql in queries:
            values: Any = (
                dict.fromkeys((part.split()[0].strip(",()") for part in sql.split(":")[1:]), 0)
                if ":" in sql
                else (0,) * sql.count("?")
            )
            cursor.execute("EXPLAIN QUERY PLAN " + sql, values)
            found += [(sql, str(row[3])) for row in cursor.fetchall()]
        return found

    steps = await records.database.run(plans)
    assert [step for step in steps if step[1].startswith("SCAN")] == []


async def test_a_request_that_was_not_posted_asks_again(records: Records) -> None:
    """A form whose request could not be posted may be sent again; one that was posted leads to
    the request that waits."""
    failed = await records.begin(state=State.REQUESTED, opener_id=7, origin_id=99)
    await records.store.move(failed, Action.FAIL_OPENING, settled=True)
    second = await records.begin(state=State.REQUESTED, opener_id=7, origin_id=99)
    with pytest.raises(errors.AlreadyRequested) as caught:
        await records.begin(state=State.REQUESTED, opener_id=7, origin_id=99)
    assert caught.value.ticket == second
