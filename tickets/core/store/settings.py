"""Servers' settings in Red's Config, read once and written only when they change."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar

from .. import errors
from ..settings import Settings, Unreadable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping
    from contextlib import AbstractAsyncContextManager

    from redbot.core import Config

    from ..app import Locks
    from ..settings import Declared
    from ..ticket import Ticket
    from ..ticket_type import TicketType
    from .types import TypeStore

log = logging.getLogger("red.tickets.store")

T = TypeVar("T")

#: How Red's Config fails on a file that isn't JSON, or isn't what Red has written.
WRONG_SHAPE = (ValueError, TypeError, AttributeError, KeyError)
#: Of our own: other cogs named Tickets share the file, and this keeps us apart.
CONFIG_IDENTIFIER = 7_415_290_186_433
#: Stored beside the settings: which defaults the server was set up with. 1.0.0 stored none.
DEFAULTS, PRESENT_DEFAULTS = "defaults", 2
#: Likewise: since when timed settings have had another value than their defaults.
SWITCHED_ON = "switched_on"


def _nobody_hears(guild_id: int) -> None:
    """Nothing depends on settings."""


async def _no_tickets(guild_id: int) -> bool:
    return False


class SettingsStore:
    """Typed settings of each server, kept in memory after the first use."""

    def __init__(
        self,
        config: Config,
        declared: Declared,
        locks: Locks,
        has_tickets: Callable[[int], Awaitable[bool]] = _no_tickets,
        types: TypeStore | None = None,
        now: Callable[[], int] = lambda: int(time.time()),
        changed: Callable[[int], None] = _nobody_hears,
    ) -> None:
        """`has_tickets` says whether tickets live that may have been opened before a reset.

        `changed` hears of a server whose settings were changed.
        """
        self._config = config
        # No defaults are registered for servers: what was chosen is told from what wasn't.
        self._config.register_global(translate_slash_commands=True, context_menus=False)
        self.declared = declared
        self._cache: dict[int, Settings] = {}
        #: One for all servers that have set nothing.
        self._unset = Settings(declared)
        #: Held while a server's settings are read or written: a reset waits for its turn.
        self._locks = locks
        self._has_tickets = has_tickets
        self._types = types
        self._now = now
        self._changed = changed

    async def translates_slash_commands(self) -> bool:
        """Whether clients see the bot's slash commands in their own language."""
        return bool(await self._config.translate_slash_commands())

    async def set_translates_slash_commands(self, wanted: bool) -> None:
        """For the whole bot, from the next sync on."""
        await self._config.translate_slash_commands.set(wanted)

    async def has_context_menus(self) -> bool:
        """Whether the cog has entries in Discord's menus on members and messages."""
        return bool(await self._config.context_menus())

    async def set_context_menus(self, wanted: bool) -> None:
        """For the whole bot."""
        await self._config.context_menus.set(wanted)

    async def of(self, guild_id: int) -> Settings:
        """The server's settings."""
        found = self._cache.get(guild_id)
        if found is None:
            async with self._locks.on("settings", guild_id):
                found = await self._read(guild_id)
        return found

    def known(self, guild_id: int) -> Settings | None:
        """The server's settings if they are in memory; may be asked in any thread."""
        return self._cache.get(guild_id)

    async def put_right(self, guild_id: int) -> None:
        """After the clock was put right: what counts from the future counts from now."""
        async with self._locks.on("settings", guild_id):
            await self._keep(guild_id, await self._read(guild_id))

    async def _read(self, guild_id: int) -> Settings:
        """Those that are known, or stored; for who has the turn."""
        found = self._cache.get(guild_id)
        if found is None:
            try:
                stored = await self._config.guild_from_id(guild_id).all()
                found = self._loaded(guild_id, stored)
            except WRONG_SHAPE:
                log.exception("The settings of server %s are damaged: all are unset", guild_id)
                found = self._unset
            if self._types is not None and (types := await self._types.of(guild_id)):
                found = found.with_types(types)
            found = await self._keep(guild_id, found)
        return found

    async def _keep(self, guild_id: int, found: Settings) -> Settings:
        """Keeps settings in memory; stores since when they count where that isn't stored."""
        timed = found.with_switched_on(self._now())
        if timed is not found:
            async with self._config.guild_from_id(guild_id).all() as stored:
                stored.pop(SWITCHED_ON, None)
                if timed.switched_on:
                    stored[SWITCHED_ON] = timed.switched_on
        self._cache[guild_id] = timed
        return timed

    async def for_ticket(self, ticket: Ticket) -> Settings:
        """What counts for a ticket."""
        return (await self.of(ticket.guild_id)).for_ticket(ticket)

    async def change(self, guild_id: int, **changes: Any) -> Settings:
        """Stores the given values in one write, leaves all others; returns the new settings.

        A value is stored even if it is the default: it was chosen.
        """
        return await self._write(guild_id, changes)

    def as_stored(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Values of settings as JSON knows them."""
        return {key: self._stored(key, value) for key, value in changes.items()}

    async def change_stored(
        self, guild_id: int, stored: Mapping[str, Any], *, type_id: int | None = None
    ) -> Settings:
        """Stores values that are as :meth:`as_stored` gives them, of this version or another.

        For a type if `type_id` is given, else for the server.
        """
        values = {key: self._value(key, value) for key, value in stored.items()}
        return await self.change_for(guild_id, type_id, **values)

    async def restore_default(self, guild_id: int, key: str) -> Settings:
        """Forgets a value: it has the default of whatever version reads it."""
        return await self._write(guild_id, {}, forget=(key,))

    async def change_together(
        self,
        guild_id: int,
        type_id: int | None,
        changes: Mapping[str, Any],
        *,
        forget: Collection[str] = (),
        seen: Settings,
    ) -> Settings | None:
        """Stores values and forgets others in one write; returns what counts now.

        Does nothing and returns None where the server's settings or types aren't as they were
        `seen`. For a type if `type_id` is given, else for the server.
        """
        async with self._locks.on("settings", guild_id):
            known = await self._read(guild_id)
            if known != seen.server:
                return None
            if type_id is None:
                changed = await self._written(guild_id, known, changes, forget)
            else:
                assert self._types is not None
                own = self.as_stored(changes)
                await self._types.change(
                    guild_id, type_id, lambda now: now.without(*forget).with_values(own)
                )
                types = await self._types.of(guild_id)
                changed = await self._keep(guild_id, known.with_types(types))
        self._changed(guild_id)
        return changed.for_type(type_id)

    async def _write(
        self, guild_id: int, changes: Mapping[str, Any], forget: Collection[str] = ()
    ) -> Settings:
        async with self._locks.on("settings", guild_id):
            known = await self._read(guild_id)
            changed = await self._written(guild_id, known, changes, forget)
        self._changed(guild_id)
        return changed

    async def _written(
        self,
        guild_id: int,
        known: Settings,
        changes: Mapping[str, Any],
        forget: Collection[str],
    ) -> Settings:
        """Stores values and forgets others; for who has the turn."""
        configured = await self._is_configured_by(known, changes, guild_id)
        changes = {"configured": configured, **changes}
        # What is forgotten has its default, whatever is stored.
        new = {**changes, **{key: self.declared.defaults[key] for key in forget}}
        changed = known.with_values(**new).with_switched_on(self._now())
        await self._store(guild_id, changes, changed, forget)
        # Only now: what could not be written must not seem to be set.
        self._cache[guild_id] = changed
        return changed

    async def _store(
        self,
        guild_id: int,
        changes: Mapping[str, Any],
        changed: Settings,
        forget: Collection[str] = (),
    ) -> None:
        async with self._config.guild_from_id(guild_id).all() as stored:
            if _is_of_1_0(stored):
                # From here on it is as if they had been chosen.
                stored.update(self.as_stored(self.declared.of_before) | stored)
            stored.update(self.as_stored(changes))
            stored[DEFAULTS] = PRESENT_DEFAULTS
            for key in forget:
                stored.pop(key, None)
            stored.pop(SWITCHED_ON, None)
            if changed.switched_on:
                stored[SWITCHED_ON] = changed.switched_on

    async def change_all(
        self,
        guild_id: int,
        seen: Settings,
        changes: Mapping[str, Any],
        around: Callable[[Mapping[str, Any]], AbstractAsyncContextManager[None]],
    ) -> Settings:
        """Stores values together with whatever `around` does to the database, types too.

        It begins before the settings are stored, which it gets as stored, and ends after. Raises
        ``SettingsChanged`` where they aren't as they were `seen`.
        """
        assert self._types is not None
        changes = {**changes, "configured": True}
        async with self._locks.on("settings", guild_id):
            known = await self._read(guild_id)
            if known != seen:
                raise errors.SettingsChanged
            # Whatever becomes of it is read from the disk.
            self._cache.pop(guild_id, None)
            changed = known.with_values(**changes).with_switched_on(self._now())
            async with around(self.as_stored(changes)):
                await self._store(guild_id, changes, changed)
            changed = await self._read(guild_id)
        self._changed(guild_id)
        return changed

    async def _is_configured_by(
        self, known: Settings, changes: Mapping[str, Any], guild_id: int
    ) -> bool:
        """Whether the server's settings count once these are stored.

        Tickets of before a reset live by their own until the system is set up again.
        """
        if known.configured or changes.get("enabled"):
            return True
        return not await self._has_tickets(guild_id)

    async def reset(self, guild_id: int) -> None:
        """Forgets all settings of the server. Its types take no tickets any more."""
        async with self._locks.on("settings", guild_id):
            await self._config.guild_from_id(guild_id).clear()
            if self._types is not None:
                await self._types.delete_all(guild_id)
            self._cache.pop(guild_id, None)
        self._changed(guild_id)

    # Types

    async def add_type(self, new: TicketType) -> TicketType:
        """Stores a new type. Raises a ``TypeRefused``."""
        return await self._with_types(new.guild_id, lambda types: types.add(new))

    async def change_type(
        self, guild_id: int, type_id: int, change: Callable[[TicketType], TicketType]
    ) -> Settings:
        """Stores what `change` makes of the present type; returns what counts for it now.

        Raises ``TypeGone`` for one that was deleted, and ``TypeNameTaken``.
        """
        await self._with_types(guild_id, lambda types: types.change(guild_id, type_id, change))
        return (await self.of(guild_id)).for_type(type_id)

    async def change_for(self, guild_id: int, type_id: int | None, **changes: Any) -> Settings:
        """Stores values of a type's settings, or for None the server's; returns what counts now.

        Raises ``TypeGone`` for a type that was deleted.
        """
        if type_id is None:
            return await self.change(guild_id, **changes)
        stored = self.as_stored(changes)

        def changed(now: TicketType) -> TicketType:
            for key, value in stored.items():
                now = now.with_value(key, value)
            return now

        return await self.change_type(guild_id, type_id, changed)

    async def drop(self, guild_id: int, type_id: int | None, key: str, thing_id: int) -> None:
        """Takes a thing that was deleted out of a setting of a type, or the server's.

        A type of which it was the last knows that something is lost: it doesn't follow the server
        from then on.
        """
        present = (await self.of(guild_id)).own(type_id, key)
        left = None
        if isinstance(present, tuple):
            left = tuple(one for one in present if one != thing_id)
        if type_id is None:
            await self.change(guild_id, **{key: left})
            return
        stored = self._stored(key, left)
        await self._with_types(
            guild_id,
            lambda types: types.change(
                guild_id, type_id, lambda now: now.with_value(key, stored), also_deleted=True
            ),
        )

    async def arrange_types(self, guild_id: int, type_ids: tuple[int, ...]) -> None:
        """Gives the types this order."""
        await self._with_types(guild_id, lambda types: types.arrange(guild_id, type_ids))

    async def _with_types(self, guild_id: int, work: Callable[[TypeStore], Awaitable[T]]) -> T:
        assert self._types is not None
        async with self._locks.on("settings", guild_id):
            known = await self._read(guild_id)
            done = await work(self._types)
            await self._keep(guild_id, known.with_types(await self._types.of(guild_id)))
        self._changed(guild_id)
        return done

    def _stored(self, key: str, value: Any) -> Any:
        known = self.declared.settings.get(key)
        return value if value is None or known is None else known.kind.stored(value)

    def _loaded(self, guild_id: int, stored: Mapping[str, Any]) -> Settings:
        """Settings from what is stored; a value that can't be understood counts as unset."""
        values = self.declared.of_before if _is_of_1_0(stored) else {}
        for key, value in stored.items():
            if key in (DEFAULTS, SWITCHED_ON):
                continue
            try:
                values[key] = self._value(key, value)
            except Unreadable:
                log.warning("Setting %s of server %s was unreadable: unset", key, guild_id)
            except KeyError:
                log.info("Setting %s of server %s is of another version", key, guild_id)
        if not values:
            return self._unset
        return Settings(self.declared, values, switched_on=stored.get(SWITCHED_ON))

    def _value(self, key: str, stored: Any) -> Any:
        """The value of a setting that is known; raises ``KeyError`` or :class:`Unreadable`."""
        default = self.declared.defaults[key]
        known = self.declared.settings.get(key)
        if stored is None and default is None:
            return None
        if known is not None:
            return known.kind.loaded(stored)
        if type(stored) is not type(default):
            raise Unreadable
        return stored


def _is_of_1_0(stored: Mapping[str, Any]) -> bool:
    """Whether 1.0.0 has set up the server, and nothing was stored since."""
    return bool(stored) and DEFAULTS not in stored
