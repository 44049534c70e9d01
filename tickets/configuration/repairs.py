"""Repairs of settings, and of the channels that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Permissions
from ..core.repair_plans import allowing_plan, private_plan
from ..core.repairs import each
from ..core.team import Team
from .rules import Creatable
from .service.creating import create_category, create_staff_channel

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.errors import TicketError
    from ..core.health import Finding


async def forget_roles(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Takes roles out of the settings."""
    settings = await app.settings.of(guild_id)
    gone = finding.case.targets
    await app.settings.change(
        guild_id,
        moderator_role_ids=tuple(
            one for one in settings[Team].moderator_role_ids if one not in gone
        ),
        access_role_ids=tuple(one for one in settings[Team].access_role_ids if one not in gone),
    )
    return ()


async def forget_channels(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Takes channels out of the settings."""
    settings = await app.settings.of(guild_id)
    for key in app.features.lost_notices:
        if settings.get(key) in finding.case.targets:
            await app.settings.change(guild_id, **{key: None})
    return ()


async def make_category(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Makes the category."""
    return await each(finding.case.targets, lambda _guild: create_category(app, guild_id))


async def make_reception(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Makes the reception channel."""
    return await each(
        finding.case.targets,
        lambda _guild: create_staff_channel(app, guild_id, Creatable.RECEPTION),
    )


async def make_transcripts(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Makes the transcript channel."""
    return await each(
        finding.case.targets,
        lambda _guild: create_staff_channel(app, guild_id, Creatable.TRANSCRIPTS),
    )


async def hide_channels(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Hides channels from everybody but the staff."""
    settings = await app.settings.of(guild_id)
    existing = app.channels.role_ids(guild_id)
    moderators = [role for role in settings[Team].moderator_role_ids if role in existing]

    async def hide(channel_id: int) -> None:
        plan = private_plan(
            app.channels.overwrites_of(guild_id, channel_id),
            everyone_id=guild_id,
            bot_id=app.channels.bot_id(guild_id),
            role_ids=moderators,
        )
        await app.channels.set_overwrites_of(guild_id, channel_id, plan)

    return await each(finding.case.targets, hide)


async def allow_bot(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Allows the bot what it lacks."""
    missing = finding.case.about["permissions"]
    assert isinstance(missing, Permissions)

    async def allow(channel_id: int) -> None:
        plan = allowing_plan(
            app.channels.overwrites_of(guild_id, channel_id),
            member_id=app.channels.bot_id(guild_id),
            allow=frozenset(missing.names),
        )
        await app.channels.set_overwrites_of(guild_id, channel_id, plan)

    return await each(finding.case.targets, allow)
