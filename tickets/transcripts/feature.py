"""Saved conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import (
    BeforeDeletion,
    Button,
    Feature,
    Follower,
    JobKind,
    Listener,
    SettingHook,
    TicketButtons,
)
from ..core.ui.ids import NUMBER
from . import service, ui
from .checks import CHECKS
from .commands import TranscriptCommands
from .discord.archive import Archive
from .discord.threads import ThreadWatch
from .facts import look_at_channel
from .render import LOG_LINES, NOTICES, SENTENCES, save_of_closed
from .rules import TRANSCRIPT_CHANNEL_GONE
from .settings import TranscriptSettings
from .store import FORGETS_TICKETS, PERSONAL, TranscriptStore

if TYPE_CHECKING:
    import discord

    from ..core.app import App


async def _on_channel_deleted(app: App, channel: discord.abc.GuildChannel) -> None:
    app[ThreadWatch].forget(channel.id)
    await service.drop_deleted_transcript_channel(app, channel.guild.id, channel.id)


async def _on_guild_shown(app: App, guild: discord.Guild) -> None:
    """After each new session, too: what the gateway told before may be out of date."""
    app[ThreadWatch].begin(guild)


async def _on_thread_changed(app: App, update: discord.RawThreadUpdateEvent) -> None:
    app[ThreadWatch].note_update(update)


async def _watch_threads(app: App) -> None:
    for guild in app.bot.guilds:
        app[ThreadWatch].begin(guild)


async def _clear(app: App) -> None:
    await app[Archive].clear()


def _archive(app: App) -> Archive:
    return Archive(app.bot, app.channels, app.direct, app[ThreadWatch], app.folder / "saving")


FEATURE = Feature(
    name="transcripts",
    needs=("lifecycle", "staff_log"),
    parts={
        ThreadWatch: lambda _app: ThreadWatch(),
        Archive: _archive,
        TranscriptStore: lambda app: TranscriptStore(app.database),
    },
    settings=(TranscriptSettings,),
    hooks=(
        SettingHook(keys=("transcripts",), require=service.require_channel),
        SettingHook(
            keys=("transcript_channel_id",),
            require=service.require_channel,
            lost_notice=TRANSCRIPT_CHANNEL_GONE,
        ),
    ),
    personal=(PERSONAL,),
    forgets_tickets=FORGETS_TICKETS,
    buttons=(Button("save", NUMBER, answer=ui.save, row="Save transcript"),),
    commands=(TranscriptCommands,),
    listeners=(
        Listener("guild_channel_delete", _on_channel_deleted),
        Listener("guild_available", _on_guild_shown),
        Listener("guild_join", _on_guild_shown),
        Listener("raw_thread_update", _on_thread_changed),
    ),
    events=(service.SAVED,),
    followers=(Follower(service.save_closed, ("closed",), order=45),),
    jobs=(JobKind(service.TRANSCRIPT, service.save_after_closing, service.report_failed_save),),
    before_deletion=(BeforeDeletion(wanted=service.saves, run=service.require_saved),),
    at_load=(_clear, _watch_threads),
    catch_up=(service.notice_deleted_transcript_channel,),
    errors=SENTENCES,
    notices=NOTICES,
    log_lines=LOG_LINES,
    controls=(TicketButtons(save_of_closed, order=50),),
    checks=(CHECKS,),
    setting_facts=(look_at_channel,),
)
