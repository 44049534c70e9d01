"""Saving a page of settings: all of it, or nothing."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from ...configuration.rules import Changes, RefusedTogether
from ...configuration.service.changing import call_after_change, change_settings
from ...core.errors import TicketError
from ...core.settings import Scope
from ..rules import Filled, Meaning, Outcome, TakesLonger, changed_meanwhile, meaning

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    import discord

    from ...core.app import App
    from ...core.settings import Settings
    from ..rules import Texts

T = TypeVar("T")

log = logging.getLogger("red.tickets.web")

#: The key of the switch that lets members open tickets.
ENABLED = "enabled"
#: Seconds that a page waits for what follows from a change; it goes on without it.
PATIENCE = 2


def held(app: App, settings: Settings, key: str, exists: Collection[int]) -> Texts:
    """The texts by which a page's field holds a setting, in the server's language.

    None for what a type has as the server, where the settings are a type's.
    """
    if key == ENABLED:
        return ("on" if settings.enabled else "off",)
    setting = app.settings.declared.settings[key]
    found = settings.type
    if found is not None and setting.scope is Scope.TYPE and key not in found.values:
        return None
    return setting.kind.held(settings.get(key), exists)


async def save(
    app: App,
    guild: discord.Guild,
    fields: Mapping[str, Filled],
    *,
    exists: Collection[int],
    type_id: int | None = None,
) -> Outcome:
    """Stores what somebody has changed on a page; words are the server's.

    Everything or nothing, and nothing of others: what they have changed meanwhile stays.
    """
    while True:
        seen = (await app.settings.of(guild.id)).for_type(type_id)
        now = {key: held(app, seen, key, exists) for key in fields}
        meant = {key: meaning(one, now[key]) for key, one in fields.items()}
        contested = tuple(key for key, one in meant.items() if one is Meaning.CONTESTED)
        wanted = {key: fields[key] for key, one in meant.items() if one is Meaning.CHANGED}
        meanwhile = tuple(key for key, one in fields.items() if changed_meanwhile(one, now[key]))
        changes, refused = _read(app, guild, wanted)
        if refused or contested:
            return Outcome(refused=refused, contested=contested, meanwhile=meanwhile)
        if not wanted:
            return Outcome(refused={}, meanwhile=meanwhile)
        try:
            stored = await change_settings(app, guild.id, seen, changes, type_id=type_id)
        except RefusedTogether as error:
            return Outcome(refused=error.errors, meanwhile=meanwhile)
        if stored is not None:
            trouble = await _follow(app, guild.id, stored, tuple(wanted))
            return Outcome(saved=tuple(wanted), refused={}, meanwhile=meanwhile, trouble=trouble)


def _read(
    app: App, guild: discord.Guild, wanted: Mapping[str, Filled]
) -> tuple[Changes, dict[str, TicketError]]:
    """What the fields mean, and what can't be understood."""
    values: dict[str, Any] = {}
    restored: list[str] = []
    refused: dict[str, TicketError] = {}
    for key, one in wanted.items():
        if key == ENABLED:
            values[key] = one.given == ("on",)
        elif one.given is None or one.is_default:
            restored.append(key)
        else:
            try:
                values[key] = app.settings.declared.settings[key].kind.sent(guild, one.given)
            except TicketError as error:
                refused[key] = error
    return Changes(values=values, restored=restored), refused


async def patiently(app: App, work: Callable[[], Awaitable[T]]) -> T:
    """Does what may take long on Discord; raises ``TakesLonger`` while that goes on.

    Where a bot and its web server are two programs, all pages wait for one.
    """

    async def run() -> T:
        app.runs_in_this_task()
        return await work()

    task = asyncio.create_task(run(), name="tickets-page")
    await asyncio.wait({task}, timeout=PATIENCE)
    if task.done():
        return task.result()
    task.add_done_callback(_tell_late)
    raise TakesLonger


def _tell_late(task: asyncio.Task[Any]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.warning("What a page began has failed: %r", error)


async def _follow(
    app: App, guild_id: int, settings: Settings, keys: tuple[str, ...]
) -> TicketError | None:
    """Does what features do after a change; what takes longer goes on behind the page.

    Where a bot and its web server are two programs, all pages wait for one.
    """

    async def follow() -> TicketError | None:
        app.runs_in_this_task()
        try:
            await call_after_change(app, guild_id, settings, *keys)
        except TicketError as error:
            return error
        except Exception:
            log.exception("Could not do what follows from a change of %s", keys)
        return None

    task = asyncio.create_task(follow(), name="tickets-after-change")
    await asyncio.wait({task}, timeout=PATIENCE)
    return task.result() if task.done() and not task.cancelled() else None
