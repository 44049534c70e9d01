"""Changing settings: what can't work is refused when it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...doctor.service.examining import known_problems
from ...staff_log.store import NoticeStore
from ..rules import NotReady

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.health import Report
    from ...core.settings import Setting, Settings


#: Seconds for which it is told that something was deleted: 30 days.
NOTICED = 30 * 24 * 60 * 60


async def change_setting(app: App, guild_id: int, setting: Setting, value: Any) -> Settings:
    """Stores a value that its kind has checked; raises what its feature has against it."""
    await _require(app, guild_id, setting, value)
    settings = await app.settings.change(guild_id, **{setting.key: value})
    await call_after_change(app, guild_id, settings, setting.key)
    return settings


async def reset_setting(app: App, guild_id: int, setting: Setting) -> Settings:
    """Brings a setting's default back, likewise."""
    await _require(app, guild_id, setting, setting.default)
    settings = await app.settings.restore_default(guild_id, setting.key)
    await call_after_change(app, guild_id, settings, setting.key)
    return settings


async def _require(app: App, guild_id: int, setting: Setting, value: Any) -> None:
    wanted = (await app.settings.of(guild_id)).with_values(**{setting.key: value})
    for hook in app.features.hooks_of(setting.key):
        if hook.require is not None:
            await hook.require(app, guild_id, wanted, setting.key)


async def call_after_change(app: App, guild_id: int, settings: Settings, *keys: str) -> None:
    """Calls what features do after their settings were changed."""
    for key in keys:
        for hook in app.features.hooks_of(key):
            if hook.lost_notice is not None and not settings.get(key):
                # Wanted to be none: what was deleted before is no loss any more.
                await app[NoticeStore].forget(guild_id, hook.lost_notice)
            if hook.after_change is not None:
                await hook.after_change(app, guild_id, settings)


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
