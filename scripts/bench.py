"""What the cog costs: ``make bench``. ``--write`` puts the tables into docs/performance.md.

Calls and times are those of a real Red with the cog on the simulated Discord; the store is the
real one on this machine's disk. What is compared was measured in one run.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path

STARTED = time.time()
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "playground"), str(ROOT / "tests" / "kill")]
# discord.py and Red use what Python 3.13 drops.
warnings.simplefilter("ignore", DeprecationWarning)

import red_in_private  # noqa: F401

# isort: split
import argparse
import asyncio
import cProfile
import gc
import json
import logging
import pstats
import shutil
import subprocess
import tempfile
import tracemalloc
from statistics import median
from typing import TYPE_CHECKING, Any

import bench_store
import loading
from catalogue import SCENARIOS
from crowd import Crowd
from lives import alone, prepare, settled_history
from matrix import counted
from survivor import World, first_life, next_life

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server import Server

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- cost: begin -->", "<!-- cost: end -->"
#: The calls of the first release, as it measured them.
RELEASED_CALLS = ROOT / "tests" / "fixtures" / "released_1_0_0" / "cost.json"
#: What people do, and the scenario that does it.
USE_CASES = {
    "open, by command": "opening",
    "open, by a panel's button": "using-panel",
    "open, by a panel's selector": "choosing-reason",
    "request": "requesting",
    "accept": "accepting",
    "refuse": "refusing",
    "close, from the form": "closing",
    "reopen": "reopening",
    "reopen, by the opener": "reopening-own",
    "ask the opener whether to close": "asking-to-close",
    "delete, from *Confirm*": "deleting",
    "claim, others write on": "claiming",
    "claim, others only read": "claiming-alone",
    "release, others could only read": "releasing-alone",
    "add a member": "adding",
    "block a member": "blocking",
    "post a panel anew": "posting-panel",
}
SIZES = (0, 10_000, 300_000)
#: Seconds that one measurement may take.
PATIENCE = 60
#: People who act at the same moment, and tickets whose memory is counted.
LOAD, MANY = 20, 400
#: Messages that are written one after the other; where, and what they change.
WORDS = 100
#: Edits in a minute: more than a server full of busy members makes.
EDITS = 2_000
ELSEWHERE = "in a channel that is no ticket"
TICKET = "in a ticket, one of several of the same side"
CHANGING = "in a ticket, the first one or the first answer"


#: Both are processor time, which a busy machine changes least.
_YARDSTICKS: dict[str, Callable[[loading.Loading], float]] = {
    "importing the cog into a Red that runs": lambda found: found.importing,
    "longest gap of the event loop while Red loads the cog": lambda found: found.gap_processor,
}


#: What a server can switch on that costs something in the life of a ticket; forms aren't there.
EVERYTHING = (
    "mention on",
    "staffthread on",
    "claims on",
    "hours mon-sun 09:00-17:00",
    "staffreminder 4",
    "openerreminder 24",
    "silence 72",
    "deleteafter 30",
    "rating on",
    "keepedits on",
)


async def everything_on(world: World) -> None:
    """A server that has switched all of that on, and has a board."""
    async with first_life(world, Crowd) as server:
        assert isinstance(server, Crowd)
        await server.sets(*EVERYTHING, f"board {server.staff.mention}")
        await server.settle_in()


class Bench:
    """Measurements on copies of one server, each in a process of its own."""

    def __init__(
        self, folder: Path, begin: Callable[[World], Awaitable[None]] = settled_history
    ) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._history = World(folder / "history")
        self._history.folder.mkdir()
        code, told = alone(self._history.folder, begin, self._history)
        if code:
            raise AssertionError(told)

    def world(self) -> World:
        """A fresh copy."""
        place = self._folder / "world"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._history.folder, place)
        return World(place)

    def of(self, work: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """What `work` measures in its process."""
        world = self.world()
        code, told = alone(world.folder, work, world, *arguments)
        if code:
            raise AssertionError(told)
        return told


async def calls(world: World, name: str) -> tuple[int, int]:
    """Calls of a use case: those that somebody waits for, and those that follow."""
    fault = await counted(world, name)
    return len(fault.routes) - fault.later, fault.later


class OwnTime:
    """Seconds of processor that the cog's code takes in the event loop, and its database."""

    def __init__(self, server: Server) -> None:
        self._profile = cProfile.Profile(time.thread_time)
        self._database = server.sim.cog._database
        self.database = 0.0
        #: Rows that were written.
        self.writes = 0

    def __enter__(self) -> OwnTime:
        submit = self._database._thread.submit

        def watched(function: Callable[..., Any], *arguments: Any) -> Any:
            def timed() -> Any:
                start = time.thread_time()
                try:
                    return function(*arguments)
                finally:
                    self.database += time.thread_time() - start

            return submit(timed)

        self._database._thread.submit = watched
        self.writes = -self._database._connection.total_changes()
        self._profile.enable()
        return self

    def __exit__(self, *_error: object) -> None:
        self._profile.disable()
        self.writes += self._database._connection.total_changes()
        # The thread's own method again.
        del self._database._thread.submit

    @property
    def own(self) -> float:
        """Seconds of the cog's code in the loop."""
        ours = str(ROOT / "tickets")
        rows: Any = pstats.Stats(self._profile).stats  # type: ignore[attr-defined]
        return float(sum(row[2] for (file, _, _), row in rows.items() if file.startswith(ours)))


async def own_time(world: World, name: str) -> dict[str, float]:
    """What the step of a use case takes that matters."""
    scenario = SCENARIOS[name]
    async with next_life(world) as life:
        server = life.server
        assert isinstance(server, Crowd)
        await scenario.scene(server)
        shown = await scenario.approach(server)
        with OwnTime(server) as spent:
            await scenario.act(server, shown)
    return {"own": spent.own, "database": spent.database}


async def words(world: World, kind: str) -> dict[str, float]:
    """What one of many messages takes, none of which is a command."""
    async with next_life(world) as life:
        server = life.server
        assert isinstance(server, Crowd)
        member = server.with_an_open_one[0]
        channel = server.general if kind == ELSEWHERE else server.ticket_of(member)
        writers = (server.helper, member) if kind == CHANGING else (member, member)
        for writer in reversed(writers):
            await writer.actor.send(channel, "a word")
        with OwnTime(server) as spent:
            for number in range(WORDS):
                await writers[number % 2].actor.send(channel, "a word")
    return {
        "own": spent.own / WORDS,
        "database": spent.database / WORDS,
        "writes": spent.writes / WORDS,
    }


async def edits(world: World) -> dict[str, float]:
    """What all edits together take that come in a minute, where they are kept."""
    async with next_life(world) as life:
        server = life.server
        assert isinstance(server, Crowd)
        await server.sets("keepedits on")
        # Open tickets are told first.
        await server.sim.time_passes(60)
        member = server.with_an_open_one[0]
        channel = server.ticket_of(member)
        said = [await member.actor.send(channel, "a word") for _ in range(WORDS)]
        with OwnTime(server) as spent:
            for number in range(EDITS):
                await member.actor.edit(said[number % WORDS], f"word {number}")
    return {"own": spent.own, "database": spent.database, "writes": spent.writes}


async def gap(world: World) -> float:
    """The longest that the loop works between two ticks, while many open tickets at once."""
    async with next_life(world) as life:
        server = life.server
        assert isinstance(server, Crowd)
        members = [server.person(f"guest-{number}") for number in range(LOAD)]
        await server.sim.env.settle()
        gc.collect()
        gc.freeze()
        longest, is_over = 0.0, False

        async def ticks() -> None:
            nonlocal longest
            last = time.thread_time()
            while not is_over:
                await asyncio.sleep(0)
                now = time.thread_time()
                longest, last = max(longest, now - last), now

        with server.sim.stage.outside_the_bot():
            ticking = asyncio.get_running_loop().create_task(ticks())
        async with server.sim.at_once():
            for member in members:
                await member.opens_a_ticket("help")
        is_over = True
        await ticking
        assert len(server.ticket_channels()) >= LOAD
    return longest


async def memory(world: World, count: int) -> int:
    """Bytes that the cog's code has allocated after a start with so many open tickets more."""
    (database,) = world.data.rglob("tickets.sqlite3")

    def loaded(server: Server) -> None:
        backend, guild = server.sim.env.backend, server.guild
        made = [backend.create_channel(guild.id, f"ticket-{number}") for number in range(count)]
        bench_store.fill_open(database, guild.id, [channel.id for channel in made])

    tracemalloc.start(1)
    async with next_life(world, before_it_wakes=loaded) as life:
        found = await life.server.sim.cog.app.tickets.live(life.server.guild.id)
        assert len(found) >= count
        del found
        return _ours()


def _ours() -> int:
    gc.collect()
    only = tracemalloc.Filter(True, str(ROOT / "tickets" / "*"))
    found = tracemalloc.take_snapshot().filter_traces([only]).statistics("filename")
    return sum(one.size for one in found)


async def start(world: World, count: int) -> dict[str, float]:
    """Seconds of processor to load the cog with so many past tickets, and calls at the start."""
    (database,) = world.data.rglob("tickets.sqlite3")
    bench_store.fill(database, count)
    async with next_life(world) as life:
        sim = life.server.sim
        calls = sum("channels" in call.path for call in life.calls.seen)
        seconds = []
        for _ in range(5):
            await sim.cog.cog_unload()
            begin = time.perf_counter()
            await sim.cog.cog_load()
            seconds.append(time.perf_counter() - begin)
            await sim.env.settle()
    return {"calls": calls, "seconds": median(seconds)}


async def answering(folder: str) -> None:
    """Presses an old button as soon as the cog is loaded; prints when it was answered."""
    begin = time.time()
    pressing: list[asyncio.Task[float]] = []

    async def presses(server: Crowd) -> float:
        member = server.with_an_open_one[0]
        with server.sim.stage.outside_the_bot():
            form = await member.presses("Close ticket", on=server.ticket_of(member))
        while not form.acknowledged:  # noqa: ASYNC110 - Nobody else tells.
            await asyncio.sleep(0)
        return time.time()

    def loaded(server: Server) -> None:
        assert isinstance(server, Crowd)
        with server.sim.stage.outside_the_bot():
            pressing.append(asyncio.get_running_loop().create_task(presses(server)))

    async with next_life(World(Path(folder)), before_it_wakes=loaded):
        answered = await pressing[0]
    print(json.dumps({"imports": begin - STARTED, "answer": answered - begin}))


def answered(bench: Bench) -> dict[str, float]:
    """The median of some processes of their own."""
    runs = []
    for _ in range(5):
        command = (sys.executable, __file__, "--answering", str(bench.world().folder))
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=PATIENCE
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return {name: median(run[name] for run in runs) for name in runs[0]}


# ------------------------------------------------------------------------------ tables


def tables() -> str:
    """All of it, as Markdown."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        bench, on = Bench(Path(folder) / "off"), Bench(Path(folder) / "on", everything_on)
        parts = (_use_cases(bench, on), _words(bench), _store(Path(folder)), _life(bench))
        return "\n\n".join(parts)


def _use_cases(bench: Bench, on: Bench) -> str:
    before = json.loads(RELEASED_CALLS.read_text(encoding="utf-8"))["calls"]
    lines = [
        "| use case | 1.0.0's calls | calls now | with everything on | own time | database's |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for title, name in USE_CASES.items():
        counts = [before.get(title), bench.of(calls, name), on.of(calls, name)]
        shown = " | ".join(f"{one[0]} + {one[1]}" if one else "" for one in counts)
        own = [bench.of(own_time, name) for _ in range(3)]
        lines.append(
            f"| {title} | {shown} "
            f"| {min(one['own'] for one in own) * 1000:.1f} ms "
            f"| {min(one['database'] for one in own) * 1000:.1f} ms |"
        )
    return "\n".join(lines)


def _words(bench: Bench) -> str:
    lines = [
        "| a message | own time | database's | rows written |",
        "| --- | ---: | ---: | ---: |",
    ]
    for kind in (ELSEWHERE, TICKET, CHANGING):
        runs = [bench.of(words, kind) for _ in range(3)]
        lines.append(
            f"| {kind} | {min(one['own'] for one in runs) * 1e6:.0f} µs "
            f"| {min(one['database'] for one in runs) * 1e6:.0f} µs | {runs[0]['writes']:.0f} |"
        )
    many = bench.of(edits)
    lines.append(
        f"| {EDITS:,} edits in a minute, where they are kept, altogether "
        f"| {many['own'] * 1000:.0f} ms | {many['database'] * 1000:.0f} ms "
        f"| {many['writes']:,.0f} |"
    )
    return "\n".join(lines)


def _store(folder: Path) -> str:
    lines = [
        "| database | " + " | ".join(f"{count:,} tickets" for count in SIZES) + " | ratio |",
        "| --- | " + "---: | " * (len(SIZES) + 1),
    ]
    for name, figures in bench_store.measured(folder, SIZES).items():
        shown = " | ".join(f"{figure * 1000:.2f} ms" for figure in figures)
        lines.append(f"| {name} | {shown} | {figures[-1] / figures[0]:.1f} |")
    return "\n".join(lines)


def _life(bench: Bench) -> str:
    starts = {count: bench.of(start, count) for count in (0, 10_000)}
    old = answered(bench)
    kept = (bench.of(memory, MANY) - bench.of(memory, 0)) / MANY
    longest = max(bench.of(gap) for _ in range(3))
    lines = ["| | |", "| --- | ---: |"]
    for count, found in starts.items():
        lines.append(
            f"| loading the cog with {count:,} past tickets | {found['seconds'] * 1000:.0f} ms |"
        )
        lines.append(f"| calls about tickets at that start | {found['calls']:.0f} |")
    lines += [
        f"| an old button answers, after Red's start | {old['answer']:.2f} s |",
        f"| Python, Red and discord.py being imported, before that | {old['imports']:.2f} s |",
        f"| memory for 1,000 open tickets | {kept * 1000 / 1024:.0f} kB |",
    ]
    title = f"longest gap of the event loop while {LOAD} members open tickets at once"
    lines.append(f"| {title} | {longest * 1000:.0f} ms |")
    return "\n".join((*lines, *_loading()))


def _loading() -> list[str]:
    """What loading costs, beside what it cost in the first release."""
    with loading.released() as former:
        now, *before = loading.measured([ROOT, *([former] if former else [])])
    if not before:
        where = loading.RELEASED.relative_to(ROOT)
        print(f"There is no {where}: 1.0.0 isn't compared with.", file=sys.stderr)
    return [
        f"| {title} | {seconds(now) * 1000:.0f} ms"
        + "".join(f", {seconds(now) / seconds(one):.2f} of 1.0.0's" for one in before)
        + " |"
        for title, seconds in _YARDSTICKS.items()
    ]


def main() -> None:
    """Prints the tables; writes them down if told to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put them into docs/performance.md")
    parser.add_argument("--answering", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    logging.basicConfig(handlers=[logging.NullHandler()])
    if arguments.answering:
        asyncio.run(answering(arguments.answering))
        return
    shown = tables()
    print(shown)
    if arguments.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        head, _, rest = text.partition(BEGIN)
        tail = rest.partition(END)[2]
        DOCUMENT.write_text(f"{head}{BEGIN}\n{shown}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
