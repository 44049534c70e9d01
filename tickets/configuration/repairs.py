"""Repairs of settings, and of the channels that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Permissions
from ..core.repair_plans import allowing_plan, private_plan
from ..core.repairs import each
from ..core.team import STAFF_ROLES, Team
from .rules import Creatable
from .service.creating import create

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.errors import TicketError
    from ..core.health import Finding


async def forget_roles(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Takes roles out of the settings."""
    for role_id in finding.case.targets:
        for key in STAFF_ROLES:
            if role_id in ((await app.settings.of(guild_id)).own(finding.type_id, key) or ()):
                await app.settings.drop(guild_id, finding.type_id, key, role_id)
    return ()


async def forget_channels(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Takes channels out of the settings."""
    settings = await app.settings.of(guild_id)
    for key in app.features.lost_notices:
        channel_id = settings.own(finding.type_id, key)
        if channel_id in finding.case.targets:
            await app.settings.drop(guild_id, finding.type_id, key, channel_id)
    return ()


async def make_category(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Makes the category."""
    return await _make(app, guild_id, finding, Creatable.CATEGORY)


async def make_reception(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Makes the reception channel."""
    return await _make(app, guild_id, finding, Creatable.RECEPTION)


async def make_transcripts(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Makes the transcript channel."""
    return await _make(app, guild_id, finding, Creatable.TRANSCRIPTS)


async def _make(
    app: App, guild_id: int, finding: Finding, what: Creatable
) -> tuple[TicketError, ...]:
    return await each(
        finding.case.targets,
        lambda _guild: create(app, guild_id, what, type_id=finding.type_id),
    )


async def hide_channels(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Hides channels from everybody but the staff."""
    settings = (await app.settings.of(guild_id)).for_type(finding.type_id)
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
