"""Transcripts in channels, which go with what is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.discord.refusals import repeat_if_lost, translating_refusals

if TYPE_CHECKING:
    from ..core.discord.channels import Channels
    from ..transcripts.rules import TranscriptMessage

#: What removing the bot's own messages needs.
REMOVING = ("view_channel", "read_message_history")


class TranscriptMessages:
    """Removes them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    def has_channel(self, guild_id: int, channel_id: int) -> bool:
        """Whether a channel is still there."""
        return self._channels.guild(guild_id).get_channel(channel_id) is not None

    async def remove(self, guild_id: int, message: TranscriptMessage) -> None:
        """Deletes a message; where a line of the log stands on it, that stays.

        Without the permission Discord isn't asked.
        """
        self._channels.require_permissions(guild_id, message.channel_id, REMOVING)
        channel = self._channels.text_channel(guild_id, message.channel_id)
        there = channel.get_partial_message(message.message_id)
        try:
            with translating_refusals(where=channel, permissions=REMOVING):
                if message.has_log_line:
                    await repeat_if_lost(lambda: there.edit(content=None, attachments=[]))
                else:
                    await repeat_if_lost(there.delete)
        except errors.MessageGone:
            return
