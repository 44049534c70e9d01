"""A simulated Discord that survives the bot's process, and a clock by which the bot is killed.

The simulated Discord lives in the process of the bot. Just before that process is killed,
the whole of it is written to a file: servers, people, messages, nonces, and the server's
handles that the story of the dead process was told with. The next process goes on with it.
"""

from __future__ import annotations

import red_in_private  # noqa: F401

# isort: split
import asyncio
import io
import os
import pickle
import shutil
import signal
import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server import Server
from simulated_red import SimulatedRed, _the_process_as_it_was, running_red

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from traffic import Call, Calls

#: What only the dead process's bot, or only its log, was interested in.
_NOT_DISCORD = ("subscribers", "http_requests", "transcript")


# ------------------------------------------------------------------ Discord, in a file


class _Pickler(pickle.Pickler):
    """Leaves out what belongs to the process; whoever reads puts their own in its place."""

    def __init__(self, file: io.BytesIO, sim: SimulatedRed) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._live = {id(sim): "sim", id(sim.env): "env", id(sim.env.backend): "backend"}

    def persistent_id(self, obj: Any) -> str | None:
        """Names the parts of a process that its successor has too."""
        return self._live.get(id(obj))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, sim: SimulatedRed) -> None:
        super().__init__(file)
        self._live = {"sim": sim, "env": sim.env, "backend": sim.env.backend}

    def persistent_load(self, pid: str) -> Any:
        """The part of the present process that has this name."""
        return self._live[pid]


def save_discord(server: Server, file: Path) -> None:
    """Writes the simulated Discord to `file`, as it is at this moment."""
    sim = server.sim
    backend = {
        name: value for name, value in vars(sim.env.backend).items() if name not in _NOT_DISCORD
    }
    rules = {"_by_nonce": sim.rules._by_nonce, "closed_dms": sim.rules.closed_dms}
    buffer = io.BytesIO()
    _Pickler(buffer, sim).dump((backend, rules, sim.bot_owner, server))
    file.write_bytes(buffer.getvalue())


def _restore_discord(sim: SimulatedRed, file: Path) -> Server:
    buffer = io.BytesIO(file.read_bytes())
    backend, rules, sim.bot_owner, server = _Unpickler(buffer, sim).load()
    vars(sim.env.backend).update(backend)
    vars(sim.rules).update(rules)
    assert isinstance(server, Server)
    return server


# --------------------------------------------------------------------------- the bot


@dataclass(frozen=True)
class World:
    """What survives the bot: its data folder, and Discord."""

    folder: Path

    @property
    def data(self) -> Path:
        """The data folder of Red."""
        return self.folder / "red"

    @property
    def discord(self) -> Path:
        """The file that Discord is written to."""
        return self.folder / "discord.pickle"

    @property
    def last_boundary(self) -> Path:
        """The file that says at which boundary the bot was killed."""
        return self.folder / "last-words.txt"


@asynccontextmanager
async def first_life(world: World, kind: type[Server] = Server) -> AsyncIterator[Server]:
    """Builds a server with the cog set up; in the end Red is closed, and Discord saved."""
    async with running_red(world.data) as sim:
        server = await (await kind.on(sim)).configured()
        yield server
        await sim._close()
        save_discord(server, world.discord)


@dataclass
class Life:
    """A Red that was started on what an earlier process left behind."""

    server: Server
    #: The calls that the bot has made since its start.
    calls: Calls


@asynccontextmanager
async def next_life(
    world: World,
    *,
    seconds_later: float = 0,
    before_it_wakes: Callable[[Server], None] | None = None,
) -> AsyncIterator[Life]:
    """A new process's Red, on the same data and the same Discord; Red loads the cog itself.

    `before_it_wakes` is called when the cog is loaded, and has not yet done anything.
    """
    with _the_process_as_it_was():
        sim = SimulatedRed(world.data)
        sim.packages.append("tickets")
        server = _restore_discord(sim, world.discord)
        sim.env.backend.clock.advance(seconds_later)
        if before_it_wakes is not None:
            _call_when_loaded(server, before_it_wakes)
        try:
            with sim.counting() as calls:
                await sim._start()
                await sim.env.settle()
                if sim.cog is None:
                    raise AssertionError(f"Red did not load the cog: {sim.red._last_exception}")
                yield Life(server, calls)
        finally:
            await sim._end()


def _call_when_loaded(server: Server, callback: Callable[[Server], None]) -> None:
    red: Any = server.sim.red
    add_cog = red.add_cog

    async def watched(cog: Any, /, **options: Any) -> None:
        await add_cog(cog, **options)
        if cog.qualified_name == server.sim.cog_name:
            callback(server)

    red.add_cog = watched


# -------------------------------------------------------------------------- its end


def _copy_as_it_is(folder: Path, into: Path) -> None:
    """Copies files, of which other threads may remove some: those would be gone after a kill."""
    try:
        shutil.copytree(folder, into)
    except shutil.Error as error:
        if any(Path(source).exists() for source, *_ in error.args[0]):
            raise


def is_sampled(number: int, every: int) -> bool:
    """Whether a boundary is the one of `every` so many that stands for them.

    It isn't the first of them: what a scenario begins with is alike everywhere.
    """
    return number % every == (every // 4 or 1) % every


class ProcessKill:
    """Kills the process at the boundary that is `after` boundaries away.

    With `copies` nobody dies: what the process would leave there, and Discord, is copied into
    a folder of its number, at one of each `every` boundaries. A killed process leaves
    its files as they are at that moment, and so does a copy, at the price of one life for all.

    Boundaries are the moments before and after each call of the bot to Discord (the call has
    taken effect, the bot hasn't heard of it), and before and after each transaction of the cog
    (committed, but nobody in the bot knows), and inside, once it has written. Without `after`
    they are only listed.
    """

    def __init__(
        self,
        world: World,
        after: int | None = None,
        *,
        copies: Path | None = None,
        every: int = 1,
    ) -> None:
        self._world = world
        self._after = after
        self._copies = copies
        self._every = every
        self._server: Server | None = None
        self._transaction = ""
        self.passed: list[str] = []

    def start_counting(self, server: Server) -> None:
        """From now on the boundaries are counted."""
        self._server = server
        self._watch_calls(server.sim)
        self._watch_transactions(server.sim.cog._database)

    def _is_due(self, boundary: str) -> int:
        """The number of the boundary if something is to happen at it, otherwise 0."""
        self.passed.append(boundary)
        number = len(self.passed)
        if self._copies is None:
            return number if number == self._after else 0
        return number if is_sampled(number, self._every) else 0

    def _kill_process(self, number: int) -> None:
        assert self._server is not None
        if self._copies is not None:
            copy = World(self._copies / str(number))
            _copy_as_it_is(self._world.data, copy.data)
            save_discord(self._server, copy.discord)
            return
        save_discord(self._server, self._world.discord)
        self._world.last_boundary.write_text(self.passed[number - 1], encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("nobody survives this")

    def _watch_calls(self, sim: SimulatedRed) -> None:
        beyond = sim.traffic.faults
        assert beyond is not None

        async def watched(call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
            if number := self._is_due(f"before {call.route}"):
                self._kill_process(number)
            try:
                return await beyond(call, proceed)
            finally:
                if number := self._is_due(f"after {call.route}"):
                    self._kill_process(number)

        sim.traffic.faults = watched

    def _watch_transactions(self, database: Any) -> None:
        """Steps between the database and its thread, which does one thing after another."""
        run, submit = database.run, database._thread.submit
        loop = asyncio.get_running_loop()

        def at(boundary: str) -> None:
            if number := self._is_due(boundary):
                over = threading.Event()

                def strike() -> None:
                    try:
                        self._kill_process(number)
                    finally:
                        over.set()

                # Discord is saved where it is changed: between two steps of the event loop.
                loop.call_soon_threadsafe(strike)
                over.wait()

        async def watched_run(work: Callable[[Any], Any]) -> Any:
            name = work.__qualname__.partition(".<locals>")[0]

            def watched_work(cursor: Any) -> Any:
                before = cursor.connection.total_changes()
                result = work(cursor)
                if cursor.connection.total_changes() != before:
                    at(f"inside {name}")
                return result

            # Up to where the thread is asked, nothing else can come between.
            self._transaction = name
            return await run(watched_work)

        def watched_submit(function: Callable[..., Any], *arguments: Any) -> Any:
            name = self._transaction

            def watched_function() -> Any:
                at(f"before {name}")
                result = function(*arguments)
                at(f"after {name}")
                return result

            return submit(watched_function)

        database.run = watched_run
        database._thread.submit = watched_submit
