"""A real Red on a simulated Discord, for the tests and for the demo.

Nothing of Red's is replaced: it keeps its settings in its own JSON files under the folder it
is given, finds the cog on its cog path and loads it because its owner types ``load``. Only
Discord is SimCord's, and the question for the newest version of Red never leaves this machine.
"""

from __future__ import annotations

import red_in_private  # noqa: F401

# isort: split
import asyncio
import importlib
import os
import sys
import threading
import time
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import apsw
import history  # noqa: F401 # Corrects what SimCord answers.
import integrations  # noqa: F401 # Adds a route that SimCord lacks.
import no_names  # noqa: F401 # Keeps off the real internet.
import quick_commands  # noqa: F401 # Spares Red much for nothing.
import quick_copies  # noqa: F401 # Spares SimCord most of its work.
import rich
import spare_commands
from discord_rules import DiscordRules
from english_heard import EnglishHeard
from error_log import errors_logged, nothing_logged
from faults import Faults
from imported_once import ImportedOnce
from messages import stored_message, stored_messages, text_of
from redbot.core import _cog_manager, _drivers, _events, _i18n, config, data_manager
from redbot.core._cli import parse_cli_flags
from redbot.core._drivers import json as json_driver
from redbot.core.bot import Red
from simcord import Env
from simcord.backend.serializers import guild_create_payload
from simulated_time import LivingClock, Stage, virtual_timers_only
from traffic import Calls, Traffic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    import discord
    from simcord.builders import UserHandle

REPOSITORY = Path(__file__).resolve().parent.parent
#: How long work of the bot may take in real seconds before a test calls it stuck.
PATIENCE = 15.0
#: The cog's modules, for all Reds of this process.
COG_MODULES = ImportedOnce("tickets", REPOSITORY, "tickets.cog")


class LoadFailed(Exception):
    """Red could not load the package; the text is what Red said about it."""


class SimulatedRed:
    """A running Red, its owner, and the simulated Discord it lives in."""

    def __init__(
        self,
        data_path: Path,
        *,
        prefix: str = "!",
        locale: str | None = None,
        cog_paths: Iterable[Path] = (REPOSITORY,),
        cog_name: str = "Tickets",
        real_time: bool = False,
        past: timedelta = timedelta(0),
    ) -> None:
        self.data_path = data_path
        self.prefix = prefix
        self.cog_name = cog_name
        self.packages: list[str] = []
        self.cog_paths = [Path(path).resolve() for path in cog_paths]
        self._locale = locale
        self.red = self._new_red()
        self.env = Env(self.red, shard_count=1, settle_timeout=PATIENCE, check_errors=False)
        self.stage = Stage(self.env)
        if real_time:
            self.env.backend.clock = LivingClock(past)
        else:
            virtual_timers_only(self.env)
        self.traffic = Traffic(self.env.backend)
        self.faults = Faults(self.stage.outside_the_bot)
        self.rules = DiscordRules(self.env)
        self.traffic.faults = self.faults
        self.traffic.rules = self.rules
        #: Exceptions with which the cog says no, and which it explains to people itself.
        self.refusals = {"tickets.core.errors.TicketError"}
        #: Parts of ERROR log lines that a test expects.
        self.expected_error_logs: list[str] = []
        #: Whether a test expects interactions to remain without an answer.
        self.unanswered_is_fine = False
        #: Interactions whose process was killed before it could answer.
        self.excused_interactions: set[int] = set()
        self.bot_owner: UserHandle = self.env.create_user("bot-owner")
        #: What was said in English where another language is spoken.
        self.english_heard = EnglishHeard(self.env.backend)
        self.traffic.observer = lambda call: self.english_heard.hears(
            call, self.red, self.bot_owner.dm_channel.id
        )
        self.threads_before = set(threading.enumerate())
        #: Work of killed processes: it must never run again, nor be collected while it waits.
        self.killed_tasks: list[asyncio.Task[Any]] = []
        #: Whether it was restarted, or a package was loaded: it isn't as at its start.
        self.worn = False

    # ----------------------------------------------------------------- state

    @property
    def cog(self) -> Any:
        """The loaded cog; None when it isn't."""
        return self.red.get_cog(self.cog_name)

    def part(self, name: str) -> Any:
        """What a feature of the cog brings, by the name of its class."""
        parts = {kind.__name__: part for kind, part in self.cog.app._parts.items()}
        return parts[name]

    def counting(self) -> AbstractContextManager[Calls]:
        """``with sim.counting() as calls:`` records the calls that the bot makes."""
        return self.traffic.counting()

    def expect_error_log(self, text: str) -> None:
        """An ERROR log line that contains `text` is part of this test."""
        self.expected_error_logs.append(text)

    def expect_unanswered(self) -> None:
        """Some interactions of this test rightly get no answer, as forged ones do."""
        self.unanswered_is_fine = True

    def pings(self, message: Any) -> set[int]:
        """The ids of the members and roles that this message really notifies.

        What counts is the message as it is on Discord now: its mentions, its allowed
        mentions, and whether each role may be mentioned by the bot.
        """
        stored = stored_message(self.env, message)
        return set(stored.ping_user_ids) | set(stored.ping_role_ids)

    # --------------------------------------------------------------- actions

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[None]:
        """Everything that people do inside happens at the same moment.

        Verbs return at once, before the bot has noticed; their results can be read after
        the block, which ends when the bot has dealt with all of it.
        """
        with self.stage.held():
            yield
        await self.env.settle()

    async def time_passes(self, seconds: float) -> None:
        """Simulated time passes; what falls due meanwhile happens."""
        await self.env.advance_time(seconds)

    async def skips(self, seconds: float) -> None:
        """So much later. What repeats itself happens once, and not as often as it would have."""
        self.env.backend.clock.advance(seconds)
        await self.time_passes(0)

    async def catches_up_with_real_time(self) -> None:
        """The world's past, if it began in one, is over."""
        clock = self.env.backend.clock
        if isinstance(clock, LivingClock) and clock.behind > 0:
            await self.skips(clock.behind)

    @contextmanager
    def host_clock(self, *, ahead: float) -> Iterator[None]:
        """The clock of the bot's host goes wrong by so many seconds; Discord's doesn't."""
        module: Any = importlib.import_module("tickets.core.app")
        right = module.discord
        clock = lambda: right.utils.utcnow() + timedelta(seconds=ahead)  # noqa: E731
        # Nothing else of it is used there.
        module.discord = SimpleNamespace(utils=SimpleNamespace(utcnow=clock))
        try:
            yield
        finally:
            module.discord = right

    async def owner_types(self, text: str) -> list[str]:
        """The bot's owner writes a direct message to the bot; returns what it answers."""
        channel_id, bot_id = self.bot_owner.dm_channel.id, self.env.backend.bot_user.id
        known = {message.id for message in stored_messages(self.env, channel_id)}
        await self.bot_owner.send_dm(self.prefix + text)
        return [
            text_of(self.env, message)
            for message in stored_messages(self.env, channel_id)
            if message.id not in known and message.author_id == bot_id
        ]

    async def load(self, *packages: str) -> None:
        """The owner loads packages, switches their slash commands on and syncs them."""
        self.worn = True
        for package in packages:
            with self._imports_at_hand():
                answers = await self.owner_types(f"load {package}")
            self._expect_loaded(package, answers)
            self.packages.append(package)
            await self.owner_types(f"slash enablecog {package}")
        if packages:
            self.expect_synced(await self.owner_types("slash sync"))

    def expect_synced(self, answers: Sequence[str]) -> None:
        """Discord has to know the slash commands that Red has; `answers` are what Red said."""
        synced = {name for name, _ in self.env.backend.commands.get(None, {})}
        if synced != {command.name for command in self.red.tree.get_commands()}:
            raise LoadFailed("\n".join(answers))

    async def unload(self, *packages: str) -> None:
        """The owner unloads packages (all, unless named)."""
        for package in packages or tuple(self.packages):
            answers = await self.owner_types(f"unload {package}")
            if package in self.red.extensions:
                raise LoadFailed("\n".join(answers))
            self.packages.remove(package)

    async def reload(self, *packages: str) -> None:
        """The owner reloads packages (all, unless named)."""
        for package in packages or tuple(self.packages):
            self._expect_loaded(package, await self.owner_types(f"reload {package}"))

    @asynccontextmanager
    async def unheard(self, *, until_restart: bool = False) -> AsyncIterator[None]:
        """What happens inside is never told to the bot: its session is lost, without a resume.

        Afterwards the gateway shows everything anew; with `until_restart` to a new process.
        """
        await self.env.settle()
        shard = self.red.shards[0]
        await shard.disconnect()
        yield
        if until_restart:
            await self.restart()
        else:
            self._begin_session(shard)
        await self.env.settle()

    async def restart(self, *, clean: bool = True) -> None:
        """The process ends and a new one starts on the same data and the same Discord.

        With `clean` Red closes as it does after ``[p]restart``. Without, it is killed: no
        ``cog_unload``, no ``finally``, no ``except CancelledError``; tasks in the middle of
        something never go on, and a database is left as a killed process leaves it.
        """
        self.worn = True
        await self.env.settle()
        if clean:
            await self._close()
            self._give_commands_back()
        else:
            self._kill()
        self.traffic.cut(self.red.http, self.env._webhook_adapter)
        _forget_modules(self.packages)
        self.red = await self._prepared_red()
        with errors_logged() as logged, self._imports_at_hand():
            await self.env.restart_bot(self.red)
        for package in self.packages:
            self._expect_loaded(package, logged)

    # ---------------------------------------------------------------- inside

    def _begin_session(self, shard: discord.ShardInfo) -> None:
        """READY, and each server: without the pause in which discord.py waits for more."""
        backend, state = self.env.backend, self.red._connection
        fake: Any = shard._parent
        fake.ws.open = True
        router = fake._reconnect.__self__
        with self.env._bot_scope():
            router.identify(shard.id)
            for task in (state._ready_task, *state._ready_tasks.values()):
                if task is not None:
                    task.cancel()
            state._ready_states.clear()
            for guild in backend.guilds.values():
                # Discord's READY lists them, and what was known of them is forgotten.
                placeholder: Any = {"id": str(guild.id), "unavailable": True}
                state._add_guild_from_data(placeholder)
                router.feed("GUILD_CREATE", guild_create_payload(backend, guild))

    def _new_red(self) -> Red:
        _forget_former_red()
        settings: Any = {
            **data_manager.basic_config_default,
            "DATA_PATH": str(self.data_path),
            "STORAGE_TYPE": "JSON",
            "STORAGE_DETAILS": {},
        }
        data_manager.basic_config = settings
        (data_manager.cog_data_path(raw_name="Downloader") / "lib").mkdir(
            parents=True, exist_ok=True
        )
        flags = ["simulated", "--no-prompt", "--token", "x", "--prefix", self.prefix]
        for path in self.cog_paths:
            flags += ["--cog-path", str(path)]
        parsed = parse_cli_flags(flags)  # type: ignore[no-untyped-call]
        return Red(cli_flags=parsed, description="Red V3", dm_help=None)

    def _imports_at_hand(self) -> AbstractContextManager[None]:
        ours = self.cog_paths[:1] == [REPOSITORY]
        return COG_MODULES.at_hand() if ours else nullcontext()

    async def _prepared_red(self) -> Red:
        red = self._new_red()
        await _drivers.get_driver_class().initialize(**data_manager.storage_details())
        await red._pre_login()
        return red

    async def _start(self) -> None:
        await self.red._config.owner.set(self.bot_owner.id)
        if self._locale is not None:
            await self.red._config.locale.set(self._locale)
        await self.red._pre_login()
        with self._imports_at_hand():
            await self.env.start()
        self.forget_cooldowns()

    def forget_cooldowns(self) -> None:
        """They hang on functions of Red's, which outlive a bot; a process forgets them."""
        for command in self.red.walk_commands():
            command._buckets._cache.clear()
            if command._buckets._cooldown is not None:
                command._buckets._cooldown.reset()

    async def _close(self) -> None:
        """Red closes itself, in its own name."""
        with self.env._bot_scope():
            coroutine = self.red.close()  # type: ignore[no-untyped-call]
            closing = asyncio.get_running_loop().create_task(coroutine)
        await self.env.settle()
        closing.result()

    def _kill(self) -> None:
        """Takes the process away under the bot: nothing of it runs on."""
        work = self.env._work
        running = [task for task in work.tasks if not task.done()]
        for task in running:
            del work.tasks[task]
        self.killed_tasks += running
        self.threads_before.update(threading.enumerate())
        self.excused_interactions |= {
            record.id
            for record in self.env.backend.interactions.values()
            if not record.responded or record.loading
        }
        _leave_databases_as_they_are(self.data_path)

    async def _end(self) -> None:
        """Ends everything, also what was killed, without letting it reach Discord."""
        self.traffic.cut(self.red.http, self.env._webhook_adapter)
        database = getattr(self.cog, "_database", None)
        try:
            with nothing_logged():
                if database is not None:
                    # By its own thread, after what that is at: it could be in the middle.
                    await database.close()
                _close_databases(self.data_path)
                await self.env.shutdown()
                await self._end_killed_tasks()
                self._give_commands_back()
        finally:
            self.traffic.close()
            _forget_modules(self.packages)

    def _give_commands_back(self) -> None:
        """Those of cogs whose classes last longer than this Red."""
        for cog in self.red.cogs.values():
            give_commands_back(cog)

    async def _end_killed_tasks(self) -> None:
        """Ends the tasks of killed processes: with the loop they would be ended loudly."""
        for task in self.killed_tasks:
            task.cancel()
        if self.killed_tasks:
            await asyncio.wait(self.killed_tasks, timeout=1)
        for task in self.killed_tasks:
            if task.done() and not task.cancelled():
                task.exception()
        self.killed_tasks.clear()

    def _expect_loaded(self, package: str, answers: Sequence[str]) -> None:
        if package not in self.red.extensions:
            reason = "\n".join(answers)
            # Red begins with none, and says of no type that another may come.
            if failure := cast("str | None", self.red._last_exception):
                reason += "\n" + failure
            raise LoadFailed(f"{package}: {reason}")


def give_commands_back(cog: Any) -> None:
    """Gives them back if there may be another cog of this class: it wasn't read from the disk."""
    kind = type(cog)
    if kind.__module__.startswith("redbot.") or COG_MODULES.has(kind):
        spare_commands.give_back(cog)


@asynccontextmanager
async def running_red(
    data_path: Path | str,
    load: Iterable[str] = ("tickets",),
    prefix: str = "!",
    locale: str | None = None,
    *,
    cog_paths: Iterable[Path] = (REPOSITORY,),
    cog_name: str = "Tickets",
    real_time: bool = False,
    past: timedelta = timedelta(0),
) -> AsyncIterator[SimulatedRed]:
    """Runs a Red with its data in `data_path` and the packages in `load` loaded.

    `locale` is the language of the bot. `real_time` lets the simulated clock follow the real
    one, for a demo that people play with; otherwise time stands still until
    ``sim.env.advance_time``. That clock starts `past` before now.
    """
    with _the_process_as_it_was():
        _forget_modules(list(load))
        sim = SimulatedRed(
            Path(data_path),
            prefix=prefix,
            locale=locale,
            cog_paths=cog_paths,
            cog_name=cog_name,
            real_time=real_time,
            past=past,
        )
        try:
            await sim._start()
            await sim.load(*load)
            yield sim
        finally:
            await sim._end()


# ------------------------------------------------------------ one process, many Reds


async def _newest_version_unknown() -> tuple[str, str]:
    """Stands in for the question to PyPI which Red asks when it is ready."""
    return "", ""


def _nothing(*_: object, **__: object) -> None:
    """Stands in for what Red prints into its terminal."""


@contextmanager
def _the_process_as_it_was() -> Iterator[None]:
    """Undoes afterwards what a Red and a package leave behind in the process.

    Unit tests may have imported modules of the package. Red would execute those again in
    place, and the tests would from then on see two generations of every class.
    """
    folder = f"{REPOSITORY / 'tickets'}{os.sep}"
    ours = {
        name: module
        for name, module in sys.modules.items()
        if name.startswith("tickets")
        and (getattr(module, "__file__", "") or "").startswith(folder)
    }
    translators = list(_i18n.translators)
    events: Any = _events
    fetch = events.fetch_latest_red_version_info
    console = rich.get_console()
    sys_path, meta_path = list(sys.path), list(sys.meta_path)
    events.fetch_latest_red_version_info = _newest_version_unknown
    # A quiet console draws Red's tables all the same before it drops them.
    console.print = _nothing  # type: ignore[method-assign]
    for name in ours:
        del sys.modules[name]
    try:
        yield
    finally:
        events.fetch_latest_red_version_info = fetch
        vars(console).pop("print", None)
        sys.path[:], sys.meta_path[:] = sys_path, meta_path
        sys.modules.update(ours)
        _i18n.translators[:] = translators
        _i18n.set_global_locale(_i18n.FRESH_INSTALL_LOCALE)
        _i18n.set_global_regional_format(None)
        data_manager.basic_config = None


def _forget_former_red() -> None:
    """A new process knows nothing of the settings an earlier one had read.

    Red caches settings by the cog's name, whatever folder they came from, and a finalizer of
    a late-collected driver would take the new one's data away.
    """
    for finalizer in json_driver._finalizers:
        finalizer.detach()
    json_driver._finalizers.clear()
    json_driver._driver_counts.clear()
    json_driver._shared_datastore.clear()
    json_driver._locks.clear()
    config._config_cache.clear()
    _cog_manager._TEMP_PATHS.clear()


def _forget_modules(packages: Sequence[str]) -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] in packages:
            del sys.modules[name]
    importlib.invalidate_caches()


def open_databases(folder: Path) -> list[apsw.Connection]:
    """SQLite databases under `folder` that somebody holds open."""
    return [
        connection
        for connection in apsw.connections()
        if (file := _patiently(connection, lambda one: one.filename))
        and Path(file).is_relative_to(folder.resolve())
    ]


def _close_databases(folder: Path) -> None:
    for connection in open_databases(folder):
        _patiently(connection, lambda one: one.close(True))


def _patiently(connection: apsw.Connection, act: Callable[[apsw.Connection], Any]) -> Any:
    """Uses a connection that its own thread, of whoever is stopped just now, may be using."""
    for _ in range(2000):
        try:
            return act(connection)
        except apsw.ThreadingViolationError:
            time.sleep(0.001)
    return act(connection)


def _leave_databases_as_they_are(folder: Path) -> None:
    """Lets go of databases without the tidying up that closing them means.

    A killed process leaves the write-ahead log beside the file; closing would fold it in.
    """
    left: dict[Path, bytes] = {}
    for connection in open_databases(folder):
        path = Path(connection.filename)
        for file in (path, path.with_name(path.name + "-wal")):
            if file.exists():
                left[file] = file.read_bytes()
    _close_databases(folder)
    for file, content in left.items():
        file.write_bytes(content)
