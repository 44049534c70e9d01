"""Direct messages to members."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from .. import errors
from ..render.direct import direct_message
from .once import post_once
from .refusals import translated

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red

    from ..direct import DirectMessage
    from ..job import Job
    from .channels import Rooms

log = logging.getLogger("red.tickets.direct")

#: Discord's answers when somebody takes no messages from the bot.
CLOSED = (50007, 50278)


class Direct:
    """Writes to members. Raises :class:`errors.DiscordSaidNo` when Discord has trouble."""

    def __init__(self, bot: Red, rooms: Rooms) -> None:
        self._bot = bot
        self._rooms = rooms

    async def tell(self, job: Job, news: DirectMessage) -> None:
        """Writes to a member, once; nothing happens if they left, or take no messages."""
        guild = self._rooms.guild(job.guild_id)
        member = await addressee(guild, news.user_id)
        if member is None:
            return
        icon = guild.icon.url if guild.icon else None
        message = direct_message(guild.id, guild.name, icon, news, at=job.created_at)
        try:
            await post_once(member, message, job)
        except errors.DiscordRefused as error:
            if error.code not in CLOSED:
                raise
            log.info("%s takes no direct messages", news.user_id)


async def addressee(guild: discord.Guild, user_id: int) -> discord.Member | None:
    """The member, if there is still such a person to write to."""
    member = guild.get_member(user_id)
    if member is None:
        # The cache may be incomplete: only Discord knows that somebody left.
        try:
            with translated():
                member = await guild.fetch_member(user_id)
        except errors.DiscordRefused:
            return None
    return None if member.bot else member
