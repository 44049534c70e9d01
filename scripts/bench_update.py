"""The update from 1.0.0 with many tickets, killed in between, and the way back.

    python scripts/bench_update.py               10,000 past tickets
    python scripts/bench_update.py 1000 --write  notes the table in docs/performance.md

The file is that of the release's own schema. Each opening of it is a process of its own.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "playground"), str(ROOT / "tests" / "kill")]
# discord.py and Red use what Python 3.13 drops.
warnings.simplefilter("ignore", DeprecationWarning)

import red_in_private  # noqa: F401

# isort: split
import argparse
import asyncio
import logging
import os
import shutil
import signal
import tempfile
import time
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING

import apsw
from lives import FORK
from simulated_red import running_red

from tests.update.released import RELEASE_1_0_0, database_in, version_of
from tickets.cog import FEATURES
from tickets.core.store.database import Database
from tickets.search.store import SearchStore

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- update: begin -->", "<!-- update: end -->"
GUILD, NOW, ROUNDS = 1, 1_764_000_000, 5
#: The update is killed after so many parts of the time that it takes.
KILLS = 12
STEPS = tuple(FEATURES.each("steps"))
#: The columns that 1.0.0 knew.
_COLUMNS = (
    "guild_id, number, state, opener_id, opened_by_id, origin_id, reason, created_at, terms,"
    " decided_at, closed_by_id, closed_at, close_reason"
)


def past_tickets(count: int) -> Iterator[tuple[int | str, ...]]:
    """Tickets that have ended, of 500 members, with some words each."""
    for number in range(1, count + 1):
        member, at = 1000 + number % 500, NOW - 10 * (count - number + 1)
        words = " ".join(f"word{(number * factor) % 4999}" for factor in range(1, 9))
        yield (
            *(GUILD, number, ("deleted", "refused")[number % 2], member, member, number),
            *(words, at, '{"moderator_roles": [5]}', at, 5, at + 5, "Done, thanks"),
        )


def put_release(path: Path, count: int) -> None:
    """Makes a file as 1.0.0 had it, with so many past tickets besides those of the fixture."""
    RELEASE_1_0_0.put_database(path)
    marks = ", ".join("?" * len(_COLUMNS.split(",")))
    with closing(apsw.Connection(str(path))) as connection, connection:
        connection.executemany(
            f"INSERT INTO tickets ({_COLUMNS}) VALUES ({marks})",  # noqa: S608
            past_tickets(count),
        )


def stored(path: Path) -> list[tuple[object, ...]]:
    """What 1.0.0 had stored of all tickets; raises if the file isn't sound."""
    with closing(apsw.Connection(str(path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        query = f"SELECT {_COLUMNS} FROM tickets ORDER BY guild_id, number"  # noqa: S608
        return list(connection.execute(query))


async def _update(path: Path) -> tuple[float, float]:
    """Seconds until the file can be used, and until all words can be found after that."""
    begun = time.perf_counter()
    database = await Database.open(path, STEPS)
    opened = time.perf_counter() - begun
    begun = time.perf_counter()
    search = SearchStore(database)
    while await search.catch_up():
        pass
    found = time.perf_counter() - begun
    await database.close()
    return opened, found


def _update_for_good(path: Path) -> None:
    asyncio.run(_update(path))
    os._exit(0)


def killed(original: Path, folder: Path, after: float) -> bool:
    """Kills an update after some seconds and begins it anew; whether it was under way then.

    Raises AssertionError if anything of what 1.0.0 had stored is lost.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / original.name
    shutil.copyfile(original, path)
    process = FORK.Process(target=_update_for_good, args=(path,))
    process.start()
    process.join(after)
    in_the_middle = process.is_alive()
    if in_the_middle and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    asyncio.run(_update(path))
    assert stored(path) == stored(original)
    assert list(folder.glob("*.before-update-*")), "there is no copy from before the update"
    return in_the_middle


async def said_by_the_release(folder: Path, path: Path) -> str:
    """What the owner reads whose bot goes back to 1.0.0 and finds the newer file."""
    RELEASE_1_0_0.unpack(folder / "released")
    data = folder / "red"
    database_in(data).parent.mkdir(parents=True)
    shutil.copyfile(path, database_in(data))
    async with running_red(data, load=(), cog_paths=[folder / "released"]) as sim:
        return "\n".join(await sim.owner_types("load tickets"))


def measured(count: int) -> dict[str, str]:
    """All of it, as the table's lines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = folder / "tickets.sqlite3"
        put_release(original, count)
        rounds = []
        for number in range(ROUNDS):
            path = folder / str(number) / original.name
            path.parent.mkdir()
            shutil.copyfile(original, path)
            rounds.append(asyncio.run(_update(path)))
        opened, found = (median(times) for times in zip(*rounds, strict=True))
        (copy,) = path.parent.glob("*.before-update-*")
        assert stored(copy) == stored(path) == stored(original)
        version = version_of(copy)
        delays = [opened * part / KILLS for part in range(1, KILLS + 1)]
        middle = sum(killed(original, folder / "killed", delay) for delay in delays)
        told = asyncio.run(said_by_the_release(folder, path))
    return {
        f"the update of {count:,} tickets, until they can be used": f"{opened:.2f} s",
        "until all their words can be found, while the bot runs": f"{found:.2f} s",
        "the copy from before": f"whole, tables of version {version}",
        f"kills with -9, {middle} of {KILLS} in the middle of it": "nothing lost",
        "what 1.0.0 says of the new file": told.splitlines()[-1].strip(),
    }


def main() -> None:
    """Prints the table, or notes it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--write", action="store_true", help="note it in docs/performance.md")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    lines = [f"| {name} | {value} |" for name, value in measured(options.count).items()]
    table = "\n".join(("| | |", "| --- | ---: |", *lines))
    print(table)
    if options.write:
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
