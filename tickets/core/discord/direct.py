"""Direct messages to members."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from .. import errors
from ..direct import DirectMessage
from ..render.message import direct_message
from .once import post_once
from .people import known_person
from .refusals import translating_refusals

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red

    from ..features import Features
    from ..job import Job
    from ..render.message import Message
    from .channels import Channels

log = logging.getLogger("red.tickets.direct")

#: Discord's answers when somebody takes no messages from the bot.
CLOSED = (50007, 50278)


class DirectMessages:
    """Writes to members. Raises :class:`errors.DiscordSaidNo` when Discord has trouble."""

    def __init__(self, bot: Red, channels: Channels, features: Features) -> None:
        self._bot = bot
        self._channels = channels
        self._features = features

    def message(self, guild: discord.Guild, about: DirectMessage, *, at: int) -> Message:
        """What the member is told of what happened at `at`."""
        icon = guild.icon.url if guild.icon else None
        how = self._features.messages[about.event]
        by = None
        if about.by_id:
            by = known_person(self._bot, guild.id, about.by_id).shown_name
        parts = self._features.shown_parts(guild.id, about)
        return direct_message(guild.id, guild.name, icon, about, how, by=by, at=at, parts=parts)

    async def tell(self, job: Job) -> bool:
        """Writes to a member, once; nothing happens if they left.

        False if they take no messages."""
        about = DirectMessage.from_body(job.body)
        guild = self._channels.guild(job.guild_id)
        member = await addressee(guild, about.user_id)
        if member is None:
            return True
        message = self.message(guild, about, at=job.created_at)
        try:
            await post_once(member, message, job)
        except errors.DiscordRefused as error:
            if error.code not in CLOSED:
                raise
            log.info("%s takes no direct messages", about.user_id)
            return False
        return True


async def addressee(guild: discord.Guild, user_id: int) -> discord.Member | None:
    """The member, if there is still such a person to write to."""
    member = guild.get_member(user_id)
    if member is None:
        # The cache may be incomplete: only Discord knows that somebody left.
        try:
            with translating_refusals():
                member = await guild.fetch_member(user_id)
        except errors.DiscordRefused:
            return None
    return None if member.bot else member
