"""Messages of boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core import errors
from ..core.discord.refusals import repeat_if_lost, translating_refusals
from .render import board_page, digest_of, is_board

if TYPE_CHECKING:
    from ..core.discord.channels import Channels
    from .rules import Shown

#: What the bot needs in the channel.
POSTING = ("view_channel", "send_messages", "read_message_history")
#: How far back a board is looked for after the bot was killed.
_LOOK_BACK = 50
_NOBODY = discord.AllowedMentions.none()


class BoardMessages:
    """Posts and edits them. Raises a ``DiscordSaidNo`` when Discord refuses."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    def is_public(self, guild_id: int, channel_id: int) -> bool:
        """Whether every member reads the channel."""
        channel = self._channels.text_channel(guild_id, channel_id)
        return channel.permissions_for(channel.guild.default_role).view_channel

    def require_writable(self, guild_id: int, channel_id: int) -> None:
        """Raises ``ChannelGone`` or ``MissingPermissions`` for a channel that won't do."""
        self._channels.require_permissions(guild_id, channel_id, POSTING)

    @staticmethod
    def digest(shown: Shown) -> str:
        """Tells what a board shows from anything else."""
        return digest_of(board_page(shown))

    async def post(self, guild_id: int, channel_id: int, shown: Shown) -> int:
        """Posts a board; returns the message's id."""
        channel = self._channels.text_channel(guild_id, channel_id)
        with translating_refusals(where=channel, permissions=POSTING):
            # If the answer is lost it is found when it is looked for.
            view = board_page(shown)
            return (await channel.send(view=view, allowed_mentions=_NOBODY, silent=True)).id

    async def find(self, guild_id: int, channel_id: int, type_name: str | None) -> int | None:
        """Looks for a board that the record doesn't know."""
        channel = self._channels.text_channel(guild_id, channel_id)
        with translating_refusals(where=channel, permissions=POSTING):
            async for message in channel.history(limit=_LOOK_BACK):
                if message.author == channel.guild.me and is_board(message, type_name):
                    return message.id
        return None

    async def edit(self, guild_id: int, channel_id: int, message_id: int, shown: Shown) -> None:
        """Shows it anew; raises ``MessageGone`` if it was deleted."""
        channel = self._channels.text_channel(guild_id, channel_id)
        message = channel.get_partial_message(message_id)
        view = board_page(shown)
        with translating_refusals(where=channel, permissions=POSTING):
            await repeat_if_lost(lambda: message.edit(view=view, allowed_mentions=_NOBODY))

    async def remove(self, guild_id: int, channel_id: int, message_id: int) -> None:
        """Deletes a board, if it is still there."""
        try:
            channel = self._channels.text_channel(guild_id, channel_id)
            with translating_refusals(where=channel, permissions=POSTING):
                await repeat_if_lost(channel.get_partial_message(message_id).delete)
        except (errors.ChannelGone, errors.MessageGone):
            return
