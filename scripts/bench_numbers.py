"""What searching and counting cost, by the number of tickets there have been.

    python scripts/bench_numbers.py              1,000 and 300,000 tickets
    python scripts/bench_numbers.py 1000 10000

Each time is the median of some rounds. The gap is the longest time between two looks of an event
loop that looks every millisecond meanwhile.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "playground")]
# discord.py and Red use what Python 3.13 drops.
warnings.simplefilter("ignore", DeprecationWarning)

import red_in_private  # noqa: F401

# isort: split
import argparse
import asyncio
import json
import random
import tempfile
import time
from contextlib import closing
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import apsw

from tickets.cog import FEATURES
from tickets.core.store.database import Database
from tickets.core.store.schema import in_order
from tickets.core.store.their_tickets import of_types
from tickets.hours.rules.offsets import between_changes
from tickets.search.rules import FOUND_LIMIT, PAGE, Wish
from tickets.search.store import SearchStore
from tickets.statistics.rules import since_when
from tickets.statistics.store.counting import StatisticsStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

GUILD, NOW, ROUNDS = 1, 1_764_000_000, 9
#: All tickets were opened in so many seconds: five years.
SPAN = 5 * 365 * 86400
WORDS, MEMBERS, TYPES = 20_000, 5_000, (None, 1, 2, 3)
STEPS = tuple(FEATURES.each("steps"))


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Tickets that have ended, with a dozen words each, of which few are frequent."""
    chance = random.Random(22)  # noqa: S311
    words = [f"{chance.randrange(36**4):x}{number}" for number in range(WORDS)]
    for number in range(1, count + 1):
        at = NOW - SPAN + number * SPAN // count - 10
        chosen = (words[int(WORDS * chance.random() ** 3)] for _ in range(12))
        answered, closed = at + chance.randrange(86400), at + chance.randrange(400_000)
        member = 1000 + number % MEMBERS
        yield (
            *(GUILD, number, ("deleted", "deleted", "refused")[number % 3], member, member),
            *(number, " ".join(chosen), at, '{"moderator_roles": [5]}', at + 60),
            *(5, min(closed, NOW), "Done, thanks", min(answered, NOW), TYPES[number % 4]),
        )


def fill(path: Path, count: int, *, before: str) -> None:
    """A database with so many tickets, from before the step with that in it."""
    version = next(one.version for one in STEPS if before in one.sql) - 1
    with closing(apsw.Connection(str(path))) as connection:
        for step in in_order(STEPS)[:version]:
            connection.execute(step.sql).fetchall()
        connection.execute(f"PRAGMA user_version = {version}").fetchall()
        with connection:
            connection.executemany(
                "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id,"
                " origin_id, reason, created_at, terms, decided_at, closed_by_id, closed_at,"
                " close_reason, answered_at, type_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows(count),
            )
            connection.execute(
                "INSERT INTO ticket_events (kind, guild_id, at, number, by_id)"
                " SELECT kind.value, guild_id, created_at, number, opener_id FROM tickets,"
                ' json_each(\'["opened", "closed", "deleted"]\') AS kind'
            ).fetchall()


async def measured(folder: Path, count: int) -> dict[str, tuple[float, float]]:
    """Seconds, and the longest gap of the event loop, of everything."""
    path = folder / f"{count}.sqlite3"
    await asyncio.to_thread(fill, path, count, before="ticket_search")
    found: dict[str, tuple[float, float]] = {}
    begun = time.perf_counter()
    database = await Database.open(path, STEPS)
    found["the update: a copy, and new tables"] = (time.perf_counter() - begun, 0.0)
    search, counting = SearchStore(database), StatisticsStore(database)
    batches = []
    more, all_batches = True, time.perf_counter()
    while more:
        begun = time.perf_counter()
        more = await search.catch_up()
        batches.append(time.perf_counter() - begun)
    found["reading all words of before, without pauses"] = (
        time.perf_counter() - all_batches,
        0.0,
    )
    found["one batch of that, the longest"] = (max(batches), 0.0)
    for name, work in works(search, counting).items():
        rounds = [await timed(work) for _ in range(ROUNDS)]
        found[name] = median(one[0] for one in rounds), max(one[1] for one in rounds)
    # What was forgotten is to leave every file: all of them are written anew.
    found["wiping the files after tickets were forgotten"] = await timed(database.wipe)
    await database.close()
    found["megabytes of the file"] = (path.stat().st_size / 1e9, 0.0)
    return found


def works(
    search: SearchStore, counting: StatisticsStore
) -> dict[str, Callable[[], Awaitable[Any]]]:
    """What is measured."""
    every, one_type = of_types(GUILD, TYPES), of_types(GUILD, [3])
    pieces = partial(between_changes, ZoneInfo("Europe/Paris"))
    rare = f"{random.Random(22).randrange(36**4):x}0"  # noqa: S311
    ask = partial(search.find, limit=FOUND_LIMIT + 1, page=0, size=PAGE)
    count = partial(counting.count, until=NOW, pieces=pieces)
    return {
        "statistics of 30 days": lambda: count(every, since=since_when(30, NOW)),
        "statistics of a year": lambda: count(every, since=since_when(365, NOW)),
        "statistics of all time": lambda: count(every, since=0),
        "the same of one type": lambda: count(one_type, since=0),
        "find by a word that is frequent": lambda: ask(Wish(rare), every),
        "find by a word that every ticket has": lambda: ask(Wish("thanks"), every),
        "the same in tickets of one type": lambda: ask(Wish("thanks"), one_type),
        "find by the beginning of words": lambda: ask(Wish("tha don"), every),
        "find by a word that there isn't": lambda: ask(Wish("zzzzqqqq"), every),
        "find by member": lambda: ask(Wish(opener_id=1007), every),
        "find nothing in particular": lambda: ask(Wish(), every),
    }


async def timed(work: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    """Seconds that it takes, and the longest gap of the loop meanwhile."""
    gaps: list[float] = [0.0]

    async def look() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    looking = asyncio.create_task(look())
    await asyncio.sleep(0.01)
    gaps.clear()
    begun = time.perf_counter()
    await work()
    seconds = time.perf_counter() - begun
    await asyncio.sleep(0.002)
    looking.cancel()
    return seconds, max(gaps, default=0.0)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[1_000, 300_000])
    counts: list[int] = parser.parse_args().counts
    with tempfile.TemporaryDirectory() as folder:
        tables = [asyncio.run(measured(Path(folder), count)) for count in counts]
    heads = " | ".join(f"{count:,} tickets" for count in counts)
    print(f"| | {heads} | ratio | longest gap of the event loop |")
    print("| --- |" + " ---: |" * (len(counts) + 2))
    for name in tables[0]:
        seconds = [table[name][0] for table in tables]
        cells = " | ".join(f"{one * 1000:,.1f} ms" for one in seconds)
        if name.startswith("megabytes"):
            cells = " | ".join(f"{one * 1000:,.0f} MB" for one in seconds)
        gap = tables[-1][name][1]
        shown = f"{gap * 1000:.0f} ms" if gap else ""
        print(f"| {name} | {cells} | {seconds[-1] / seconds[0]:.1f} | {shown} |")
    print(json.dumps({"rounds": ROUNDS, "words": WORDS, "members": MEMBERS}))


if __name__ == "__main__":
    main()
