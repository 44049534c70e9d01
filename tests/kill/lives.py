"""Lives of the bot, each in a process of its own.

They all are forks of one process that has imported Red and never runs an event loop.
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
import traceback
from typing import TYPE_CHECKING, Any

import files
import spare_commands
from crowd import Crowd
from redbot.core import commands
from redbot.core._cog_manager import CogManagerUI
from redbot.core.core_commands import Core
from simulated_red import COG_MODULES
from survivor import World, first_life

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

FORK = multiprocessing.get_context("fork")
#: Seconds that one life may take before it counts as stuck.
_PATIENCE = 60


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
