"""A year of a server in which tickets wait: nothing happens too early, twice, or not at all.

    python tests/kill/year.py --seed 7              200 tickets
    python tests/kill/year.py --days 60 --tickets 40
    python tests/kill/year.py --shard 2/4           a quarter of it, another one than the others'

People open, answer, keep and close tickets as chance will have it; settings are changed; the bot
is restarted, and away for hours or days. Every fortnight its process is killed, and the next one
goes on. What is expected is counted by ``tests/reminders/virtual_time.py``. In the end everything
that was due has been done, and neither tasks nor the memory of the cog's own code have grown.
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
import gc
import json
import logging
import os
import random
import tempfile
import tracemalloc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from error_log import errors_logged
from lives import alone, prepare
from server import Server
from shards import ALL, Shard
from soak import memory_of_the_cog
from survivor import World, first_life, next_life, save_discord

from tests.reminders.virtual_time import VirtualTime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulated_red import SimulatedRed

#: Days that one process lasts.
FORTNIGHT = 14
#: Seconds that it may take.
_PATIENCE = 1800
#: Bytes by which the cog's own memory may differ: what was opened last is still in it.
_GROWTH = 200_000


class WithHistory(Server):
    """A server, and all that was noticed there: both outlive the bot's process."""

    def __init__(self, sim: SimulatedRed, **options: Any) -> None:
        super().__init__(sim, **options)
        self.time = VirtualTime(self, random.Random())  # noqa: S311 - no secret


@dataclass(frozen=True)
class Share:
    """How much of the year, and by which chance."""

    days: float
    tickets: int
    seed: int


def share_of(shard: Shard, whole: Share) -> Share:
    """A shard's part of the year; no two shards' parts are the same."""
    if shard.is_all:
        return whole
    return Share(
        days=whole.days / shard.count,
        tickets=-(-whole.tickets // shard.count),
        seed=whole.seed * 1000 + shard.number,
    )


async def beginning(world: World, seed: int) -> None:
    """A server on which everything that counts time is switched on."""
    async with first_life(world, WithHistory) as server:
        assert isinstance(server, WithHistory)
        time = server.time
        time.chance.seed(seed)
        # Here it is the process that is killed.
        time.kills = False
        await time.begins()


async def fortnight(world: World, days: float, tickets: int, is_last: bool) -> None:
    """Days in the life of one process, which is killed at their end.

    What can be counted then stands in a file of the world.
    """
    gc.enable()
    tracemalloc.start(1)
    with errors_logged() as logged:
        async with next_life(world) as life:
            server = life.server
            assert isinstance(server, WithHistory)
            time = server.time
            time.begins_a_life(server)
            await time.passes(days, tickets)
            problems = [*(await time.ends() if is_last else time.problems)]
            time.problems.clear()
            found = {
                "told": time.told,
                "tasks": time.tasks,
                "memory": memory_of_the_cog(),
                "problems": problems + [f"logged: {one}" for one in logged],
            }
            (world.folder / "answer.json").write_text(json.dumps(found), encoding="utf-8")
            save_discord(server, world.discord)
            # Here, so that nothing is closed.
            os._exit(0)


def year(world: World, share: Share) -> list[str]:
    """All fortnights, one after the other; returns what is wrong."""
    count = max(1, round(share.days / FORTNIGHT))
    code, told = alone(world.folder, beginning, world, share.seed)
    if code:
        return [str(told)]
    problems: list[str] = []
    lives: list[dict[str, Any]] = []
    for number in range(count):
        opened = share.tickets * (number + 1) // count - share.tickets * number // count
        arguments = (world, share.days / count, opened, number == count - 1)
        code, found = alone(world.folder, fortnight, *arguments, patience=_PATIENCE)
        if code or found is None:
            return [*problems, str(found)]
        lives.append(found)
        problems += found["problems"]
        print(  # noqa: T201 - it is a command
            f"{number + 1}/{count}: {found['told']},"
            f" {len(found['tasks'])} tasks, {found['memory']} bytes",
            flush=True,
        )
    return problems + flat(lives)


def flat(lives: Sequence[dict[str, Any]]) -> list[str]:
    """What has grown from the first lives to the last."""
    problems = []
    first, last = lives[: len(lives) // 2], lives[len(lives) // 2 :]
    if not first:
        return []
    if (most := max(len(one["tasks"]) for one in first)) < len(last[-1]["tasks"]):
        problems.append(f"{last[-1]['tasks']}, {most} of them before")
    grown = last[-1]["memory"] - max(one["memory"] for one in first)
    if grown > _GROWTH:
        problems.append(f"the cog's memory has grown by {grown} bytes")
    return problems


def main(arguments: Sequence[str]) -> int:
    """Prints what is wrong and one line that sums up; the exit code is 0 if nothing is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--days", type=float, default=365)
    add("--tickets", type=int, default=200)
    add("--seed", type=int, default=1)
    add("--shard", type=Shard.named, default=ALL, help="only such a part of it: 2/4")
    options = parser.parse_args(arguments)
    logging.basicConfig(handlers=[logging.NullHandler()])
    prepare()
    whole = Share(options.days, options.tickets, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        world.folder.mkdir()
        problems = year(world, share_of(options.shard, whole))
    print("\n    ".join(("", *problems)).lstrip("\n"))  # noqa: T201
    good = int(not problems)
    print(f"year (seed {options.seed}): {good} passed, {len(problems)} failed")  # noqa: T201
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
