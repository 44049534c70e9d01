"""The team's board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Feature, Listener, SettingHook
from .checks import CHECKS
from .discord import BoardMessages
from .facts import look_at_board
from .render import NOTICES, SENTENCES
from .rules import BOARD_GONE
from .service import (
    Boards,
    after_change,
    drop_deleted_board,
    look_at_boards,
    remove_boards,
    require_board,
)
from .settings import BoardSettings
from .store import BoardStore

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.ticket import Ticket


async def _on_channel_deleted(app: App, channel: discord.abc.GuildChannel) -> None:
    await drop_deleted_board(app, channel.guild.id, channel.id)


async def _on_message_deleted(app: App, payload: discord.RawMessageDeleteEvent) -> None:
    """It may have been a board: then it is posted anew."""
    if payload.guild_id is not None:
        await app[Boards].forget_deleted(payload.guild_id, payload.message_id)


def _watch(app: App, ticket: Ticket) -> None:
    app[Boards].touch(ticket.guild_id)


FEATURE = Feature(
    name="board",
    needs=("activity", "staff_log"),
    parts={
        BoardStore: lambda app: BoardStore(app.database),
        BoardMessages: lambda app: BoardMessages(app.channels),
        Boards: Boards,
    },
    settings=(BoardSettings,),
    hooks=(
        SettingHook(
            keys=("board_channel_id",),
            require=require_board,
            after_change=after_change,
            lost_notice=BOARD_GONE,
        ),
    ),
    listeners=(
        Listener("guild_channel_delete", _on_channel_deleted),
        Listener("raw_message_delete", _on_message_deleted),
    ),
    watchers=(_watch,),
    catch_up=(look_at_boards,),
    resets=(remove_boards,),
    errors=SENTENCES,
    notices=NOTICES,
    checks=(CHECKS,),
    setting_facts=(look_at_board,),
)
