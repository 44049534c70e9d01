"""The reception channel: requests to decide, and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core import errors
from ..core.discord.once import post_once
from ..core.discord.overwrites import names
from ..core.discord.people import acquaintance, avatar_of
from ..core.discord.refusals import found_out, repeated, translated
from .render import log as look

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..core.discord.channels import Rooms
    from ..core.job import Job
    from ..core.settings import Settings
    from ..core.ticket import Ticket
    from ..lifecycle.render.ticket import Message
    from .rules import LogEntry

#: What the bot needs in the reception channel.
WRITING = ("view_channel", "send_messages", "embed_links", "read_message_history")
#: How far back a request is looked for after the bot was killed.
LOOK_BACK = 100


class Reception:
    """Writes there. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, rooms: Rooms) -> None:
        self._bot = bot
        self._rooms = rooms

    def exists(self, guild_id: int, channel_id: int) -> bool:
        """Whether there is such a text channel."""
        return isinstance(self._rooms.guild(guild_id).get_channel(channel_id), discord.TextChannel)

    def require_writable(self, guild_id: int, channel_id: int) -> None:
        """Raises ``ChannelGone`` or ``MissingPermissions`` for a channel that won't do."""
        channel = self._channel(guild_id, channel_id)
        held = names(channel.permissions_for(channel.guild.me))
        missing = tuple(name for name in WRITING if name not in held)
        if missing:
            raise errors.MissingPermissions(names=missing, channel_id=channel_id)

    async def write(self, job: Job, channel_id: int, entry: LogEntry) -> None:
        """Writes one line of the log, unless an earlier attempt has already done that."""
        self.require_writable(job.guild_id, channel_id)
        channel = self._channel(job.guild_id, channel_id)
        faces = self._faces(job.guild_id, entry.by_id, entry.member_id)
        message = look.log_message(job.guild_id, entry, faces, at=job.created_at)
        await post_once(channel, message, job, permissions=WRITING)

    async def post_request(self, ticket: Ticket, settings: Settings) -> int:
        """Posts a request to be decided; returns the message's id."""
        channel = self._settings_channel(ticket.guild_id, settings)
        mentioned: tuple[int, ...] = ()
        if settings.mention_moderators:
            existing = self._rooms.role_ids(ticket.guild_id)
            mentioned = tuple(role for role in settings.moderator_role_ids if role in existing)
        message = look.request(ticket, self._faces_of(ticket), mentioned)
        nonce = f"{ticket.number}r{ticket.request_id or ''}"
        try:
            return await self._post(channel, message, nonce)
        except errors.DiscordUnreachable:
            # Perhaps it was posted, and only the answer didn't come through.
            found = await found_out(self.find_request(ticket, settings))
            if found is None:
                raise
            return found

    async def find_request(self, ticket: Ticket, settings: Settings) -> int | None:
        """Looks for a request's message that the record doesn't know."""
        channel = self._settings_channel(ticket.guild_id, settings)
        with translated(channel_id=channel.id, permissions=WRITING):
            async for message in channel.history(limit=LOOK_BACK):
                if message.author == channel.guild.me and look.is_request(message, ticket):
                    return message.id
        return None

    async def show_request(self, ticket: Ticket) -> bool:
        """Shows how a request stands; False if its message is gone."""
        if ticket.request_id is None or ticket.request_channel_id is None:
            return False
        try:
            channel = self._channel(ticket.guild_id, ticket.request_channel_id)
            shown = look.request(ticket, self._faces_of(ticket)).to_edit()
            # The mentions of the first moment stay.
            del shown["content"]
            message = channel.get_partial_message(ticket.request_id)
            with translated(channel_id=channel.id, permissions=WRITING):
                await repeated(lambda: message.edit(**shown))
        except (errors.ChannelGone, errors.MessageGone):
            return False
        return True

    async def remove_request(self, ticket: Ticket) -> None:
        """Deletes a request's message, if it is still there."""
        if ticket.request_id is None or ticket.request_channel_id is None:
            return
        try:
            channel = self._channel(ticket.guild_id, ticket.request_channel_id)
            message = channel.get_partial_message(ticket.request_id)
            with translated(channel_id=channel.id, permissions=WRITING):
                await repeated(message.delete)
        except (errors.ChannelGone, errors.MessageGone):
            return

    # How

    def _settings_channel(self, guild_id: int, settings: Settings) -> discord.TextChannel:
        if settings.reception_channel_id is None:
            raise errors.ChannelGone
        return self._channel(guild_id, settings.reception_channel_id)

    def _channel(self, guild_id: int, channel_id: int) -> discord.TextChannel:
        channel = self._rooms.guild(guild_id).get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise errors.ChannelGone
        return channel

    def _faces_of(self, ticket: Ticket) -> look.Faces:
        return self._faces(ticket.guild_id, ticket.opener_id)

    def _faces(self, guild_id: int, *user_ids: int | None) -> look.Faces:
        ids = [user_id for user_id in user_ids if user_id]
        return look.Faces(
            names={
                user_id: acquaintance(self._bot, guild_id, user_id).shown_name for user_id in ids
            },
            avatars={user_id: avatar_of(self._bot, guild_id, user_id) for user_id in ids},
        )

    async def _post(self, channel: discord.TextChannel, message: Message, nonce: str) -> int:
        arguments: dict[str, Any] = {**message.to_send(), "nonce": nonce}
        with translated(channel_id=channel.id, permissions=WRITING):
            sent = await repeated(lambda: channel.send(**arguments))
        return sent.id
