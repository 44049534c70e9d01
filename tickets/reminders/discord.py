"""Posting reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.discord.known_channels import held
from ..core.discord.once import post_once
from ..core.job import Job
from ..lifecycle.settings import called_roles
from . import render as look

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from ..core.render.message import Message
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: What the bot needs where it reminds somebody.
_POSTING = ("view_channel", "send_messages", "embed_links", "read_message_history")
_IN_THREAD = ("view_channel", "send_messages_in_threads", "embed_links", "read_message_history")


class Reminders:
    """Posts them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, channels: Channels) -> None:
        self._bot = bot
        self._channels = channels

    async def ping_opener(
        self, ticket: Ticket, closes_at: int | None, *, may_be_there: bool
    ) -> int:
        """Posts the opener's reminder in the ticket, unless it is there; returns its id."""
        channel = self._channels.channel_of(ticket)
        self._channels.require_permissions(ticket.guild_id, channel.id, _POSTING)
        message = look.opener_reminder(ticket, closes_at)
        return await self._post(channel, ticket, message, may_be_there)

    async def tell_in_channel(
        self, ticket: Ticket, settings: Settings, channel_id: int, *, may_be_there: bool
    ) -> None:
        """Posts the staff's reminder in a channel of theirs, likewise."""
        self._channels.require_permissions(ticket.guild_id, channel_id, _POSTING)
        channel = self._channels.text_channel(ticket.guild_id, channel_id)
        await self._post(channel, ticket, self._for_staff(ticket, settings), may_be_there)

    async def tell_in_thread(
        self, ticket: Ticket, settings: Settings, *, may_be_there: bool
    ) -> None:
        """The same in the staff's thread."""
        where = self._channels.channel_of(ticket)
        missing = set(_IN_THREAD) - held(where.permissions_for(where.guild.me))
        if missing:
            raise errors.MissingPermissions(names=tuple(sorted(missing)), channel_id=where.id)
        thread = self._bot.get_partial_messageable(ticket.thread_id or 0, guild_id=where.guild.id)
        await self._post(thread, ticket, self._for_staff(ticket, settings), may_be_there)

    @staticmethod
    def reason_of_silence() -> str:
        """Why a ticket was closed by silence, as its record and everybody reads it."""
        return look.silent_reason()

    def _for_staff(self, ticket: Ticket, settings: Settings) -> Message:
        roles = called_roles(settings, self._channels.role_ids(ticket.guild_id))
        return look.staff_reminder(ticket, settings.type, roles)

    async def _post(
        self,
        channel: discord.abc.Messageable,
        ticket: Ticket,
        message: Message,
        may_be_there: bool,
    ) -> int:
        # Its time and number tell it from any other.
        job = Job(
            guild_id=ticket.guild_id,
            kind="",
            queue="",
            created_at=ticket.reminder_begun or 0,
            id=ticket.number,
            may_be_done=may_be_there,
        )
        return await post_once(channel, message, job, permissions=_POSTING)
