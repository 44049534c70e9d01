"""Direct messages to members."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from ..render.direct import direct_message
from .failures import translated

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..domain.direct import DirectMessage
    from .rooms import Rooms

log = logging.getLogger("red.tickets.direct")

#: Discord's answers when somebody takes no messages from the bot.
_CLOSED = (50007, 50278)


class Direct:
    """Writes to members. Raises :class:`errors.DiscordSaidNo` when Discord has trouble."""

    def __init__(self, bot: Red, rooms: Rooms) -> None:
        self._bot = bot
        self._rooms = rooms

    async def tell(self, guild_id: int, news: DirectMessage, *, nonce: str) -> None:
        """Writes to a member; nothing happens if they left, or take no messages."""
        guild = self._rooms.guild(guild_id)
        member = guild.get_member(news.user_id)
        if member is None or member.bot:
            return
        message = direct_message(
            guild_id, guild.name, guild.icon.url if guild.icon else None, news
        )
        with translated():
            try:
                await member.send(**message.to_send(), nonce=nonce)
            except discord.HTTPException as error:
                if error.code not in _CLOSED:
                    raise
                log.info("%s takes no direct messages", news.user_id)
