"""Messages of requests, in the reception channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core import errors
from ..core.discord.files import files_of
from ..core.discord.once import send_once
from ..core.discord.refusals import check_effect, repeat_if_lost, translating_refusals
from ..core.files import Held
from ..core.form import FILES_LIMIT
from ..lifecycle.settings import mentioned_roles
from ..staff_log.discord import WRITING
from ..staff_log.settings import LogSettings
from .render import ANSWERS_FILE, further_files, is_request, request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable
    from pathlib import Path

    import discord

    from ..core.discord.channels import Channels
    from ..core.discord.sent_files import SentFiles
    from ..core.settings import Settings
    from ..core.ticket import Ticket
    from ..lifecycle.discord.files import TicketFiles
    from ..staff_log.discord import LogChannel
    from .rules import MemberFacts

#: What the bot needs there to hold files.
HOLDING = (*WRITING, "attach_files")
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
            limit=channel.guild.filesize_limit,
        )
        # A restored record may give its number to another request.
        nonce = f"{ticket.request_id or ticket.created_at}r{ticket.number}"[:25]

        try:
            return (await send_once(channel, message, nonce, permissions=WRITING)).id
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
            channel = self._channels.text_channel(ticket.guild_id, ticket.request_channel_id)
            profiles = self._log_channel.profiles(ticket.guild_id, ticket.opener_id)
            completed = self._completed(ticket, known)
            files = _may_attach(channel)
            limit = channel.guild.filesize_limit
            shown = request(ticket, profiles, member=completed, files=files, limit=limit).to_edit()
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
            channel = self._channels.text_channel(ticket.guild_id, ticket.request_channel_id)
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
        return self._channels.text_channel(guild_id, channel_id)


class HoldingMessage:
    """The message below which the next file of a request is put."""

    def __init__(self, message: discord.Message) -> None:
        self.message = message

    @property
    def is_full(self) -> bool:
        """Whether Discord takes no more files there."""
        return len(self.message.attachments) >= FILES_LIMIT

    def held(self, attachment: discord.Attachment) -> Held:
        """Where one of its files is."""
        return Held(self.message.channel.id, self.message.id, attachment.id)

    def unknown(self, ticket: Ticket, size: int) -> Held | None:
        """A file of that size of which the record doesn't know that it is there."""
        known = {one.held.attachment_id for one in ticket.files if one.held is not None}
        for one in self.message.attachments:
            if one.id not in known and one.size == size:
                return self.held(one)
        return None


class RequestFiles:
    """Files below requests. Raises a ``DiscordSaidNo`` when Discord refuses."""

    def __init__(
        self, channels: Channels, ticket_files: TicketFiles, sent_files: SentFiles
    ) -> None:
        """`ticket_files` knows where files are, and `sent_files` fetches them."""
        self._channels = channels
        self._ticket_files = ticket_files
        self._sent_files = sent_files

    async def last_message(self, ticket: Ticket) -> HoldingMessage:
        """The message of a pending request, or the last of those below it that hold its files."""
        channel = self._channels.text_channel(ticket.guild_id, ticket.request_channel_id or 0)
        last = ticket.request_id or 0
        for one in ticket.files:
            if one.held is not None and one.held.channel_id == channel.id:
                last = max(last, one.held.message_id)
        with translating_refusals(where=channel, permissions=WRITING):
            return HoldingMessage(await channel.fetch_message(last))

    async def hold(self, ticket: Ticket, position: int, below: HoldingMessage) -> Held:
        """Puts one of the request's files on a message, or on a further one that `below` becomes.

        Raises ``NotFetched`` for a file that Discord doesn't give.
        """
        file = ticket.files[position]
        channel = self._channels.text_channel(ticket.guild_id, ticket.request_channel_id or 0)
        if not _may_attach(channel):
            raise errors.MissingPermissions(names=("attach_files",), channel_id=channel.id)
        address = await self._ticket_files.address(file)
        limit = self._ticket_files.limit(ticket.guild_id)
        async with self._sent_files.fetched(address, file.size, limit) as path:
            if below.is_full:
                above, nonce = further_files(ticket), f"{ticket.request_id}f{position}"
                below.message = await send_once(
                    channel, above, nonce, permissions=HOLDING, files=((path, file.name),)
                )
            else:
                below.message = await self._add(channel, below.message, path, file.name)
        return below.held(below.message.attachments[-1])

    async def _add(
        self, channel: discord.TextChannel, message: discord.Message, path: Path, name: str
    ) -> discord.Message:
        def edit() -> Awaitable[discord.Message]:
            # Made twice, it puts the file there once.
            return message.edit(attachments=[*message.attachments, *files_of(((path, name),))])

        with translating_refusals(where=channel, permissions=HOLDING):
            return await repeat_if_lost(edit)

    async def remove(self, ticket: Ticket, messages: Iterable[tuple[int, int]]) -> None:
        """Takes all files from a request that has ended, and from `messages` that hold some."""
        request = (ticket.request_channel_id or 0, ticket.request_id or 0)
        for channel_id, message_id in messages:
            if message_id != request[1]:
                await self.remove_message(channel_id, message_id)
        try:
            channel = self._channels.text_channel(ticket.guild_id, request[0])
            with translating_refusals(where=channel, permissions=WRITING):
                message = await channel.fetch_message(request[1])
                kept = _answers_file(message, ticket)
                if len(kept) != len(message.attachments):
                    await message.edit(attachments=kept)
        except (errors.ChannelGone, errors.MessageGone):
            return

    async def remove_message(self, channel_id: int, message_id: int) -> None:
        """Deletes a message that held files, if it is still there."""
        message = self._ticket_files.message(channel_id, message_id)
        try:
            with translating_refusals(channel_id=channel_id):
                await repeat_if_lost(message.delete)
        except (errors.ChannelGone, errors.MessageGone):
            return


def _answers_file(message: discord.Message, ticket: Ticket) -> list[discord.Attachment]:
    """The file with long answers, which stays whatever becomes of the request."""
    held = {one.held.attachment_id for one in ticket.files if one.held is not None}
    return [
        one
        for one in message.attachments[:1]
        if one.filename == ANSWERS_FILE and one.id not in held
    ]


def _may_attach(channel: discord.TextChannel) -> bool:
    return channel.permissions_for(channel.guild.me).attach_files
