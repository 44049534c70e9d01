"""Changing settings: what can't work is refused when it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.errors import DiscordSaidNo, SettingRefused, TypeGone
from ...core.settings import TEAM
from ...doctor.service.examining import known_problems
from ...staff_log.store import NoticeStore
from ..rules import NotReady, RefusedTogether

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...core.app import App
    from ...core.errors import TicketError
    from ...core.health import Report
    from ...core.settings import Setting, Settings
    from ...core.ticket_type import TicketType
    from ..rules import Changes

#: Seconds for which it is told that something was deleted: 30 days.
NOTICED = 30 * 24 * 60 * 60


async def change_setting(
    app: App, guild_id: int, setting: Setting, value: Any, *, type_id: int | None = None
) -> Settings:
    """Stores a value that its kind has checked; raises what its feature has against it.

    For a type if `type_id` is given, else for the server.
    """
    if type_id is not None and setting.private and not value:
        # A type's own, or none: it knows of nothing that is missing.
        return await reset_setting(app, guild_id, setting, type_id=type_id)
    present = (await app.settings.of(guild_id)).for_type(type_id)
    if type_id is None:
        wanted = present.with_values(**{setting.key: value})
    else:
        stored = app.settings.as_stored({setting.key: value})
        wanted = _with_type(
            present, type_id, lambda now: now.with_value(setting.key, stored[setting.key])
        )
    await _require(app, guild_id, wanted, setting.key)
    settings = await app.settings.change_for(guild_id, type_id, **{setting.key: value})
    await call_after_change(app, guild_id, settings, setting.key)
    return settings


async def reset_setting(
    app: App, guild_id: int, setting: Setting, *, type_id: int | None = None
) -> Settings:
    """Brings a setting's default back, or for a type what the server has, likewise."""
    present = (await app.settings.of(guild_id)).for_type(type_id)
    if type_id is None:
        wanted = present.with_values(**{setting.key: setting.default})
        await _require(app, guild_id, wanted, setting.key)
        settings = await app.settings.restore_default(guild_id, setting.key)
    else:
        keys = _forgotten_with(app, setting)
        wanted = _with_type(present, type_id, lambda now: now.without(*keys))
        await _require(app, guild_id, wanted, setting.key)
        settings = await app.settings.change_type(
            guild_id, type_id, lambda now: now.without(*keys)
        )
    await call_after_change(app, guild_id, settings, setting.key)
    return settings


async def change_settings(
    app: App, guild_id: int, seen: Settings, changes: Changes, *, type_id: int | None = None
) -> Settings | None:
    """Stores several changes, or none of them; None if the settings aren't as they were `seen`.

    For a type if `type_id` is given, else for the server. Raises :class:`RefusedTogether` with
    whatever stands against any of them.
    """
    declared = app.settings.declared
    values, forget = dict(changes.values), set(changes.restored)
    if type_id is None:
        defaults = {key: declared.defaults[key] for key in forget}
        wanted = seen.with_values(**values, **defaults)
    else:
        every = declared.settings
        # As above: a type's own, or none.
        forget |= {key for key, value in values.items() if every[key].private and not value}
        values = {key: value for key, value in values.items() if key not in forget}
        for key in tuple(forget):
            forget |= set(_forgotten_with(app, every[key])) - values.keys()
        own = app.settings.as_stored(values)
        wanted = _with_type(seen, type_id, lambda now: now.without(*forget).with_values(own))
    refused = await _refusals(app, guild_id, wanted, (*changes.values, *changes.restored))
    if refused:
        raise RefusedTogether(refused)
    return await app.settings.change_together(guild_id, type_id, values, forget=forget, seen=seen)


async def _refusals(
    app: App, guild_id: int, wanted: Settings, keys: Iterable[str]
) -> dict[str, TicketError]:
    """What stands against settings as they would be, by the changed settings' keys."""
    refused: dict[str, TicketError] = {}
    for key in dict.fromkeys(keys):
        try:
            if key in app.settings.declared.settings:
                await _require(app, guild_id, wanted, key)
            elif wanted.enabled:
                await require_ready(app, guild_id, wanted)
        except (SettingRefused, DiscordSaidNo) as error:
            refused[key] = error
    return refused


def _forgotten_with(app: App, setting: Setting) -> tuple[str, ...]:
    """A type without a team of its own has no private channels of its own either: its tickets
    would be told of where the former team reads."""
    if setting.key != TEAM:
        return (setting.key,)
    private = (one.key for one in app.settings.declared.of_types if one.private)
    return (setting.key, *private)


def _with_type(
    present: Settings, type_id: int, change: Callable[[TicketType], TicketType]
) -> Settings:
    """What would count for the type if it were changed; raises ``TypeGone``."""
    if all(one.id != type_id for one in present.types):
        raise TypeGone
    types = [change(one) if one.id == type_id else one for one in present.all_types]
    return present.with_types(types).for_type(type_id)


async def _require(app: App, guild_id: int, wanted: Settings, key: str) -> None:
    for hook in app.features.hooks_of(key):
        if hook.require is not None:
            await hook.require(app, guild_id, wanted, key)


async def call_after_change(app: App, guild_id: int, settings: Settings, *keys: str) -> None:
    """Calls what features do after their settings were changed."""
    for key in keys:
        for hook in app.features.hooks_of(key):
            if hook.lost_notice is not None and settings.type_id is None and not settings.get(key):
                # Wanted to be none: what was deleted before is no loss any more.
                await app[NoticeStore].forget(guild_id, hook.lost_notice)
            if hook.after_change is not None:
                await hook.after_change(app, guild_id, settings)


async def note_after(app: App, guild_id: int, settings: Settings, key: str) -> str | None:
    """What is to be said to who has changed a setting."""
    hooks = app.features.hooks_of(key)
    notes = [await one.note(app, guild_id, settings, key) for one in hooks if one.note is not None]
    return "\n".join(filter(None, notes)) or None


async def lost_settings(app: App, guild_id: int) -> frozenset[str]:
    """Keys of the settings that name nothing because what they named was deleted."""
    settings = await app.settings.of(guild_id)
    kinds = await app[NoticeStore].kinds(guild_id, app.now() - NOTICED)
    return frozenset(
        key
        for key, kind in app.features.lost_notices.items()
        if kind in kinds and not settings.get(key)
    )


async def enable_system(app: App, guild_id: int) -> Settings:
    """Lets members open tickets, or raises ``NotReady`` with all that stands against it."""
    await require_ready(app, guild_id, await app.settings.of(guild_id))
    return await app.settings.change(guild_id, enabled=True)


async def require_ready(app: App, guild_id: int, settings: Settings) -> Report:
    """Raises ``NotReady`` with all that would stand against tickets with these settings.

    Returns what else is wrong with them.
    """
    report = await known_problems(app, guild_id, settings)
    if report.fatal:
        raise NotReady(findings=report.fatal)
    return report


async def disable_system(app: App, guild_id: int) -> Settings:
    """Lets nobody open tickets; existing ones can still be handled."""
    return await app.settings.change(guild_id, enabled=False)
