"""What use cases work with, put together once when the cog is loaded."""

from __future__ import annotations

import asyncio
import logging
import secrets
import weakref
from typing import TYPE_CHECKING, Any, TypeVar, cast

import discord

from ..i18n import use_locale_of
from . import errors
from .clock import Clock
from .discord.channels import Channels
from .discord.direct import DirectMessages
from .job import CATCH_UP, Job
from .settings import Declared
from .store.events import EventStore
from .store.jobs import JobStore
from .store.settings import SettingsStore
from .store.tickets import TicketStore
from .store.types import TypeStore
from .team import Team
from .work import Work

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Hashable
    from pathlib import Path

    from redbot.core import Config
    from redbot.core.bot import Red

    from .direct import DirectMessage
    from .event import TicketEvent
    from .features import Features
    from .settings import Settings
    from .store.database import Database
    from .ticket import Person, Ticket
    from .ui.menus import Menus

log = logging.getLogger("red.tickets")


#: Seconds that what is interrupted has to undo what it had begun.
UNDOING = 5

P = TypeVar("P")


def now() -> int:
    """The present time in whole seconds since the epoch."""
    return int(discord.utils.utcnow().timestamp())


class Locks:
    """A lock for each thing that is worked on; forgotten when nobody holds it."""

    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[Hashable, asyncio.Lock] = (
            weakref.WeakValueDictionary()
        )

    def on(self, *thing: Hashable) -> asyncio.Lock:
        """The lock on `thing`. Use it at once: ``async with locks.on(…)``."""
        lock = self._locks.get(thing)
        if lock is None:
            lock = self._locks[thing] = asyncio.Lock()
        return lock

    async def queued(self, busy: Callable[[], Awaitable[None]], *thing: Hashable) -> asyncio.Lock:
        """The lock on `thing`, to be used at once; calls `busy` if somebody else holds it."""
        lock = self.on(*thing)
        if lock.locked():
            await busy()
        return lock


class App:
    """Stores, Discord's side, a clock; and what each feature brings: ``app[PanelStore]``."""

    def __init__(
        self,
        bot: Red,
        features: Features,
        database: Database,
        config: Config,
        *,
        folder: Path,
        menus: Menus,
        now: Callable[[], int] = now,
    ) -> None:
        """`folder` is where the cog's data are."""
        self.bot = bot
        self.features = features
        self.database = database
        self.folder = folder
        self.menus = menus
        #: The present time in whole seconds since the epoch.
        self.now = now
        #: Names the bot's present run: questions from an earlier one have ended.
        self.session = secrets.token_hex(4)
        self._is_started = self._is_stopping = False
        self._running: set[asyncio.Task[Any]] = set()
        self.locks = Locks()
        self.work = Work(JobStore(database, tuple(features.jobs)), now)
        self.events = EventStore(database, features.jobs_after, self.work.wake, self._tell)
        self.tickets = TicketStore(
            database,
            self.events,
            features.fields_after,
            self._watch,
            self._due_at,
            self._read_settings,
        )
        self.settings = SettingsStore(
            config,
            Declared(features.each("settings")),
            self.locks,
            self.tickets.any_present,
            TypeStore(database),
            now,
            self._settings_changed,
        )
        self.channels = Channels(bot)
        self.direct = DirectMessages(bot, self.channels, features)
        self.clock = Clock(self)
        self._parts: dict[type, object] = {}
        for feature in features:
            for kind, make in feature.parts.items():
                self._parts[kind] = make(self)

    def __getitem__(self, kind: type[P]) -> P:
        """The part of that class that a feature brings."""
        return cast("P", self._parts[kind])

    async def load(self) -> None:
        """What is to be done before Discord is there; nothing waits for it."""
        for prepare in self.features.each("at_load"):
            await prepare(self)

    def unload(self) -> None:
        """Gives back what features had taken of the bot."""
        for give_back in self.features.each("at_unload"):
            give_back(self)

    async def start(self) -> None:
        """Goes on, once the bot is ready, with what an earlier run has left."""
        await self.bot.wait_until_red_ready()
        await self.work.start(self._do, self._give_up)
        self._is_started = True
        for guild in self.bot.guilds:
            await self.catch_up(guild)
        await self.clock.start()
        await asyncio.gather(*(go_on(self) for go_on in self.features.each("until_done")))

    async def catch_up(self, guild: discord.Guild) -> None:
        """Looks at what may have changed on a server while nobody listened.

        Before the start there is nothing to do: that looks at all servers.
        """
        if not self._is_started or guild.unavailable:
            return
        self.clock.sees(guild.id)
        if not await self._catch_up(guild.id):
            await self.work.add(
                Job(
                    guild_id=guild.id,
                    kind=CATCH_UP,
                    queue=f"catch-up:{guild.id}",
                    body={},
                    created_at=self.now(),
                )
            )

    async def catch_up_later(self, job: Job) -> None:
        """Does the job: looks again after Discord had trouble."""
        if not await self._catch_up(job.guild_id):
            raise errors.DiscordUnreachable

    async def _catch_up(self, guild_id: int) -> bool:
        """Whether everything could be looked at."""
        done = True
        async with self.locks.on("catch-up", guild_id):
            await self.use_locale(guild_id)
            for look in self.features.each("catch_up"):
                try:
                    await look(self, guild_id)
                except errors.DiscordSaidNo:
                    log.info("Server %s can't be looked at now", guild_id, exc_info=True)
                    done = False
                except Exception:
                    log.exception("Not all of server %s could be looked at", guild_id)
        return done

    def runs_in_this_task(self) -> None:
        """Answers to people, and to events, run in tasks of discord.py's: they end at a stop."""
        task = asyncio.current_task()
        if task is not None:
            self._own(task)

    def begin(self, work: Coroutine[Any, Any, P], name: str) -> asyncio.Task[P]:
        """Does work in a task of its own, which ends at a stop, also before its first step."""
        task = asyncio.create_task(work, name=name)
        self._own(task)
        return task

    def _own(self, task: asyncio.Task[Any]) -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        if self._is_stopping:
            task.cancel()

    async def stop(self) -> None:
        """Interrupts all work; it goes on after the next start.

        What is interrupted undoes, as after any failure, what can be undone in a few seconds.
        """
        self._is_stopping = True
        running = [task for task in self._running if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=UNDOING)
        await self.clock.stop()
        await self.menus.forget_all()
        await self.work.stop()

    async def for_moderator(
        self, guild_id: int, number: int, by: Person
    ) -> tuple[Ticket, Settings]:
        """A ticket and its settings, for a moderator of its team.

        Raises ``UnknownTicket``, and ``ModeratorsOnly`` for everybody else.
        """
        ticket = await self.tickets.get(guild_id, number)
        settings = await self.settings.for_ticket(ticket)
        settings[Team].require_moderator(by)
        return ticket, settings

    async def ask_elsewhere(self, guild_id: int, about: DirectMessage) -> None:
        """Asks an opener who takes no direct messages in another way, if anything was asked."""
        for part in self.features.each("direct_parts"):
            if part.elsewhere is not None and part.name in about.parts:
                await part.elsewhere(self, guild_id, about, about.parts[part.name])

    async def about_opener(
        self, ticket: Ticket, settings: Settings
    ) -> tuple[tuple[str, str], ...]:
        """Titles and texts about a ticket's opener, for its team."""
        in_order = sorted(self.features.each("about_opener"), key=lambda one: one.order)
        found = [one.show(await one.look(self, ticket, settings)) for one in in_order]
        return tuple(line for lines in found for line in lines)

    async def use_locale(self, guild_id: int) -> None:
        """From here on, words are found in the server's language."""
        await use_locale_of(self.bot, self.bot.get_guild(guild_id))

    def _due_at(self, ticket: Ticket) -> int | None:
        """When something is due in a ticket. Asked in the database's thread."""
        settings = self.settings.known(ticket.guild_id)
        if settings is None:
            # They were just reset: all tickets will be asked again.
            return ticket.due_at
        found = self.features.next_due(ticket, settings.for_ticket(ticket))
        return None if found is None else found.at

    async def _read_settings(self, guild_id: int) -> None:
        await self.settings.of(guild_id)

    def _settings_changed(self, guild_id: int) -> None:
        self.clock.look_at_settings(guild_id)

    def _watch(self, ticket: Ticket) -> None:
        self.clock.watch(ticket)
        for watch in self.features.each("watchers"):
            watch(self, ticket)

    def _tell(self, event: TicketEvent, ticket: Ticket) -> None:
        for hear in self.features.each("hears"):
            hear(self, event, ticket)

    async def _do(self, job: Job) -> None:
        await self.use_locale(job.guild_id)
        await self.features.jobs[job.kind].do(self, job)

    async def _give_up(self, job: Job) -> None:
        report_failure = self.features.jobs[job.kind].report_failure
        if report_failure is not None:
            await self.use_locale(job.guild_id)
            await report_failure(self, job)
