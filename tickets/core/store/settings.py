"""Servers' settings in Red's Config, read once and written only when they change."""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING, Any

from ..kinds import Category, Channel, Choice, Number, Roles, Text, Toggle
from ..settings import SETTINGS, Settings

if TYPE_CHECKING:
    from redbot.core import Config

log = logging.getLogger("red.tickets.store")

#: Of our own: other cogs named Tickets share the file, and this keeps us apart.
CONFIG_IDENTIFIER = 7_415_290_186_433

_FIELDS = {field.name: field for field in dataclasses.fields(Settings)}
_KINDS = {setting.key: setting.kind for setting in SETTINGS}


def defaults() -> dict[str, Any]:
    """What Config registers for a server."""
    return {name: _stored(field.default) for name, field in _FIELDS.items()}


class SettingsStore:
    """Typed settings of each server, kept in memory after the first use."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._config.register_guild(**defaults())
        self._config.register_global(translate_slash_commands=True)
        self._cache: dict[int, Settings] = {}

    async def translates_slash_commands(self) -> bool:
        """Whether clients see the bot's slash commands in their own language."""
        return bool(await self._config.translate_slash_commands())

    async def set_translates_slash_commands(self, wanted: bool) -> None:
        """For the whole bot, from the next sync on."""
        await self._config.translate_slash_commands.set(wanted)

    async def of(self, guild_id: int) -> Settings:
        """The server's settings."""
        if guild_id not in self._cache:
            stored = await self._config.guild_from_id(guild_id).all()
            # Another task may have read, and changed, them meanwhile.
            self._cache.setdefault(guild_id, _decoded(guild_id, stored))
        return self._cache[guild_id]

    async def change(self, guild_id: int, **changes: Any) -> Settings:
        """Stores the given fields in one write, leaves all others; returns the new settings."""
        await self.of(guild_id)
        changes.setdefault("configured", True)
        present = self._cache[guild_id]
        changed = {
            name: value for name, value in changes.items() if getattr(present, name) != value
        }
        if changed:
            async with self._config.guild_from_id(guild_id).all() as stored:
                stored.update({name: _stored(value) for name, value in changed.items()})
                for name, default in defaults().items():
                    # What was never set has the default of whatever version reads it.
                    if stored.get(name) == default:
                        stored.pop(name, None)
            # Only now: what could not be written must not seem to be set.
            self._cache[guild_id] = dataclasses.replace(self._cache[guild_id], **changed)
        return self._cache[guild_id]

    async def reset(self, guild_id: int) -> None:
        """Forgets all settings of the server."""
        await self._config.guild_from_id(guild_id).clear()
        self._cache.pop(guild_id, None)


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _decoded(guild_id: int, stored: dict[str, Any]) -> Settings:
    """Settings from what is stored; a value that can't be understood counts as unset."""
    values: dict[str, Any] = {}
    for name, field in _FIELDS.items():
        value = stored.get(name, field.default)
        if isinstance(field.default, tuple) and isinstance(value, list):
            value = tuple(value)
        if not _understood(name, value):
            log.warning("Setting %s of server %s was unreadable: unset", name, guild_id)
            value = field.default
        values[name] = value
    return Settings(**values)


def _understood(name: str, value: Any) -> bool:
    if value is None or name not in _KINDS:
        return type(value) is type(_FIELDS[name].default)
    match _KINDS[name]:
        case Toggle():
            return type(value) is bool
        case Number(minimum=minimum, maximum=maximum):
            return type(value) is int and minimum <= value <= maximum
        case Choice(options=options):
            return value in dict(options) if isinstance(value, str) else False
        case Text():
            return isinstance(value, str)
        case Roles():
            return isinstance(value, tuple) and all(type(one) is int for one in value)
        case Category() | Channel():
            return type(value) is int
