"""The log, and what the staff is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Button, Feature, Follower, JobKind, Listener, SettingHook
from ..core.ui.ids import MEMBER
from . import ui
from .discord import LogChannel
from .facts import look_at_reception
from .render import NOTICES
from .rules import LOG, RECEPTION_GONE
from .service import drop_deleted_reception, follow, notice_deleted_reception, write_line
from .settings import LogSettings
from .store import PERSONAL, NoticeStore

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.settings import Settings


async def _on_channel_deleted(app: App, channel: discord.abc.GuildChannel) -> None:
    await drop_deleted_reception(app, channel.guild.id, channel.id)


async def _require_writable(app: App, guild_id: int, settings: Settings, key: str) -> None:
    channel_id = settings[LogSettings].reception_channel_id
    if channel_id is not None:
        app[LogChannel].require_writable(guild_id, channel_id)


FEATURE = Feature(
    name="staff_log",
    parts={
        NoticeStore: lambda app: NoticeStore(app.database),
        LogChannel: lambda app: LogChannel(app.bot, app.channels, app.features),
    },
    settings=(LogSettings,),
    hooks=(
        SettingHook(
            keys=("reception_channel_id",), require=_require_writable, lost_notice=RECEPTION_GONE
        ),
    ),
    personal=(PERSONAL,),
    catch_up=(notice_deleted_reception,),
    # Shows notices; 1.0.0 called them news.
    buttons=(Button("news", MEMBER, answer=ui.show, row="Show"),),
    listeners=(Listener("guild_channel_delete", _on_channel_deleted),),
    followers=(Follower(follow, order=10),),
    jobs=(JobKind(LOG, write_line),),
    notices=NOTICES,
    besides=(ui.besides,),
    hints=(ui.hint,),
    setting_facts=(look_at_reception,),
)
