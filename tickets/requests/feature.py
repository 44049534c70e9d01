"""Tickets that a moderator decides about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.people import person_of
from ..core.discord.sent_files import SentFiles
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
from ..lifecycle.discord.files import TicketFiles
from ..staff_log.discord import LogChannel
from ..staff_log.settings import LogSettings
from . import ui
from .checks import reception, waiting
from .commands import RequestCommands
from .discord import RequestFiles, RequestMessages
from .facts import look_at_files, look_at_requests
from .render import MESSAGES, NOTICES, SENTENCES
from .repairs import post_requests
from .service import files, requests, showing
from .settings import RequestSettings

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.settings import Settings


async def _on_member_left(app: App, payload: discord.RawMemberRemoveEvent) -> None:
    await requests.cancel_requests_of(app, payload.guild_id, person_of(payload.user))


async def _move_requests(app: App, guild_id: int, settings: Settings) -> None:
    if settings[LogSettings].reception_channel_id is not None:
        await requests.move_requests(app, guild_id)


FEATURE = Feature(
    name="requests",
    needs=("lifecycle", "panels", "staff_log"),
    parts={
        RequestMessages: lambda app: RequestMessages(app.channels, app[LogChannel]),
        RequestFiles: lambda app: RequestFiles(app.channels, app[TicketFiles], app[SentFiles]),
    },
    settings=(RequestSettings,),
    hooks=(
        SettingHook(
            keys=("reception_channel_id", "validation"), require=requests.require_can_be_decided
        ),
        SettingHook(keys=("reception_channel_id",), after_change=_move_requests),
    ),
    forgets=(requests.forget_requests,),
    buttons=(
        Button("accept", NUMBER, answer=ui.accept, row="Accept"),
        Button("refuse", NUMBER, answer=ui.refuse, row="Refuse"),
        Button("withdraw", NUMBER, answer=ui.withdraw, row="Cancel request"),
        Button("result", NUMBER, MEMBER, answer=ui.show_result, row="Show the result"),
    ),
    forms=(Form("refuse", NUMBER, answer=ui.submit_refusal, row="Refuse"),),
    commands=(RequestCommands,),
    listeners=(Listener("raw_member_remove", _on_member_left, sets_locale=True),),
    events=(requests.REQUESTED, requests.REFUSED, requests.CANCELLED),
    followers=(
        Follower(
            requests.show_decision,
            ("opened", requests.REFUSED, requests.CANCELLED),
            order=30,
        ),
        Follower(
            files.hold_files, (requests.REQUESTED, requests.REFUSED, requests.CANCELLED), order=35
        ),
        Follower(requests.tell_member, ("opened", requests.REFUSED), order=40),
    ),
    jobs=(
        JobKind(showing.REQUEST, requests.show_request),
        JobKind(files.REQUEST_FILES, files.keep_files),
    ),
    guards=(requests.require_not_refused,),
    before_opening=(
        BeforeOpening(
            wanted=lambda settings: settings[RequestSettings].is_manual,
            state=State.REQUESTED,
            require=requests.require_reception,
            send=requests.send_request,
            answer=ui.answer,
            opening_failed=requests.cancel_without_opener,
        ),
    ),
    catch_up=(requests.notice_requesters, requests.move_misplaced_requests),
    settlers=(
        Settler(State.REQUESTED, requests.settle_request),
        Settler(State.FAILED, requests.settle_failed_request),
        Settler(State.REFUSED, requests.settle_ended_request),
        Settler(State.CANCELLED, requests.settle_ended_request),
    ),
    errors=SENTENCES,
    notices=NOTICES,
    messages=MESSAGES,
    checks=(reception.CHECKS, waiting.CHECKS),
    facts=(look_at_requests,),
    setting_facts=(look_at_files,),
    repairs=(Repair("post-requests", post_requests, in_background=True),),
)
