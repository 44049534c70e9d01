"""Makes the cog's class of what the features bring: commands and listeners."""

from __future__ import annotations

import inspect
import logging
import types
from typing import TYPE_CHECKING, Any, TypeVar, cast

from discord import app_commands
from redbot.core import commands

from .. import errors
from .marks import Mark, Who, marked_methods
from .slash_words import of_ours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..feature import Listener
    from ..features import Features
    from .base import Commands, TicketsBase

T = TypeVar("T", bound="TicketsBase")

log = logging.getLogger("red.tickets")


class SameCommand(Exception):
    """Two features want a command, or a method of their commands, of the same name."""


class NoSuchGroup(Exception):
    """A feature wants a command in a group that no feature brings."""


def build(name: str, base: type[T], features: Features) -> type[T]:
    """The cog's class `name`, with all commands and listeners.

    It has the docstring and module of `base`: Red's Config, its translations and ``[p]slash
    enablecog`` go by these and by the name.
    """
    classes: tuple[type[Commands], ...] = tuple(features.each("commands"))
    _require_own_names(classes)
    body: dict[str, Any] = {
        **_commands(classes, features),
        **_listeners(features),
        "__doc__": base.__doc__,
        "__module__": base.__module__,
    }
    made = types.new_class(
        name, (base, *classes), exec_body=lambda namespace: namespace.update(body)
    )
    made.__qualname__ = name
    return cast("type[T]", made)


def _require_own_names(classes: Iterable[type]) -> None:
    """All methods become those of one class: of two with a name one would stand in for both."""
    seen: dict[str, type] = {}
    for cls in classes:
        for name in vars(cls):
            if name.startswith("__"):
                continue
            if name in seen:
                raise SameCommand(f"{name}: {seen[name].__name__} and {cls.__name__}")
            seen[name] = cls


# --------------------------------------------------------------------- commands


def _commands(classes: Iterable[type], features: Features) -> dict[str, Any]:
    marked = [one for cls in classes for one in marked_methods(cls)]
    seen: dict[str, str] = {}
    for mark, method in marked:
        for name in (mark.name, *mark.aliases):
            typed = f"{mark.group} {name}".strip()
            if typed in seen:
                raise SameCommand(f"{typed}: {seen[typed]} and {method.__qualname__}")
            seen[typed] = method.__qualname__
    made: dict[str, Any] = {}
    groups: dict[str, Any] = {}
    # Groups first, those at the top before those below them.
    for mark, method in sorted(
        marked, key=lambda one: (not one[0].is_group, one[0].qualified_name.count(" "))
    ):
        if mark.group and mark.group not in groups:
            raise NoSuchGroup(f"{mark.qualified_name}: {method.__qualname__}")
        command = _command(mark, method, groups.get(mark.group))
        made[method.__name__] = command
        if mark.is_group:
            groups[mark.qualified_name] = command
    for make in features.each("made_commands"):
        made |= make(features, groups)
    return made


def _command(mark: Mark, method: Any, parent: Any) -> Any:
    callback = _checked(mark, _copied(method))
    about: dict[str, Any] = {"name": mark.name, "aliases": list(mark.aliases)}
    if mark.description:
        about["description"] = mark.description
    if not mark.has_slash:
        about["with_app_command"] = False
    if mark.is_group and mark.fallback is not None:
        about["fallback"] = mark.fallback
    if mark.usage is not None:
        about["usage"] = mark.usage
    if mark.answers_alone:
        about["autohelp"] = False
    if parent is None:
        make = commands.hybrid_group if mark.is_group else commands.hybrid_command
    else:
        make = parent.group if mark.is_group else parent.command
    command: Any = make(**about)(callback)
    for option, complete in mark.completed.items():
        command.autocomplete(option)(complete)
    return command


def _checked(mark: Mark, callback: Any) -> Any:
    """With what is asked before it runs: slash subcommands don't inherit their group's checks."""
    if mark.who is Who.BOT_OWNER:
        callback = commands.is_owner()(callback)
    else:
        callback = commands.guild_only()(callback)
    if mark.who is Who.ADMINS:
        callback = commands.admin_or_permissions(manage_guild=True)(callback)
    if mark.default_permission is not None:
        allowed = {mark.default_permission: True}
        callback = app_commands.default_permissions(**allowed)(callback)
    if mark.renamed:
        callback = app_commands.rename(**mark.renamed)(callback)
    if mark.choices:
        callback = app_commands.choices(**_choices(mark))(callback)
    if mark.options:
        callback = app_commands.describe(**mark.options)(callback)
    return callback


def _choices(mark: Mark) -> Any:
    return {
        option: [
            app_commands.Choice(name=of_ours(text), value=word) for word, text in words.items()
        ]
        for option, words in mark.choices.items()
    }


def _copied(method: Any) -> Any:
    """Decorators write into functions: the feature's own stays as it is."""
    copy = types.FunctionType(
        method.__code__,
        method.__globals__,
        method.__name__,
        method.__defaults__,
        method.__closure__,
    )
    copy.__kwdefaults__ = method.__kwdefaults__
    copy.__annotations__ = dict(method.__annotations__)
    copy.__qualname__ = method.__qualname__
    copy.__module__ = method.__module__
    # The catalogue holds docstrings as people read them, without indentation.
    copy.__doc__ = inspect.cleandoc(method.__doc__)
    return copy


# -------------------------------------------------------------------- listeners


def _listeners(features: Features) -> dict[str, Any]:
    by_event: dict[str, list[Listener]] = {}
    for listener in sorted(features.each("listeners"), key=lambda one: one.order):
        by_event.setdefault(listener.event, []).append(listener)
    # The cog itself listens to some of them.
    return {f"hear_{event}": _listener(event, those) for event, those in by_event.items()}


def _listener(event: str, listeners: list[Listener]) -> Any:
    """One listener for an event, which calls those of the features in order."""
    sets_locale = any(one.sets_locale for one in listeners)

    async def handle(self: TicketsBase, *about: Any) -> None:
        self.app.runs_in_this_task()
        if sets_locale:
            await self.app.use_locale(_guild_id(about[0]))
        for one in listeners:
            try:
                await one.handle(self.app, *about)
            except errors.Unloaded:
                # The next start looks at what has happened.
                return
            except Exception:
                log.exception("Could not do what follows from %s", event)

    handle.__name__ = handle.__qualname__ = f"hear_{event}"
    return commands.Cog.listener(f"on_{event}")(handle)


def _guild_id(about: Any) -> int:
    guild = getattr(about, "guild", None)
    return int(getattr(about, "guild_id", 0) if guild is None else guild.id)
