"""What was said since a ticket was closed; and transcripts that go with what is forgotten."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import discord

from ..core import errors
from ..core.discord.people import person_of
from ..core.discord.refusals import repeat_if_lost, translating_refusals

if TYPE_CHECKING:
    from ..core.discord.channels import Channels
    from ..core.ticket import Person, Ticket
    from ..transcripts.rules import TranscriptMessage

#: What removing the bot's own messages needs.
REMOVING = ("view_channel", "read_message_history")
#: Messages after closing that are looked at.
_LOOK_THROUGH = 100
#: What somebody has said, and not what Discord says of them.
_WORDS = (discord.MessageType.default, discord.MessageType.reply)


class LastWords:
    """Reads them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    async def since_closing(self, ticket: Ticket) -> list[Person]:
        """Who has written since the ticket was closed, as far as the bot knows them.

        Who isn't a member may have been of the staff: only the opener counts then, too.
        """
        channel = self._channels.channel_of(ticket)
        self._channels.require_permissions(
            ticket.guild_id, channel.id, ("view_channel", "read_message_history")
        )
        after = _closing_of(ticket)
        with translating_refusals(where=channel, permissions=("read_message_history",)):
            authors = [
                one.author
                async for one in channel.history(
                    limit=_LOOK_THROUGH, after=after, oldest_first=True
                )
                if one.type in _WORDS and one.webhook_id is None
            ]
        known = [
            channel.guild.get_member(author.id) or author
            for author in {author.id: author for author in authors}.values()
        ]
        return [
            person_of(one)
            for one in known
            if isinstance(one, discord.Member) or one.id == ticket.opener_id
        ]


def _closing_of(ticket: Ticket) -> discord.Object | datetime:
    """The message that says it was closed, whatever the host's clock said; or when that was."""
    if ticket.closed_message_id is not None:
        return discord.Object(ticket.closed_message_id)
    return datetime.fromtimestamp(ticket.closed_at or 0, timezone.utc)


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
