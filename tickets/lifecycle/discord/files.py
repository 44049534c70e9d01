"""Copies of files that were sent with a form: fetched, and posted in the ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ...core import errors
from ...core.discord.once import send_once
from ...core.discord.refusals import translating_refusals
from ..render import files as look
from .messages import LOOK_BACK

if TYPE_CHECKING:
    from pathlib import Path

    from redbot.core.bot import Red

    from ...core.discord.channels import Channels
    from ...core.discord.sent_files import SentFiles
    from ...core.files import SentFile
    from ...core.render.message import Message
    from ...core.ticket import Ticket

#: What the bot needs in the ticket.
POSTING = ("send_messages", "attach_files")


class TicketFiles:
    """Posts copies. Raises a ``DiscordSaidNo`` when Discord refuses."""

    def __init__(self, bot: Red, channels: Channels, sent_files: SentFiles) -> None:
        """`sent_files` fetches what is to be copied."""
        self._bot = bot
        self._channels = channels
        self._sent_files = sent_files

    def limit(self, guild_id: int) -> int:
        """How large a file of the bot's may be on the server, in bytes."""
        return self._channels.guild(guild_id).filesize_limit

    async def copy(self, ticket: Ticket, position: int) -> int:
        """Posts a copy of one of the ticket's files; returns the message's id.

        Raises ``NotFetched`` for a file that Discord doesn't give.
        """
        file = ticket.files[position]
        address, limit = await self.address(file), self.limit(ticket.guild_id)
        async with self._sent_files.fetched(address, file.size, limit) as path:
            message = look.above_file(file)
            return await self._post(ticket, message, f"f{position}", (path, file.name))

    async def address(self, file: SentFile) -> str:
        """Where a file is now: below the request, or where the form has put it."""
        if file.held is None:
            return file.url
        try:
            with translating_refusals():
                held = self.message(file.held.channel_id, file.held.message_id)
                message = await held.fetch()
        except (errors.ChannelGone, errors.MessageGone, errors.MissingPermissions):
            return file.url
        found = (one.url for one in message.attachments if one.id == file.held.attachment_id)
        return next(found, file.url)

    def message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        """A message, known or not."""
        channel = self._bot.get_partial_messageable(channel_id)
        return channel.get_partial_message(message_id)

    async def copies(self, ticket: Ticket) -> dict[int, int]:
        """The sizes of the files that the bot has posted in the ticket, by message."""
        channel = self._channels.channel_of(ticket)
        after = discord.Object(ticket.welcome_id or channel.id)
        with translating_refusals(where=channel, permissions=("read_message_history",)):
            return {
                one.id: one.attachments[0].size
                async for one in channel.history(limit=LOOK_BACK, after=after, oldest_first=True)
                if one.author == channel.guild.me and one.attachments
            }

    async def post_missing(self, ticket: Ticket, *, may_be_there: bool) -> None:
        """Names the files of which there is no copy, unless that `may_be_there` and is."""
        channel = self._channels.channel_of(ticket)
        message = look.missing_files(ticket.files, self.limit(ticket.guild_id))
        if may_be_there:
            with translating_refusals(where=channel, permissions=("read_message_history",)):
                async for one in channel.history(limit=LOOK_BACK):
                    if one.author == channel.guild.me and message.is_shown_by(one):
                        return
        await self._post(ticket, message, "fm")

    async def _post(
        self, ticket: Ticket, message: Message, mark: str, *files: tuple[Path, str]
    ) -> int:
        channel, nonce = self._channels.channel_of(ticket), f"{ticket.channel_id}{mark}"
        sent = await send_once(channel, message, nonce, permissions=POSTING, files=files)
        return sent.id
