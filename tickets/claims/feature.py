"""Claims: one moderator handles a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import (
    Button,
    Feature,
    JobKind,
    Listener,
    SettingHook,
    Settler,
    ShownFact,
    StaffAccess,
    TicketButtons,
)
from ..core.ticket import State
from ..core.ui.ids import MEMBER, NUMBER, SESSION
from . import ui
from .checks import CHECKS
from .commands import ClaimCommands
from .facts import look_at_claim_settings, look_at_claims
from .render import LOG_LINES, NOTICES, SENTENCES, claim_or_release, handled_by, handled_in_list
from .rules import CLAIMED, HANDED_OVER, RELEASED, TAKEN_OVER, claimed_lines
from .service import answering, changing, handlers
from .service.permissions import require_permissions
from .service.suspects import HANDLER
from .settings import ClaimSettings

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Ticket


async def _on_member_left(app: App, payload: discord.RawMemberRemoveEvent) -> None:
    await handlers.notice_handler(app, payload.guild_id, payload.user.id)


async def _on_member_changed(app: App, before: discord.Member, after: discord.Member) -> None:
    if before.roles != after.roles:
        await handlers.notice_handler(app, after.guild.id, after.id)


async def _on_role_deleted(app: App, role: discord.Role) -> None:
    await handlers.notice_handlers(app, role.guild.id)


async def _on_role_changed(app: App, before: discord.Role, after: discord.Role) -> None:
    if before.permissions.administrator and not after.permissions.administrator:
        await handlers.notice_handlers(app, after.guild.id)


async def _after_team_changed(app: App, guild_id: int, settings: Settings) -> None:
    await handlers.notice_handlers(app, guild_id)


def _is_being_claimed(ticket: Ticket) -> bool:
    return ticket.claim_change is not None and ticket.moved_from is None


FEATURE = Feature(
    name="claims",
    needs=("access", "activity", "lifecycle", "staff_log"),
    settings=(ClaimSettings,),
    hooks=(
        SettingHook(
            keys=("claims", "claim_access"),
            require=require_permissions,
        ),
        SettingHook(keys=("moderator_role_ids",), after_change=_after_team_changed),
    ),
    forgets=(handlers.release_forgotten,),
    buttons=(
        Button("claim", NUMBER, answer=ui.claim, row="Claim"),
        Button("release", NUMBER, answer=ui.release, row="Release"),
        Button("take-over", NUMBER, MEMBER, answer=ui.ask_to_take_over, row="Take over"),
        Button(
            "take-over-confirmed",
            NUMBER,
            SESSION,
            MEMBER,
            answer=ui.take_over,
            row="Take over",
        ),
    ),
    commands=(ClaimCommands,),
    listeners=(
        Listener("raw_member_remove", _on_member_left),
        Listener("member_update", _on_member_changed),
        Listener("guild_role_delete", _on_role_deleted),
        Listener("guild_role_update", _on_role_changed),
    ),
    events=(CLAIMED, HANDED_OVER, TAKEN_OVER, RELEASED),
    words=(answering.hear,),
    jobs=(JobKind(HANDLER, handlers.check_handler),),
    catch_up=(handlers.notice_handlers,),
    settlers=(
        Settler(State.OPEN, changing.finish_change, wanted=_is_being_claimed),
        Settler(State.CLOSED, changing.finish_change, wanted=_is_being_claimed),
    ),
    errors=SENTENCES,
    notices=NOTICES,
    log_lines=LOG_LINES,
    controls=(TicketButtons(claim_or_release, order=30),),
    shown=(ShownFact(handled_by, handled_in_list),),
    staff_access=(StaffAccess(lines=claimed_lines, renewed=changing.renewed, told=changing.told),),
    checks=(CHECKS,),
    facts=(look_at_claims,),
    setting_facts=(look_at_claim_settings,),
)
