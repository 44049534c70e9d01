"""Lives of the bot, each in a process of its own, or some in a row in one.

All these processes are forks of one that has imported Red and never runs an event loop.
"""

from __future__ import annotations

import red_in_private  # noqa: F401

# isort: split
import asyncio
import gc
import json
import multiprocessing
import os
import shutil
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import files
import spare_commands
from crowd import Crowd
from one_processor import keep_to_the_next
from redbot.core import commands
from redbot.core._cog_manager import CogManagerUI
from redbot.core.core_commands import Core
from shared_red import end_what_is_left
from simulated_red import COG_MODULES
from survivor import World, first_life

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

FORK = multiprocessing.get_context("fork")
#: Seconds that one life may take before it counts as stuck.
_PATIENCE = 60
#: A fork pays once for what it shares with its parent: so many lives go in a row in one.
_IN_A_ROW = 16


#: What has been made for all lives of this process, and of its forks.
_MADE: dict[str, Path] = {}


def prepare() -> None:
    """What all lives find: the cog, imported, and a place where files are. Once, before them."""
    if _MADE:
        return
    files.serve()
    COG_MODULES.prepare()
    files.allow(COG_MODULES["transcripts.collecting.conversation"].collect)
    sent_files = COG_MODULES["core.discord.sent_files"].SentFiles
    COG_MODULES.bind(sent_files, origins=files.origins())
    for cog in (Core, CogManagerUI, *_cogs()):
        spare_commands.make(cog)
    gc.collect()
    gc.freeze()


def _cogs() -> list[Any]:
    """The cog's class, which is where its package defines it."""
    return [
        thing
        for thing in vars(COG_MODULES["cog"]).values()
        if isinstance(thing, type) and issubclass(thing, commands.Cog)
    ]


def make_history(folder: Path) -> None:
    """Makes the server that all lives begin with, once for all that this process forks."""
    history = World(folder)
    begin(history)
    _MADE["history"] = history.folder


def begin(world: World) -> None:
    """Puts the server that all lives begin with into a world."""
    if "history" in _MADE:
        shutil.copytree(_MADE["history"], world.folder)
        return
    world.folder.mkdir()
    code, told = alone(world.folder, settled_history, world)
    if code:
        raise AssertionError(told)


def processes(count: int) -> ProcessPoolExecutor:
    """So many forks of this process, which carry out what they are given."""
    taken = FORK.Value("i", 0)
    return ProcessPoolExecutor(
        count, mp_context=FORK, initializer=keep_to_the_next, initargs=(taken,)
    )


def alone(
    folder: Path,
    work: Callable[..., Awaitable[Any]],
    *arguments: Any,
    patience: float = _PATIENCE,
) -> tuple[int, Any]:
    """Runs `work` in a fork; returns how that ended, and what it returned."""
    answer = folder / "answer.json"
    answer.unlink(missing_ok=True)
    process = FORK.Process(target=_in_the_fork, args=(answer, work, arguments))
    process.start()
    process.join(patience)
    if process.exitcode is None:
        process.kill()
        process.join()
        return 1, "it never came to an end"
    told = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else None
    return process.exitcode, told


def each_in_its_world(
    pool: ProcessPoolExecutor,
    work: Callable[..., Awaitable[Any]],
    calls: Sequence[tuple[Any, ...]],
) -> list[tuple[int, Any]]:
    """Runs ``work(world, …)`` for each call: what its world begins with, and what else it takes.

    Several go in a row in one fork. What ends that takes no other one along: then each of
    the row runs alone. Returns what :func:`alone` does, for each call.
    """
    rows = [calls[first : first + _IN_A_ROW] for first in range(0, len(calls), _IN_A_ROW)]
    return [one for row in pool.map(partial(_row, work), rows) for one in row]


def _row(
    work: Callable[..., Awaitable[Any]], calls: Sequence[tuple[Any, ...]]
) -> list[tuple[int, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        lives = []
        for number, (begins_with, *rest) in enumerate(calls):
            world = World(Path(folder) / str(number))
            shutil.copytree(begins_with, world.folder)
            lives.append((world, *rest))
        if len(lives) == 1:
            return [alone(Path(folder), work, *lives[0])]
        code, told = alone(Path(folder), one_by_one, work, lives, patience=_PATIENCE * len(lives))
        if not code:
            return [(one, what) for one, what in told]
    return [one for call in calls for one in _row(work, (call,))]


async def one_by_one(
    work: Callable[..., Awaitable[Any]], calls: Iterable[tuple[Any, ...]]
) -> list[tuple[int, Any]]:
    """Runs `work` for each call; what one raises is its result, with the code 1."""
    results: list[tuple[int, Any]] = []
    for call in calls:
        try:
            results.append((0, await work(*call)))
        except Exception:  # noqa: BLE001 - whatever it was, it is told
            results.append((1, traceback.format_exc()))
        await end_what_is_left()
    return results


def _in_the_fork(answer: Path, work: Callable[..., Awaitable[Any]], arguments: Any) -> None:
    # It lives for too short a time to make waste worth collecting.
    gc.disable()
    try:
        told: Any = asyncio.run(work(*arguments))  # type: ignore[arg-type]
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, it is told
        told, code = traceback.format_exc(), 1
    answer.write_text(json.dumps(told), encoding="utf-8")
    # Nothing of the parent's is tidied up from here.
    os._exit(code)


async def settled_history(world: World) -> None:
    """The server that all lives begin with."""
    async with first_life(world, Crowd) as server:
        assert isinstance(server, Crowd)
        await server.settle_in()
