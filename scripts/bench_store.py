"""How long the store's reads and writes take, by the number of tickets there have been."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING, Any

import apsw

from tickets.activity.store import ListStore
from tickets.blocks.store import BlockStore
from tickets.board.service import UNCLAIMED, WAITING, WHERE_UNCLAIMED, WHERE_WAITING
from tickets.cog import FEATURES
from tickets.core.clock import BATCH
from tickets.core.event import TicketEvent
from tickets.core.job import Job
from tickets.core.settings import Declared, Settings, Terms
from tickets.core.store.database import Database
from tickets.core.store.due import DueStore
from tickets.core.store.events import EventStore
from tickets.core.store.jobs import JobStore
from tickets.core.store.records import text_from_terms
from tickets.core.store.tickets import TicketStore
from tickets.core.ticket import Action
from tickets.privacy.store import PeopleStore
from tickets.retention.store import RetentionStore
from tickets.staff_log.store import NoticeStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

STEPS = tuple(FEATURES.each("steps"))
GUILD, NOW = 1, 1_700_000_000
#: Tickets that are open, whatever there was before, and members who had them.
OPEN, MEMBERS = 50, 5_000
ROUNDS = 200
WRITE = "one write, with a job, safe on the disk"
EVENT = "the same, with the event that the job follows from"
OPENING = "recording a ticket, and that it is open (two writes)"
#: Past tickets in which something is due later.
DUE_LATER = 10_000
CLOCK = f"what is due first, for the clock; of past tickets up to {DUE_LATER:,} are due later"
FORGETTING = "forgetting a ticket, by retention"
DATA = "all tickets of one person, of whom there are 5,000"
_ENDED = ("deleted", "refused", "deleted", "cancelled", "deleted", "failed")


def fill(path: Path, count: int) -> None:
    """Adds so many tickets that have ended to a database that is closed."""
    terms = text_from_terms(Terms(moderator_role_ids=(5,)))
    with closing(apsw.Connection(str(path))) as connection, connection:
        ((first,),) = connection.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM tickets WHERE guild_id = ?", (GUILD,)
        )
        connection.cursor().executemany(
            "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id, origin_id,"
            " reason, created_at, terms, decided_at, closed_by_id, closed_at, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    GUILD,
                    first + number,
                    _ENDED[number % len(_ENDED)],
                    1000 + number % MEMBERS,
                    1000 + number % MEMBERS,
                    10_000_000 + number,
                    "I can't see the voice channels",
                    NOW - count + number,
                    terms,
                    NOW - count + number,
                    5 + number % 7,
                    NOW - count + number,
                    # In three hundred years: nobody does it meanwhile.
                    NOW * 6 + number if number < DUE_LATER else None,
                )
                for number in range(count)
            ),
        )
        connection.cursor().executemany(
            "INSERT INTO ticket_events (kind, guild_id, at, number, by_id) VALUES (?, ?, ?, ?, ?)",
            (
                (kind, GUILD, NOW - count + number, first + number, 1000 + number % MEMBERS)
                for number in range(count)
                for kind in ("opened", "closed", "deleted")
            ),
        )
        connection.execute(
            "INSERT INTO counters (guild_id, last_number) VALUES (?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET last_number = excluded.last_number",
            (GUILD, first + count),
        )


def fill_open(path: Path, guild_id: int, channel_ids: Sequence[int]) -> None:
    """Adds an open ticket for each channel."""
    terms = text_from_terms(Terms(moderator_role_ids=(5,)))
    with closing(apsw.Connection(str(path))) as connection, connection:
        connection.setbusytimeout(5000)
        connection.cursor().executemany(
            "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id, origin_id,"
            " created_at, terms, channel_id) VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?)",
            (
                (guild_id, 1000 + number, number, number, 1000 + number, NOW, terms, channel_id)
                for number, channel_id in enumerate(channel_ids, 1)
            ),
        )


def measured(folder: Path, counts: Sequence[int]) -> dict[str, list[float]]:
    """Median seconds of writes and queries for each number of past tickets.

    The databases take turns, so that what else the machine does falls on all of them.
    """
    paths = [folder / f"{count}.sqlite3" for count in counts]
    for path, count in zip(paths, counts, strict=True):
        asyncio.run(_created(path))
        fill(path, count)
    return asyncio.run(_measured(paths))


async def _created(path: Path) -> None:
    await (await Database.open(path, STEPS)).close()


async def _measured(paths: Sequence[Path]) -> dict[str, list[float]]:
    databases = [await Database.open(path, STEPS) for path in paths]
    all_works = [await _works(database) for database in databases]
    times: dict[str, list[float]] = {}
    for name in all_works[0]:
        rounds = [
            [await _seconds(works[name]) for works in all_works]
            for _ in range(ROUNDS if name != DATA else ROUNDS // 20)
        ]
        times[name] = [median(column) for column in zip(*rounds, strict=True)]
    for database in databases:
        await database.close()
    apart = (WRITE, EVENT, OPENING, FORGETTING, CLOCK, DATA)
    queries = [name for name in times if name not in apart]
    slowest = max(queries, key=lambda name: times[name][-1])
    return {
        WRITE: times[WRITE],
        EVENT: times[EVENT],
        OPENING: times[OPENING],
        FORGETTING: times[FORGETTING],
        CLOCK: times[CLOCK],
        f"the slowest of {len(queries)} queries: {slowest}": times[slowest],
        DATA: times[DATA],
    }


async def _works(database: Database) -> dict[str, Callable[[], Awaitable[Any]]]:
    job = Job(guild_id=GUILD, kind="log", queue="q", body={"a": 1}, created_at=NOW)
    events = EventStore(database, lambda _event, _ticket, _settings: (job,))
    tickets = TicketStore(database, events)
    made = [await _opened(tickets, number) for number in range(OPEN)]
    first = made[0]
    to_forget = iter([await _ended(tickets, 200_000 + number) for number in range(ROUNDS)])
    retention = RetentionStore(database, tuple(FEATURES.each("forgets_tickets")))
    clock = DueStore(database)
    jobs, notices = JobStore(database, tuple(FEATURES.jobs)), NoticeStore(database)
    blocks = BlockStore(database, events)
    people = PeopleStore(database, tuple(FEATURES.each("personal")))
    settings = Settings(Declared(FEATURES.each("settings")))
    closed = TicketEvent(kind="closed", guild_id=GUILD, at=NOW, number=first.number, by_id=7)
    person = 1000 + 7
    lists = ListStore(database)
    number = iter(range(10_000, 100_000))
    return {
        "the ticket with a number": lambda: tickets.get(GUILD, first.number),
        "the ticket in a channel": lambda: tickets.in_channel(GUILD, first.channel_id or 0),
        "none in a channel": lambda: tickets.in_channel(GUILD, 4),
        "a member's tickets that count": lambda: tickets.counted_of(GUILD, person),
        "a member's last refusal": lambda: tickets.refused_since(GUILD, person, NOW - 600, NOW),
        "tickets with a channel": lambda: tickets.live(GUILD),
        "requests": lambda: tickets.requests(GUILD),
        "a page of the staff's list": lambda: lists.page(
            GUILD, "TRUE", reader_id=1, types=(None,), skipped=0, limit=10
        ),
        "how long the staff's list is": lambda: lists.count(
            GUILD, "TRUE", reader_id=1, types=(None,)
        ),
        "what waits for the staff, on a board": lambda: lists.page(
            GUILD, WHERE_WAITING, reader_id=0, types=(None,), skipped=0, limit=WAITING
        ),
        "what nobody has claimed, on a board": lambda: lists.page(
            GUILD, WHERE_UNCLAIMED, reader_id=0, types=(None,), skipped=0, limit=UNCLAIMED
        ),
        "all that is present": lambda: tickets.present(GUILD),
        "what is left over at a start": tickets.unsettled,
        "the next job": lambda: jobs.next("reception:1"),
        "queues with jobs": jobs.queues,
        "whether a member is blocked": lambda: blocks.of(GUILD, person, NOW),
        "notices for a moderator": lambda: notices.take_unread(GUILD, person),
        WRITE: lambda: jobs.add(job),
        EVENT: lambda: events.add(closed, settings=settings),
        OPENING: lambda: _opened(tickets, next(number)),
        FORGETTING: lambda: _forgotten(retention, next(to_forget)),
        CLOCK: lambda: clock.first(NOW, limit=BATCH, later=1, without=()),
        DATA: lambda: people.about(person),
    }


async def _opened(tickets: TicketStore, number: int) -> Any:
    ticket = await tickets.begin(
        guild_id=GUILD,
        opener_id=9_000_000 + number,
        opened_by_id=9_000_000 + number,
        origin_id=number + 1,
        reason="Why",
        terms=Terms(moderator_role_ids=(5,)),
        at=NOW,
        limit=0,
    )
    return await tickets.move(
        ticket, Action.FINISH_OPENING, channel_id=900_000 + number, welcome_id=1, settled=True
    )


async def _ended(tickets: TicketStore, number: int) -> Any:
    ticket = await _opened(tickets, number)
    return await tickets.move(ticket, Action.VANISH, channel_id=None)


async def _forgotten(retention: RetentionStore, ticket: Any) -> None:
    await retention.forget(
        GUILD, ticket.number, now=NOW, anyway=NOW, limit=BATCH, transcripts=False, then=()
    )


async def _seconds(work: Callable[[], Awaitable[Any]]) -> float:
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start
