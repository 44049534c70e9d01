"""Tickets that a moderator decides about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.people import person_of
from ..core.feature import (
    BeforeOpening,
    Button,
    Feature,
    Follower,
    Form,
    JobKind,
    Listener,
    Repair,
    SettingHook,
    Settler,
)
from ..core.ticket import State
from ..core.ui.ids import MEMBER, NUMBER
from ..staff_log.discord import LogChannel
from ..staff_log.settings import LogSettings
from . import service, ui
from .checks import reception, waiting
from .commands import RequestCommands
from .discord import RequestMessages
from .facts import look_at_requests
from .render import MESSAGES, NOTICES, SENTENCES
from .repairs import post_requests
from .settings import RequestSettings

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.settings import Settings


async def _on_member_left(app: App, payload: discord.RawMemberRemoveEvent) -> None:
    await service.cancel_requests_of(app, payload.guild_id, person_of(payload.user))


async def _move_requests(app: App, guild_id: int, settings: Settings) -> None:
    if settings[LogSettings].reception_channel_id is not None:
        await service.move_requests(app, guild_id)


FEATURE = Feature(
    name="requests",
    needs=("lifecycle", "panels", "staff_log"),
    parts={RequestMessages: lambda app: RequestMessages(app.channels, app[LogChannel])},
    settings=(RequestSettings,),
    hooks=(
        SettingHook(
            keys=("reception_channel_id", "validation"), require=service.require_can_be_decided
        ),
        SettingHook(keys=("reception_channel_id",), after_change=_move_requests),
    ),
    forgets=(service.forget_requests,),
    buttons=(
        Button("accept", NUMBER, answer=ui.accept, row="Accept"),
        Button("refuse", NUMBER, answer=ui.refuse, row="Refuse"),
        Button("withdraw", NUMBER, answer=ui.withdraw, row="Cancel request"),
        Button("result", NUMBER, MEMBER, answer=ui.show_result, row="Show the result"),
    ),
    forms=(Form("refuse", NUMBER, answer=ui.submit_refusal, row="Refuse"),),
    commands=(RequestCommands,),
    listeners=(Listener("raw_member_remove", _on_member_left, sets_locale=True),),
    events=(service.REQUESTED, service.REFUSED, service.CANCELLED),
    followers=(
        Follower(
            service.show_decision,
            ("opened", service.REFUSED, service.CANCELLED),
            order=30,
        ),
        Follower(service.tell_member, ("opened", service.REFUSED), order=40),
    ),
    jobs=(JobKind(service.REQUEST, service.show_request),),
    guards=(service.require_not_refused,),
    before_opening=(
        BeforeOpening(
            wanted=lambda settings: settings[RequestSettings].is_manual,
            state=State.REQUESTED,
            require=service.require_reception,
            send=service.send_request,
            answer=ui.answer,
            opening_failed=service.cancel_without_opener,
        ),
    ),
    catch_up=(service.notice_requesters, service.move_misplaced_requests),
    settlers=(
        Settler(State.REQUESTED, service.settle_request),
        Settler(State.FAILED, service.settle_failed_request),
        Settler(State.REFUSED, service.settle_ended_request),
        Settler(State.CANCELLED, service.settle_ended_request),
    ),
    errors=SENTENCES,
    notices=NOTICES,
    messages=MESSAGES,
    checks=(reception.CHECKS, waiting.CHECKS),
    facts=(look_at_requests,),
    repairs=(Repair("post-requests", post_requests, in_background=True),),
)
