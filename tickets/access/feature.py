"""Members and roles in a ticket besides its opener, and roles that have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Button, Feature, JobKind, Listener, Repair, SettingHook
from ..core.team import Team
from . import repairs, ui
from .checks import CHECKS
from .commands import AccessCommands
from .discord import Guests
from .facts import look_at_team, look_at_tickets
from .render import ANNOUNCEMENTS, LOG_LINES, NOTICES, SENTENCES
from .rules import ACCESS_ROLE_GONE, MODERATOR_ROLE_GONE, OBSERVER_ROLE_GONE
from .service import (
    ADDED,
    REMOVED,
    ROLES,
    apply_roles,
    drop_deleted_role,
    notice_deleted_roles,
)

if TYPE_CHECKING:
    import discord

    from ..core.app import App


async def _on_role_deleted(app: App, role: discord.Role) -> None:
    await drop_deleted_role(app, role.guild.id, role.id, role.name)


FEATURE = Feature(
    name="access",
    needs=("lifecycle", "staff_log"),
    parts={Guests: lambda app: Guests(app.bot, app.channels)},
    settings=(Team,),
    hooks=(
        SettingHook(keys=("moderator_role_ids",), lost_notice=MODERATOR_ROLE_GONE),
        SettingHook(keys=("access_role_ids",), lost_notice=ACCESS_ROLE_GONE),
        SettingHook(keys=("observer_role_ids",), lost_notice=OBSERVER_ROLE_GONE),
    ),
    buttons=(Button("apply-roles", answer=ui.apply_roles, row="Apply to … open tickets"),),
    commands=(AccessCommands,),
    listeners=(Listener("guild_role_delete", _on_role_deleted),),
    catch_up=(notice_deleted_roles,),
    events=(ADDED, REMOVED),
    jobs=(JobKind(ROLES, apply_roles),),
    errors=SENTENCES,
    notices=NOTICES,
    log_lines=LOG_LINES,
    announcements=ANNOUNCEMENTS,
    checks=(CHECKS,),
    facts=(look_at_tickets,),
    setting_facts=(look_at_team,),
    repairs=(
        Repair("apply-roles", repairs.apply_roles, in_background=True),
        Repair("mend-tickets", repairs.repair_tickets, in_background=True),
    ),
)
