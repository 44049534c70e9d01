"""Commands of cogs that are over serve the next cog of the same class.

With each cog discord.py copies all commands of its class: for this cog that was a third of what
loading it costs, and as much of the start of Red. A bot does that once. Here hundreds of cogs
come and go in a process. So whoever ends one may give its commands back. They are made to be
again as they were when they were new, and the next cog of that class gets them.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands
from discord.utils import SnowflakeList

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The attribute by which a cog knows what its commands were like.
_AS_NEW = "__commands_as_new__"
_spare: dict[type, list[_Commands]] = defaultdict(list)


class _Commands:
    """The commands of one cog, and what they were like when it was made."""

    def __init__(self, cog: Any) -> None:
        #: What the cog itself has of them.
        self.of_cog = dict(vars(cog))
        self._things = [_Thing(thing, cog) for thing in _things(cog)]

    def renew(self) -> None:
        """Makes them as they were, but for the cog, which they have forgotten."""
        for thing in self._things:
            thing.renew()

    def serve(self, cog: Any) -> None:
        """Gives them to a cog."""
        vars(cog).update(self.of_cog)
        for thing in self._things:
            for name in thing.names_of_cog:
                setattr(thing.thing, name, cog)


class _Thing:
    """A command, and what its attributes were and held."""

    def __init__(self, thing: Any, cog: Any) -> None:
        self.thing = thing
        present = vars(thing)
        self.names_of_cog = [name for name, value in present.items() if value is cog]
        self._names = {name: None if value is cog else value for name, value in present.items()}
        self._contents = [
            (value, copy.copy(value))
            for value in present.values()
            if type(value) in (dict, list, set, SnowflakeList)
        ]

    def renew(self) -> None:
        present = vars(self.thing)
        present.clear()
        present.update(self._names)
        for container, content in self._contents:
            if container == content:
                continue
            if isinstance(container, dict | set):
                container.clear()
                container.update(content)
            else:
                container[:] = content
        if isinstance(self.thing, commands.Command):
            _forget_uses(self.thing)


def _forget_uses(command: commands.Command[Any, ..., Any]) -> None:
    command._buckets._cache.clear()
    if command._buckets._cooldown is not None:
        command._buckets._cooldown.reset()
    if command._max_concurrency is not None:
        command._max_concurrency._mapping.clear()


def _things(cog: Any) -> Iterator[Any]:
    for command in cog.__cog_commands__:
        yield command
        if other := getattr(command, "app_command", None):
            yield other
            if isinstance(other, app_commands.Group):
                yield from other.walk_commands()


def give_back(cog: Any) -> None:
    """The cog is over, and nothing of its Red will ever use its commands again."""
    as_new = vars(cog).pop(_AS_NEW, None)
    if as_new is not None:
        as_new.renew()
        _spare[type(cog)].append(as_new)


def make(kind: type[commands.Cog]) -> None:
    """Makes commands before they are needed, for all forks of this process."""
    give_back(kind.__new__(kind))


_make = commands.Cog.__new__


def _with_spare_commands(kind: Any, *arguments: Any, **options: Any) -> Any:
    if _spare.get(kind):
        as_new = _spare[kind].pop()
        cog = object.__new__(kind)
        as_new.serve(cog)
    else:
        cog = _make(kind, *arguments, **options)
        if not cog.__cog_app_commands__ and cog.__discord_app_commands_error_handler__ is None:
            as_new = _Commands(cog)
        else:
            # Such a cog hangs on more of its own than its commands.
            return cog
    setattr(cog, _AS_NEW, as_new)
    return cog


# It is there that discord.py copies the commands of a class for each cog.
commands.Cog.__new__ = _with_spare_commands  # type: ignore[method-assign,assignment]
