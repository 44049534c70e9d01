"""What no test may leave behind: silence, errors, or pieces of an unloaded cog."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands
from simulated_red import open_databases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulated_red import SimulatedRed

#: Errors that Red explains to whoever made them: mistakes of people, not of the cog.
_ANSWERED_BY_RED = (
    commands.UserInputError,
    commands.CheckFailure,
    commands.DisabledCommand,
    commands.CommandOnCooldown,
    commands.MaxConcurrencyReached,
    app_commands.CheckFailure,
    app_commands.TransformerError,
)
#: Seconds that a thread may take to notice that it is no longer needed.
_FAREWELL = 1.0


async def complaints(sim: SimulatedRed, logged: list[str]) -> list[str]:
    """Ends the story of `sim`: unloads its packages and lists what is wrong afterwards.

    `logged` are lines collected by :func:`error_log.errors_logged` since before `sim` ran.
    """
    packages = tuple(sim.packages)
    found: list[str] = []
    await sim.env.settle()
    found += [f"injected but never hit: {fault}" for fault in sim.faults.unused]
    found += _unanswered(sim)
    sim.faults.clear()
    for package in packages:
        if package in sim.red.extensions:
            await sim.unload(package)
    await sim.env.settle()
    found += _left_in_red(sim, packages)
    found += _still_running(sim, packages)
    # Exceptions that nobody looked at are reported by asyncio when they are collected.
    gc.collect()
    await asyncio.sleep(0)
    found += [
        f"raised: {error!r}"
        for error in sim.env.errors
        if not _was_answered(sim, error) and not _expected(sim, repr(error))
    ]
    found += sim.english_heard.complaints()
    found += [f"logged: {line}" for line in logged if not _expected(sim, line)]
    found += [
        f"expected in the log, but never came: {text}"
        for text in sim.expected_error_logs
        if not any(text in line for line in logged)
    ]
    return found


def _was_answered(sim: SimulatedRed, error: BaseException) -> bool:
    """Whether it is a refusal that whoever made it was told about, by Red or by the cog."""
    link: Any = error
    while isinstance(link, BaseException):
        names = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(link).__mro__}
        if isinstance(link, _ANSWERED_BY_RED) or names & sim.refusals:
            return True
        link = getattr(link, "original", None)
    return False


def _expected(sim: SimulatedRed, text: str) -> bool:
    return any(expected in text for expected in sim.expected_error_logs)


def _unanswered(sim: SimulatedRed) -> Iterator[str]:
    """Discord shows "This interaction failed", or goes on "thinking" for ever."""
    for record in sim.env.backend.interactions.values():
        if record.id in sim.excused_interactions or sim.unanswered_is_fine:
            continue
        who = sim.env.backend.users[record.user_id].name
        what = f"interaction of {who} (type {record.type}, {record.command_name or 'component'})"
        if not record.responded:
            yield f"never answered: {what}"
        elif record.loading:
            yield f"still thinking: {what}"


def _belongs(thing: Any, packages: tuple[str, ...]) -> bool:
    module = getattr(thing, "__module__", None) or getattr(type(thing), "__module__", None) or ""
    return module.partition(".")[0] in packages


def _left_in_red(sim: SimulatedRed, packages: tuple[str, ...]) -> Iterator[str]:
    red = sim.red
    tree: Any = red.tree
    store = red._connection._view_store
    held: list[tuple[str, Any]] = []
    held += [("dynamic item", item) for item in store._dynamic_items.values()]
    for items in store._views.values():
        for item in items.values():
            held += [("stored item", type(item)), ("stored view", type(item.view))]
    held += [("stored modal", type(modal)) for modal in store._modals.values()]
    for name, listeners in red.extra_events.items():
        held += [(f"listener {name}", listener) for listener in listeners]
    for name, waiting in red._listeners.items():
        held += [(f"wait_for {name}", check) for _, check in waiting]
    held += [("cog", type(cog)) for cog in red.cogs.values()]
    held += [("command", command.callback) for command in red.walk_commands()]
    held += [
        ("application command", getattr(command, "callback", type(command)))
        for command in (
            *tree.walk_commands(),
            *tree._disabled_global_commands.values(),
            *tree._disabled_context_menus.values(),
        )
    ]
    held += [("permissions hook", hook) for hook in red._permissions_hooks]
    held += [("before-invoke hook", hook) for hook in red._red_before_invoke_objs]
    for kind, thing in held:
        if _belongs(thing, packages):
            yield f"left in Red after the unload: {kind} {thing!r}"
    for name in sys.modules:
        if name.partition(".")[0] in packages:
            yield f"left in sys.modules after the unload: {name}"


def _still_running(sim: SimulatedRed, packages: tuple[str, ...]) -> Iterator[str]:
    folders = [path / package for path in sim.cog_paths for package in packages]
    for task in asyncio.all_tasks():
        if not task.done() and task not in sim.killed_tasks and _runs(task, folders, packages):
            yield f"task still running after the unload: {task.get_coro()!r}"
    until = time.monotonic() + _FAREWELL
    while (threads := _threads_of_the_cog(sim)) and time.monotonic() < until:
        time.sleep(0.005)
    for thread in threads:
        yield f"thread still alive after the unload: {thread.name}"
    for connection in open_databases(sim.data_path):
        yield f"database still open after the unload: {connection.filename}"


def _runs(task: asyncio.Task[Any], folders: list[Path], packages: tuple[str, ...]) -> bool:
    """Whether code or an object of the package is somewhere in what the task awaits."""
    coroutine: Any = task.get_coro()
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None)
        if frame is not None:
            if any(Path(frame.f_code.co_filename).is_relative_to(folder) for folder in folders):
                return True
            owner = frame.f_locals.get("self")
            if owner is not None and (
                _belongs(type(owner), packages) or _belongs(getattr(owner, "coro", 0), packages)
            ):
                return True
        coroutine = getattr(coroutine, "cr_await", None)
    return False


def _threads_of_the_cog(sim: SimulatedRed) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in sim.threads_before and not thread.name.startswith("asyncio_")
    ]
