"""What was said in tickets' channels."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import discord

from ..core import errors
from ..core.discord.known_channels import held
from ..core.discord.people import person_of
from ..core.discord.refusals import translating_refusals
from .rules import Word

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from ..core.ticket import Person, Ticket

#: What somebody has said, and not what Discord says of them.
_WORDS = (discord.MessageType.default, discord.MessageType.reply)
#: So many messages are read: one call.
LOOK_BACK = 100
_READING = ("view_channel", "read_message_history")


def is_word(message: discord.Message) -> bool:
    """Whether it is something that a person has said."""
    is_by_person = message.webhook_id is None and not message.author.bot
    return is_by_person and message.type in _WORDS


class TicketWords:
    """Reads them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, channels: Channels) -> None:
        self._bot = bot
        self._channels = channels

    async def since(self, ticket: Ticket, at: int) -> list[Word]:
        """The last words in a ticket, oldest first, of those from `at` on by Discord's clock.

        Commands aren't among them, nor words of people who have left, unless they opened it.
        """
        channel = self._channels.channel_of(ticket)
        # Without one of them Discord answers that there is nothing.
        missing = set(_READING) - held(channel.permissions_for(channel.guild.me))
        if missing:
            raise errors.MissingPermissions(names=tuple(sorted(missing)), channel_id=channel.id)
        found: list[Word] = []
        after = datetime.fromtimestamp(at, timezone.utc)
        with translating_refusals(where=channel, permissions=_READING):
            messages = [one async for one in channel.history(limit=LOOK_BACK)]
        for message in reversed(messages):
            if message.created_at >= after and is_word(message):
                by = await self._by(ticket, message)
                if by is not None:
                    found.append(Word(message.id, by))
        return found

    async def _by(self, ticket: Ticket, message: discord.Message) -> Person | None:
        if (await self._bot.get_context(message)).valid:
            return None
        if isinstance(message.author, discord.Member) or message.author.id == ticket.opener_id:
            return person_of(message.author)
        try:
            return await self._channels.member(ticket.guild_id, message.author.id)
        except errors.OpenerGone:
            return None
