"""The reception channel: where the staff reads the log, and decides about requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core.discord.once import post_once
from ..core.discord.people import avatar_of, known_person
from ..core.render.message import Profiles
from .render import log_message, notice_message
from .rules import Notice, entry_of

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from ..core.event import LogEntry, TicketEvent
    from ..core.features import Features
    from ..core.job import Job
    from ..core.render.message import Message
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: What the bot needs in the reception channel.
WRITING = ("view_channel", "send_messages", "embed_links", "read_message_history")


class LogChannel:
    """Writes there. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, channels: Channels, features: Features) -> None:
        self._bot = bot
        self._channels = channels
        self._features = features

    def exists(self, guild_id: int, channel_id: int) -> bool:
        """Whether there is such a text channel."""
        guild = self._channels.guild(guild_id)
        return isinstance(guild.get_channel(channel_id), discord.TextChannel)

    def require_writable(self, guild_id: int, channel_id: int) -> None:
        """Raises ``ChannelGone`` or ``MissingPermissions`` for a channel that won't do."""
        self._channels.require_permissions(guild_id, channel_id, WRITING)

    async def write(self, job: Job, channel_id: int, entry: LogEntry) -> None:
        """Writes one line of the log, unless an earlier attempt has already done that."""
        self.require_writable(job.guild_id, channel_id)
        channel = self._channels.text_channel(job.guild_id, channel_id)
        if entry.notice is not None:
            notice = Notice(entry.notice, entry.about, entry.type_id, entry.type_name)
            message = notice_message(notice, self._features.notices, at=job.created_at)
        else:
            message = self._line(job.guild_id, entry, at=job.created_at)
        await post_once(channel, message, job, permissions=WRITING)

    def line(self, event: TicketEvent, ticket: Ticket, settings: Settings) -> Message:
        """The log's line about an event, for a message that says more."""
        entry = entry_of(event, ticket, self._features.log_lines[event.kind], settings)
        return self._line(event.guild_id, entry, at=event.at)

    def _line(self, guild_id: int, entry: LogEntry, *, at: int) -> Message:
        profiles = self.profiles(guild_id, entry.by_id, entry.member_id)
        return log_message(guild_id, entry, self._features.log_lines[entry.event], profiles, at=at)

    def profiles(self, guild_id: int, *user_ids: int | None) -> Profiles:
        """Names and pictures of people, as far as they are known without asking Discord."""
        ids = [user_id for user_id in user_ids if user_id]
        return Profiles(
            names={
                user_id: known_person(self._bot, guild_id, user_id).shown_name for user_id in ids
            },
            avatars={user_id: avatar_of(self._bot, guild_id, user_id) for user_id in ids},
        )
