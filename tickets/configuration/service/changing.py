"""Changing settings: what can't work is refused when it is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.access import opening_plan
from ...core.kinds import Category
from ...doctor.service.examining import known_problems
from ...lifecycle.service.placing import require_usable
from ...requests.service import reception_was_chosen
from ...staff_log.notices import LOST
from ...staff_log.service import reception_gone

if TYPE_CHECKING:
    from ...core.app import Desk
    from ...core.settings import Setting, Settings


#: Seconds for which it is told that something was deleted: 30 days.
NOTICED = 30 * 24 * 60 * 60


async def change_setting(desk: Desk, guild_id: int, setting: Setting, value: Any) -> Settings:
    """Stores a value that its kind has checked; refuses a place that can't be used."""
    settings = replace(await desk.settings.of(guild_id), **{setting.key: value})
    if setting.key == "reception_channel_id" and value is not None:
        desk.reception.require_writable(guild_id, value)
    elif setting.key in ("reception_channel_id", "validation"):
        await _require_reception(desk, guild_id, settings)
    # The channel may be gone without anybody's doing: that must not stop other changes.
    about_transcripts = setting.key in ("transcripts", "transcript_channel_id")
    if about_transcripts and settings.transcripts and settings.transcript_channel_id is None:
        raise errors.TranscriptChannelNeeded
    if setting.key == "transcript_channel_id" and value is not None:
        desk.archive.require_postable(guild_id, value)
    category_id = settings.category_id
    # What is wanted after closing needs permissions of its own.
    concerns_category = isinstance(setting.kind, Category) or setting.key == "closed_access"
    if concerns_category and category_id is not None:
        require_usable_category(desk, guild_id, settings, category_id)
    settings = await desk.settings.change(guild_id, **{setting.key: value})
    if not value and setting.key in LOST:
        # Wanted to be none: what was deleted before is no loss any more.
        await desk.notices.forget(guild_id, LOST[setting.key])
    if setting.key == "reception_channel_id" and value is not None:
        await reception_was_chosen(desk, guild_id)
    return settings


async def lost_settings(desk: Desk, guild_id: int) -> frozenset[str]:
    """Keys of the settings that name nothing because what they named was deleted."""
    settings = await desk.settings.of(guild_id)
    kinds = await desk.notices.kinds(guild_id, desk.now() - NOTICED)
    return frozenset(
        key for key, kind in LOST.items() if kind in kinds and not getattr(settings, key)
    )


async def enable_system(desk: Desk, guild_id: int) -> Settings:
    """Lets members open tickets, or raises ``NotReady`` with all that stands against it."""
    await require_ready(desk, guild_id, await desk.settings.of(guild_id))
    return await desk.settings.change(guild_id, enabled=True)


async def require_ready(desk: Desk, guild_id: int, settings: Settings) -> None:
    """Raises ``NotReady`` with all that would stand against tickets with these settings."""
    report = await known_problems(desk, guild_id, settings)
    if report.fatal:
        raise errors.NotReady(findings=report.fatal)


async def disable_system(desk: Desk, guild_id: int) -> Settings:
    """Lets nobody open tickets; existing ones can still be handled."""
    return await desk.settings.change(guild_id, enabled=False)


async def _require_reception(desk: Desk, guild_id: int, settings: Settings) -> None:
    """Raises ``ReceptionNeeded``, or what is missing there, unless requests can be decided."""
    channel_id = settings.reception_channel_id
    if not settings.is_manual:
        return
    if channel_id is None:
        raise errors.ReceptionNeeded
    try:
        desk.reception.require_writable(guild_id, channel_id)
    except errors.ChannelGone as error:
        await reception_gone(desk, guild_id, channel_id)
        raise errors.ReceptionNeeded from error


def require_usable_category(
    desk: Desk, guild_id: int, settings: Settings, category_id: int | None
) -> None:
    """Raises ``CategoryMissing``, or what the bot lacks for tickets there."""
    place = None if category_id is None else desk.rooms.place(guild_id, category_id)
    if place is None:
        raise errors.CategoryMissing
    plan = opening_plan(
        everyone_id=guild_id,
        bot_id=desk.rooms.bot_id(guild_id),
        opener_id=0,
        terms=settings.terms(),
        existing_roles=desk.rooms.role_ids(guild_id),
    )
    require_usable(place, plan, settings.terms())
