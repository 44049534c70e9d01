"""Kills the bot with -9, again and again, and looks what the next one makes of it.

    python tests/kill/kills.py 100                 100 kills, anywhere, many people at once
    python tests/kill/kills.py --scenario closing  one kill at each boundary of a scenario
    python tests/kill/kills.py 100 --shard 2/4     the second of four parts
    python tests/kill/kills.py --scenario closing --copies
                                                   the same, but all kills are of one life: what
                                                   each would leave is copied, and the life goes on

Each life of the bot that is killed is a process of its own. They all are forks of this one,
which has imported Red and the cog and never runs an event loop.
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
import signal
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from agreement import disagreements, remains, wrong_start
from catalogue import ALL_AT_ONCE, SCENARIOS
from crowd import Crowd, live_on
from error_log import errors_logged
from lives import alone, begin, each_in_its_world, prepare, processes
from shards import ALL, Shard
from survivor import ProcessKill, World, is_sampled, next_life

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

    from scenarios import Scenario

#: How long after the kill the bot comes back: at once, and when Discord has forgotten nonces.
_SOON, _LATE = 1, 3600


@dataclass(frozen=True)
class Kill:
    """One kill: who does what meanwhile, and when it comes."""

    name: str
    scenarios: tuple[Scenario, ...]
    #: The boundary; None only counts them.
    after: int | None
    seconds_later: float = _LATE
    #: The boundary of the next start at which that is killed as well.
    again: int | None = None
    #: How Discord troubles the start that isn't killed.
    trouble: str | None = None


@dataclass
class Verdict:
    """What became of it."""

    kill: Kill
    killed_at: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        how = f"{self.kill.name}, {' and then '.join(self.killed_at) or 'never killed'}"
        rest = f" ({_parameters(self.kill)})"
        return "\n    ".join((how + rest, *self.problems))


def _parameters(kill: Kill) -> str:
    parts = [f"boundary {kill.after}", f"back after {kill.seconds_later:.0f} s"]
    parts += [f"killed again at {kill.again}"] if kill.again else []
    parts += [f"trouble: {kill.trouble}"] if kill.trouble else []
    return ", ".join(parts)


# ------------------------------------------------------------------------------- lives


async def _run_until_killed(world: World, kill: Kill) -> list[str]:
    """People act until the bot is killed; returns the boundaries if it never is."""
    return await _meeting(ProcessKill(world, kill.after), world, kill)


async def _copied(world: World, kill: Kill, into: str, every: int) -> list[str]:
    """The same without dying: what would be left at each boundary is copied."""
    return await _meeting(ProcessKill(world, copies=Path(into), every=every), world, kill)


async def _meeting(process_kill: ProcessKill, world: World, kill: Kill) -> list[str]:
    async with next_life(world) as life:
        server = life.server
        assert isinstance(server, Crowd)
        for scenario in kill.scenarios:
            await scenario.scene(server)
        if len(kill.scenarios) == 1:
            (scenario,) = kill.scenarios
            process_kill.start_counting(server)
            await scenario.act(server, await scenario.approach(server))
        else:
            shown = [await scenario.approach(server) for scenario in kill.scenarios]
            process_kill.start_counting(server)
            async with server.sim.at_once():
                for scenario, form in zip(kill.scenarios, shown, strict=True):
                    await scenario.act(server, form)
        return process_kill.passed


async def _run_until_killed_again(world: World, kill: Kill) -> list[str]:
    """The bot is killed while it finishes what was left over."""
    process_kill = ProcessKill(world, kill.again)
    async with next_life(
        world, seconds_later=kill.seconds_later, before_it_wakes=process_kill.start_counting
    ):
        return process_kill.passed


async def _saved(world: World, kill: Kill) -> list[str]:
    """The bot starts, and people go on; returns what is wrong."""
    before = remains(world.data)
    lines, log = _Lines(), logging.getLogger("red.tickets")
    with errors_logged() as errors, _listening(log, lines):
        async with next_life(
            world,
            seconds_later=kill.seconds_later,
            before_it_wakes=partial(_trouble, kill=kill),
        ) as life:
            server = life.server
            assert isinstance(server, Crowd)
            if kill.trouble:
                await server.sim.time_passes(61)
                server.sim.faults.clear()
            problems = list(wrong_start(life, before, lines.lines))
            problems += await disagreements(server)
            for scenario in kill.scenarios:
                await scenario.afterwards(server)
            for member in {
                scenario.member(server) for scenario in kill.scenarios if scenario.lives_on
            }:
                problems += await live_on(server, member)
            problems += await disagreements(server)
    remaining = [scenario.may_remain for scenario in kill.scenarios if scenario.may_remain]
    problems = [one for one in problems if not any(part in one for part in remaining)]
    return problems + [f"logged: {line}" for line in errors]


def _trouble(server: Any, kill: Kill) -> None:
    if kill.trouble == "refused":
        server.sim.faults.fail("/channels/*", status=503, code=0, message="Upstream connect error")
    elif kill.trouble == "answer lost":
        server.sim.faults.lose_answer("/channels/*")


@contextmanager
def _listening(log: logging.Logger, handler: logging.Handler) -> Iterator[None]:
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


class _Lines(logging.Handler):
    """What the cog says in the log."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


# ------------------------------------------------------------------------------- kills


def try_kill(history: Path, kill: Kill) -> Verdict:
    """One kill from beginning to end."""
    verdict = Verdict(kill)
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        shutil.copytree(history, world.folder)
        if not _killed(world, verdict, _run_until_killed):
            return verdict
        if kill.again is not None:
            # The start may have been over sooner: then it just was one more.
            _killed(world, verdict, _run_until_killed_again, surely=False)
        if not verdict.problems:
            code, told = alone(world.folder, _saved, world, kill)
            verdict.problems += [str(told)] if code else told
    return verdict


def _killed(
    world: World, verdict: Verdict, work: Callable[..., Awaitable[Any]], *, surely: bool = True
) -> bool:
    world.last_boundary.unlink(missing_ok=True)
    code, told = alone(world.folder, work, world, verdict.kill)
    if code == -signal.SIGKILL and world.last_boundary.exists():
        verdict.killed_at.append(world.last_boundary.read_text(encoding="utf-8"))
        return True
    if code != 0 or surely:
        verdict.problems.append(f"was not killed: {told}")
    return False


def boundaries(history: Path, scenarios: tuple[Scenario, ...]) -> list[str]:
    """All boundaries that the scenarios pass."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        shutil.copytree(history, world.folder)
        code, told = alone(world.folder, _run_until_killed, world, Kill("", scenarios, None))
        if code:
            raise AssertionError(told)
        return list(told)


def each_boundary(history: Path, name: str, every: int = 1) -> list[Kill]:
    """One kill at each boundary of a scenario, or at one of `every` so many."""
    scenarios = (SCENARIOS[name],)
    passed = boundaries(history, scenarios)
    return [Kill(name, scenarios, number) for number in sampled(len(passed), every)]


def sampled(steps: int, every: int) -> list[int]:
    """The numbers of all steps, or of one of `every` so many."""
    return [number for number in range(1, steps + 1) if is_sampled(number, every)]


def try_copies(
    pool: ProcessPoolExecutor, history: Path, names: Sequence[str], every: int = 1
) -> list[Verdict]:
    """What would be left at each boundary of scenarios, or at one of `every` so many."""
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory() as folder:
        lives = [Kill(name, (SCENARIOS[name],), None) for name in names]
        calls = [(history, life, f"{folder}/{life.name}", every) for life in lives]
        for life, (code, passed) in zip(
            lives, each_in_its_world(pool, _copied, calls), strict=True
        ):
            if code:
                raise AssertionError(f"{life.name}: {passed}")
            verdicts += [
                Verdict(replace(life, after=number), [passed[number - 1]])
                for number in sampled(len(passed), every)
            ]
        kills = [verdict.kill for verdict in verdicts]
        left = [(f"{folder}/{kill.name}/{kill.after}", kill) for kill in kills]
        for verdict, (code, told) in zip(
            verdicts, each_in_its_world(pool, _saved, left), strict=True
        ):
            verdict.problems += [str(told)] if code else told
    return verdicts


def anywhere(history: Path, seed: int) -> Kill:
    """Some of all that can happen at the same time, and a kill somewhere in it."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    scenarios = tuple(chance.sample(ALL_AT_ONCE, chance.randint(1, 5)))
    passed = boundaries(history, scenarios)
    return Kill(
        name=f"seed {seed}: {', '.join(type(scenario).__name__ for scenario in scenarios)}",
        scenarios=scenarios,
        after=chance.randint(1, len(passed)),
        seconds_later=chance.choice((_SOON, _LATE)),
        again=chance.choice((None, chance.randint(1, 12))),
        trouble=chance.choice((None, None, "refused", "answer lost")),
    )


def _try_anywhere(history: Path, seed: int) -> Verdict:
    return try_kill(history, anywhere(history, seed))


def carry_out(arguments: argparse.Namespace) -> list[Verdict]:
    """All kills that were asked for, several at a time."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "history")
        begin(world)
        with processes(arguments.jobs) as pool:
            names = [*SCENARIOS] if "all" in arguments.scenario else arguments.scenario
            mine = arguments.shard.of(names)
            if arguments.copies:
                return try_copies(pool, world.folder, mine, arguments.every)
            each = partial(each_boundary, world.folder, every=arguments.every)
            kills = [kill for found in pool.map(each, mine) for kill in found]
            seeds = range(arguments.seed, arguments.seed + arguments.kills)
            return [
                *pool.map(partial(try_kill, world.folder), kills),
                *pool.map(partial(_try_anywhere, world.folder), arguments.shard.of(seeds)),
            ]


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("kills", type=int, nargs="?", default=0, help="how many kills anywhere")
    add("--seed", type=int, default=1, help="of the first of them; the others follow")
    scenarios = ("all", *SCENARIOS)
    add(
        "--scenario",
        choices=scenarios,
        action="append",
        default=[],
        help="kill at each of its steps",
    )
    add("--every", type=int, default=1, help="kill at one of so many of its steps only")
    add("--shard", type=Shard.named, default=ALL, help="only such a part of it: 2/4")
    add("--copies", action="store_true", help="copy what each kill would leave, and live on")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    add("--verbose", action="store_true", help="show also what passed")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Prints what failed and one line that sums up; the exit code is 0 if all passed."""
    logging.basicConfig(handlers=[logging.NullHandler()])
    logging.getLogger("red.tickets").setLevel(logging.INFO)
    prepare()
    parsed = _parsed(arguments)
    verdicts = carry_out(parsed)
    failed = [verdict for verdict in verdicts if verdict.problems]
    for verdict in verdicts if parsed.verbose else failed:
        print(verdict)  # noqa: T201 - it is a command
    passed = len(verdicts) - len(failed)
    print(f"{len(verdicts)} kills: {passed} passed, {len(failed)} failed")  # noqa: T201
    return bool(failed) or (not verdicts and parsed.shard.is_all)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
