"""A day of use in a few minutes: at its end the bot is as it was at its beginning.

    python tests/kill/soak.py --hours 24 --seed 7
    python tests/kill/soak.py --hours 24 --shard 2/4   six hours, others than the other shards'

People do what they like, chosen by chance, with pauses between. At the end everything agrees,
no task is left, the memory of the cog's own code hasn't grown, and the log has no warning.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

if __name__ == "__main__":
    _REPOSITORY = Path(__file__).resolve().parent.parent.parent
    sys.path[:0] = [str(_REPOSITORY), str(_REPOSITORY / "playground")]
    # discord.py and Red use what Python 3.13 drops.
    warnings.simplefilter("ignore", DeprecationWarning)

import red_in_private  # noqa: F401

# isort: split
import argparse
import asyncio
import gc
import logging
import random
import tempfile
import tracemalloc
from typing import TYPE_CHECKING

from agreement import disagreements
from crowd import Crowd
from lives import alone, begin, prepare
from people_at_random import RandomPeople
from shards import ALL, Shard
from simcord.backend.errors import BackendError, SetupError
from survivor import World, next_life

if TYPE_CHECKING:
    from collections.abc import Sequence

_COG = Path(__file__).resolve().parents[2] / "tickets"
#: Scenarios after which the bot is used to everything.
_USED = 20
#: The longest pause between two scenarios, in seconds.
_PAUSE = 900
#: Hours that a day has at least: the bot has to get used to everything in it.
_SHORTEST = 6
#: Seconds after which everything has been done and forgotten that can be.
_NIGHT = 4000
#: Bytes by which the cog's own memory may differ: it is what the last scenarios have left.
_GROWTH = 200_000


async def day(world: World, hours: float, seed: int) -> list[str]:
    """A day; returns what is wrong at its end."""
    chance, lines = random.Random(seed), _Warnings()  # noqa: S311 - no secret
    logging.getLogger("red.tickets").addHandler(lines)
    async with next_life(world) as life:
        server = life.server
        assert isinstance(server, Crowd)
        people, clock = RandomPeople(server, chance.choice), server.sim.env.backend.clock
        tasks, memory = 0, 0
        begin, scenarios = clock.elapsed, 0
        while clock.elapsed - begin < hours * 3600:
            _name, step = await people.prepares_something()
            try:
                if step is not None:
                    await step()
            except (AssertionError, BackendError, SetupError):
                continue
            await server.sim.time_passes(chance.random() * _PAUSE)
            scenarios += 1
            if scenarios == _USED:
                await server.sim.time_passes(_NIGHT)
                tracemalloc.start(1)
                tasks, memory = len(asyncio.all_tasks()), memory_of_the_cog()
        await server.sim.time_passes(_NIGHT)
        problems = await disagreements(server)
        grown = memory_of_the_cog() - memory
        if len(asyncio.all_tasks()) > tasks:
            problems.append(f"{len(asyncio.all_tasks())} tasks, {tasks} at the beginning")
        if grown > _GROWTH:
            problems.append(
                f"the cog's memory has grown by {grown} bytes in {scenarios} scenarios"
            )
        problems += [f"logged: {line}" for line in lines.lines]
    return [f"{scenarios} scenarios in {hours} hours, memory {grown:+} bytes", *problems]


def memory_of_the_cog() -> int:
    """Bytes that the cog's code has allocated and that are still there, but for messages."""
    gc.collect()
    # What render makes ends up in the simulated Discord, which forgets nothing.
    filters = [
        tracemalloc.Filter(True, str(_COG / "*")),
        *(
            tracemalloc.Filter(False, str(_COG / place))
            for part in ("render", "ui", "commands", "discord")
            for place in (f"*/{part}/*", f"*/{part}.py")
        ),
    ]
    found = tracemalloc.take_snapshot().filter_traces(filters).statistics("filename")
    return sum(one.size for one in found)


class _Warnings(logging.Handler):
    """What the cog warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage()[:300])


def share_of(shard: Shard, hours: float, seed: int) -> tuple[float, int]:
    """How long a shard's day is, and what it is told by: no two shards' days are the same."""
    if shard.is_all:
        return hours, seed
    return max(hours / shard.count, min(hours, _SHORTEST)), seed * 1000 + shard.number


def main(arguments: Sequence[str]) -> int:
    """Prints what is wrong and one line that sums up; the exit code is 0 if nothing is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--hours", type=float, default=24)
    add("--seed", type=int, default=1)
    add("--shard", type=Shard.named, default=ALL, help="only such a part of it: 2/4")
    options = parser.parse_args(arguments)
    logging.basicConfig(handlers=[logging.NullHandler()])
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        begin(world)
        hours, seed = share_of(options.shard, options.hours, options.seed)
        code, told = alone(world.folder, day, world, hours, seed, patience=3600)
    first, *problems = [str(told)] if code else told
    print("\n    ".join((first, *problems)))  # noqa: T201 - it is a command
    bad = len(problems) + bool(code)
    print(f"soak (seed {options.seed}): {int(not bad)} passed, {bad} failed")  # noqa: T201
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
