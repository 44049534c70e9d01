"""Several people act at the same moment, again and again, by chance: the promises always hold.

    python tests/kill/races.py --examples 20 --seed 7
    python tests/kill/races.py --examples 200 --shard 2/4   the second of four parts of them

Hypothesis chooses who does what together with whom, whether Discord is slow meanwhile, and when
time passes; what fails is reduced to the shortest story that does, and shown.
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
import logging
import os
import random
import shutil
import tempfile
from functools import partial
from typing import TYPE_CHECKING, Any

from agreement import disagreements, silences
from crowd import Crowd
from error_log import errors_logged
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lives import alone, begin, prepare, processes
from people_at_random import RandomPeople
from shards import ALL, Shard
from simcord.backend.errors import BackendError, SetupError
from survivor import World, next_life

if TYPE_CHECKING:
    from collections.abc import Sequence

#: At each moment so many people act together; then time passes, and everything is looked at.
MOMENTS, TOGETHER = 6, 4
#: So many stories grow from one seed. Each of them begins with short ones.
_GROWTH = 25
#: Seconds until jobs that had trouble were tried again.
_LATER = 700

#: A story: for each moment, seeds of what people do, and whether Discord is slow.
STORIES = st.lists(
    st.tuples(st.lists(st.integers(0, 9_999), min_size=1, max_size=TOGETHER), st.booleans()),
    min_size=1,
    max_size=MOMENTS,
)


async def told(world: World, story: list[tuple[list[int], bool]]) -> list[str]:
    """Tells a story; returns what is wrong, and when."""
    with errors_logged() as errors:
        async with next_life(world) as life:
            server = life.server
            assert isinstance(server, Crowd)
            for number, (scenarios, is_slow) in enumerate(story):
                known = set(server.sim.env.backend.interactions)
                done = await _at_once(server, scenarios, is_slow=is_slow)
                problems = [*silences(server, known), *await disagreements(server)]
                problems += [f"logged: {line}" for line in errors]
                if problems:
                    return [f"moment {number}, {', '.join(done)}:", *problems]
    return []


async def _at_once(server: Crowd, scenarios: list[int], *, is_slow: bool) -> list[str]:
    """Each does a thing of their own at the same moment."""
    prepared = []
    for number in scenarios:
        people = RandomPeople(server, random.Random(number).choice)  # noqa: S311 - no secret
        prepared.append(await people.prepares_something())
    if is_slow:
        server.sim.faults.delay("/channels/*", 2, times=4)
    async with server.sim.at_once():
        for _name, step in prepared:
            if step is not None:
                try:
                    await step()
                except (AssertionError, BackendError, SetupError):
                    # It isn't there any more: somebody was faster.
                    continue
    await server.sim.time_passes(_LATER)
    server.sim.faults.clear()
    return [name for name, step in prepared if step is not None]


def tell_all(history: Path, number: int, examples: int) -> str:
    """Some stories, chosen by hypothesis from a seed; returns what is wrong with the shortest."""
    found: list[str] = []

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate, Phase.shrink],
    )
    @given(STORIES)
    def race(story: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            world = World(Path(folder) / "world")
            shutil.copytree(history, world.folder)
            code, problems = alone(world.folder, told, world, story)
            if code or problems:
                found[:] = [str(story), *([str(problems)] if code else problems)]
                raise AssertionError

    try:
        race()
    except AssertionError:
        return "\n    ".join((f"seed {number}: {found[0]}", *found[1:]))
    return ""


def growths(number: int, examples: int) -> list[tuple[int, int]]:
    """Seeds, and how many stories grow from each; the same on every machine."""
    firsts = range(0, examples, _GROWTH)
    return [
        (number * 1000 + at, min(_GROWTH, examples - first)) for at, first in enumerate(firsts)
    ]


def main(arguments: Sequence[str]) -> int:
    """Prints what failed and one line that sums up; the exit code is 0 if all passed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--examples", type=int, default=20, help="how many stories")
    add("--seed", type=int, default=1)
    add("--shard", type=Shard.named, default=ALL, help="only such a part of it: 2/4")
    add("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    logging.basicConfig(handlers=[logging.NullHandler()])
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "history")
        begin(world)
        mine = options.shard.of(growths(options.seed, options.examples))
        with processes(options.jobs) as pool:
            verdicts = [*pool.map(partial(tell_all, world.folder), *zip(*mine, strict=True))]
    failed = [verdict for verdict in verdicts if verdict]
    for verdict in failed:
        print(verdict)  # noqa: T201 - it is a command
    passed = sum(many for (_, many), verdict in zip(mine, verdicts, strict=True) if not verdict)
    print(f"races (seed {options.seed}): {passed} passed, {len(failed)} failed")  # noqa: T201
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
