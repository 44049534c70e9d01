"""Messages of requests, in the reception channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core import errors
from ..core.discord.refusals import check_effect, repeat_if_lost, translating_refusals
from ..lifecycle.settings import mentioned_roles
from ..staff_log.discord import WRITING
from ..staff_log.settings import LogSettings
from .render import is_request, request

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import discord

    from ..core.discord.channels import Channels
    from ..core.settings import Settings
    from ..core.ticket import Ticket
    from ..staff_log.discord import LogChannel
    from .rules import MemberFacts

#: How far back a request is looked for after the bot was killed.
LOOK_BACK = 100


class RequestMessages:
    """Posts and changes them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, channels: Channels, log_channel: LogChannel) -> None:
        self._channels = channels
        self._log_channel = log_channel

    async def post(self, ticket: Ticket, settings: Settings, known: MemberFacts) -> int:
        """Posts a request to be decided; returns the message's id."""
        channel = self._reception(ticket.guild_id, settings)
        mentioned = mentioned_roles(settings, self._channels.role_ids(ticket.guild_id))
        profiles = self._log_channel.profiles(ticket.guild_id, ticket.opener_id)
        message = request(
            ticket,
            profiles,
            mentioned,
            self._completed(ticket, known),
            files=_may_attach(channel),
        )
        # A restored record may give its number to another request.
        nonce = f"{ticket.request_id or ticket.created_at}r{ticket.number}"[:25]

        def send() -> Awaitable[discord.Message]:
            arguments: dict[str, Any] = {**message.to_send(), "nonce": nonce}
            return channel.send(**arguments)

        try:
            with translating_refusals(where=channel, permissions=WRITING):
                return (await repeat_if_lost(send)).id
        except errors.DiscordUnreachable:
            # Perhaps it was posted, and only the answer didn't come through.
            found = await check_effect(self.find(ticket, settings))
            if found is None:
                raise
            return found

    async def find(self, ticket: Ticket, settings: Settings) -> int | None:
        """Looks for a request's message that the record doesn't know."""
        channel = self._reception(ticket.guild_id, settings)
        with translating_refusals(where=channel, permissions=WRITING):
            async for message in channel.history(limit=LOOK_BACK):
                if message.author == channel.guild.me and is_request(message, ticket):
                    return message.id
        return None

    async def show(self, ticket: Ticket, known: MemberFacts) -> bool:
        """Shows how a request stands; False if its message is gone."""
        if ticket.request_id is None or ticket.request_channel_id is None:
            return False
        try:
            channel = self._log_channel.channel(ticket.guild_id, ticket.request_channel_id)
            profiles = self._log_channel.profiles(ticket.guild_id, ticket.opener_id)
            completed = self._completed(ticket, known)
            files = _may_attach(channel)
            shown = request(ticket, profiles, member=completed, files=files).to_edit()
            # The mentions of the first moment stay.
            del shown["content"]
            message = channel.get_partial_message(ticket.request_id)
            with translating_refusals(where=channel, permissions=WRITING):
                await repeat_if_lost(lambda: message.edit(**shown))
        except (errors.ChannelGone, errors.MessageGone):
            return False
        return True

    async def remove(self, ticket: Ticket) -> None:
        """Deletes a request's message, if it is still there."""
        if ticket.request_id is None or ticket.request_channel_id is None:
            return
        try:
            channel = self._log_channel.channel(ticket.guild_id, ticket.request_channel_id)
            message = channel.get_partial_message(ticket.request_id)
            with translating_refusals(where=channel, permissions=WRITING):
                await repeat_if_lost(message.delete)
        except (errors.ChannelGone, errors.MessageGone):
            return

    def _completed(self, ticket: Ticket, known: MemberFacts) -> MemberFacts:
        """With what Discord knows of the member."""
        member = self._channels.guild(ticket.guild_id).get_member(ticket.opener_id)
        joined = member.joined_at if member is not None else None
        return known if joined is None else replace(known, joined_at=int(joined.timestamp()))

    def _reception(self, guild_id: int, settings: Settings) -> discord.TextChannel:
        channel_id = settings[LogSettings].reception_channel_id
        if channel_id is None:
            raise errors.ChannelGone
        return self._log_channel.channel(guild_id, channel_id)


def _may_attach(channel: discord.TextChannel) -> bool:
    return channel.permissions_for(channel.guild.me).attach_files
