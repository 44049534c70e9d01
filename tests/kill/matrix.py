"""Every scenario, with every call of it failing in every way: what becomes of it.

    python tests/kill/matrix.py                     all of them
    python tests/kill/matrix.py --scenario closing  all of one scenario
    python tests/kill/matrix.py --every 40          one of forty
    python tests/kill/matrix.py --sample 12         twelve anywhere, told by --seed
    python tests/kill/matrix.py --shard 2/4         a quarter of the scenarios
    python tests/kill/matrix.py --one-each          one of each scenario, told by its name

After each fault people have got an answer, records and Discord agree (at once, or after the
next start), nothing is left over, nobody sees what isn't theirs, and people go on.
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
import re
import tempfile
from typing import TYPE_CHECKING
from zlib import crc32

from agreement import disagreements, silences
from catalogue import SCENARIOS
from crowd import Crowd, live_on
from error_log import errors_logged
from lives import begin, each_in_its_world, prepare, processes
from one_fault import ANYWHERE, KINDS, ONLY_FOR, OneFault
from shards import ALL, Shard
from survivor import World, next_life

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import ProcessPoolExecutor

    from scenarios import Scenario

#: What is chosen by a scenario's name is one of so many calls.
_EARLY = 4
#: A sample is taken from the first calls of each scenario.
_FIRST = 6
#: A scenario, a kind of fault, and the number of the call that it strikes.
Combination = tuple[str, str, int]
#: Seconds until every job has been tried often enough.
_LATER = 700
#: What only informs is done once: if Discord refuses it, it isn't there.
_ONLY_INFORMS = re.compile(r"was said to be|has the buttons")
#: That a panel's former message couldn't be removed is said to whoever wanted that.
_TOLD = re.compile(r"a panel in .* that nobody knows")
#: The log and the look of requests wait for Discord's troubles to end, not for a permission.
_LOG = re.compile(r"and the log says|to be opened|transcripts, and|can be accepted|its request")
#: What somebody has deleted is gone.
_DELETED = re.compile(r"has 0 (welcome messages|requests)|is still waiting for the staff")


async def calls_of(world: World, name: str) -> list[str]:
    """The calls that a scenario makes when nothing goes wrong."""
    return (await counted(world, name)).routes


async def counted(world: World, name: str) -> OneFault:
    """The same, as it was counted."""
    fault = OneFault()
    async with next_life(world) as life:
        assert isinstance(life.server, Crowd)
        await _done(life.server, SCENARIOS[name], fault)
        await life.server.sim.time_passes(_LATER)
    return fault


async def _done(server: Crowd, scenario: Scenario, fault: OneFault) -> None:
    await scenario.scene(server)
    shown = await scenario.approach(server)
    fault.start_counting(server)
    await scenario.act(server, shown)


async def tried(world: World, name: str, kind: str, at: int) -> list[str]:
    """A scenario with one fault; returns what is wrong afterwards, the fault first."""
    scenario, fault = SCENARIOS[name], OneFault(kind, at)
    with errors_logged() as errors:
        async with next_life(world) as life:
            server = life.server
            assert isinstance(server, Crowd)
            known = set(server.sim.env.backend.interactions)
            stopped = ""
            try:
                await _done(server, scenario, fault)
            except AssertionError as error:
                # Whoever saw no answer can't press what is below it.
                stopped = f"could not go on: {error}"
            await server.sim.time_passes(_LATER)
            if fault.hit is None:
                # Found out only by trying: the scenario has fewer calls.
                return ["never happened"]
            problems = [*silences(server, known)]
            if stopped:
                problems.append(stopped)
            if fault.may_silence:
                problems = [one for one in problems if not one.startswith(("no answer", "could"))]
            problems += await _afterwards(server, scenario, fault)
    return [fault.hit.route, *problems, *(f"logged: {line}" for line in errors)]


async def _afterwards(server: Crowd, scenario: Scenario, fault: OneFault) -> list[str]:
    if await _wrong(server, scenario, fault):
        await server.sim.restart()
        await server.sim.time_passes(_LATER)
    problems = await _wrong(server, scenario, fault)
    if scenario.repeatable and not problems and fault.kind != "404":
        known = set(server.sim.env.backend.interactions)
        await scenario.act(server, await scenario.approach(server))
        problems += silences(server, known)
        problems += [f"done again: {one}" for one in await _wrong(server, scenario, fault)]
    if server.exists(server.staff):
        await scenario.afterwards(server)
    if scenario.lives_on and server.exists(server.staff) and server.exists(server.general):
        problems += [
            one
            for one in await live_on(server, scenario.member(server))
            if fault.kind not in ("403", "404") or not _DELETED.search(one)
        ]
        problems += [f"later: {one}" for one in await _wrong(server, scenario, fault)]
    return problems


async def _wrong(server: Crowd, scenario: Scenario, fault: OneFault) -> list[str]:
    found = await disagreements(server)
    if scenario.may_remain:
        found = [one for one in found if scenario.may_remain not in one]
    if fault.kind not in ("lost", "unheard", "429"):
        found = [one for one in found if not _ONLY_INFORMS.search(one)]
    if fault.kind in ("403", "500"):
        found = [one for one in found if not _TOLD.search(one)]
    if fault.kind in ("403", "404"):
        found = [one for one in found if not (_LOG.search(one) or _DELETED.search(one))]
        if scenario.refused_leaves:
            found = [one for one in found if scenario.refused_leaves not in one]
    if "cancelled" in (fault.kind or ""):
        found = [one for one in found if "transcripts, and" not in one]
    return found


# -------------------------------------------------------------------------------- all


def combinations(
    pool: ProcessPoolExecutor, history: Path, names: Sequence[str], kinds: Sequence[str]
) -> list[Combination]:
    """Every call of every scenario with every fault."""
    counts = each_in_its_world(pool, calls_of, [(history, name) for name in names])
    for name, (code, told) in zip(names, counts, strict=True):
        if code:
            raise AssertionError(f"{name}: {told}")
    return [
        (name, kind, at)
        for name, (_, calls) in zip(names, counts, strict=True)
        for at, call in enumerate(calls, 1)
        for kind in kinds
        if call in ONLY_FOR.get(kind, (call,))
    ]


def _chosen_by_name(name: str) -> Combination:
    """Always the same fault for a scenario: one of the first calls, in some way."""
    number = crc32(name.encode())
    return name, ANYWHERE[number % len(ANYWHERE)], number // len(ANYWHERE) % _EARLY + 1


def _verdicts(
    pool: ProcessPoolExecutor, history: Path, tries: Sequence[Combination]
) -> list[list[str]]:
    """Each with its title, and what is wrong."""
    verdicts = []
    ended = each_in_its_world(pool, tried, [(history, *one) for one in tries])
    for (name, kind, at), (code, told) in zip(tries, ended, strict=True):
        title = f"{name}, {kind} at call {at}"
        verdicts.append([title, str(told)] if code else [f"{title}: {told[0]}", *told[1:]])
    return verdicts


def _one_each(pool: ProcessPoolExecutor, history: Path, names: Sequence[str]) -> list[list[str]]:
    chosen = [_chosen_by_name(name) for name in names]
    verdicts = _verdicts(pool, history, chosen)
    # A scenario with fewer calls has one at least.
    again = [at for at, verdict in enumerate(verdicts) if "never happened" in verdict[0]]
    firsts = [(names[at], chosen[at][1], 1) for at in again]
    for at, verdict in zip(again, _verdicts(pool, history, firsts), strict=True):
        verdicts[at] = verdict
    return verdicts


def carry_out(arguments: argparse.Namespace) -> list[list[str]]:
    """All that were asked for, several at a time; each with its title and what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "history")
        begin(world)
        with processes(arguments.jobs) as pool:
            names, kinds = arguments.scenario or [*SCENARIOS], arguments.kind or [*KINDS]
            anywhere = arguments.kind or ANYWHERE
            if arguments.one_each:
                return _one_each(pool, world.folder, arguments.shard.of(names))
            if arguments.sample:
                chance = random.Random(arguments.seed)  # noqa: S311 - no secret
                tries = [
                    (chance.choice(names), chance.choice(anywhere), chance.randint(1, _FIRST))
                    for _ in range(arguments.sample)
                ]
                tries = arguments.shard.of(tries)
            else:
                # By scenarios: to know how many calls a scenario has takes as long as one fault.
                tries = combinations(pool, world.folder, arguments.shard.of(names), kinds)
                tries = tries[arguments.seed % arguments.every :: arguments.every]
            return _verdicts(pool, world.folder, tries)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--scenario", choices=[*SCENARIOS], action="append", default=[], help="only this one")
    add("--kind", choices=[*KINDS], action="append", default=[], help="only this fault")
    add("--every", type=int, default=1, help="one of so many only")
    add("--one-each", action="store_true", help="one for each scenario, always the same")
    add("--sample", type=int, default=0, help="so many anywhere")
    add("--seed", type=int, default=0, help="which of them")
    add("--shard", type=Shard.named, default=ALL, help="only such a part of it: 2/4")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    add("--verbose", action="store_true", help="show also what passed")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Prints what failed and one line that sums up; the exit code is 0 if all passed."""
    logging.basicConfig(handlers=[logging.NullHandler()])
    prepare()
    parsed = _parsed(arguments)
    verdicts = carry_out(parsed)
    failed = [verdict for verdict in verdicts if len(verdict) > 1]
    for verdict in verdicts if parsed.verbose else failed:
        print("\n    ".join(verdict))  # noqa: T201 - it is a command
    passed = len(verdicts) - len(failed)
    seed = f" (seed {parsed.seed})" if parsed.sample else ""
    print(f"{len(verdicts)} faults{seed}: {passed} passed, {len(failed)} failed")  # noqa: T201
    return bool(failed) or (not verdicts and parsed.shard.is_all)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
