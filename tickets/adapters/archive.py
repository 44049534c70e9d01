"""Conversations between Discord and disk: collected, written as files, handed out."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from ..domain import errors
from ..i18n import _
from ..render import words
from ..render.direct import direct_message
from ..transcripts.collect import collect
from ..transcripts.html import write_html
from .failures import translated
from .people import acquaintance

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence

    from redbot.core.bot import Red

    from ..domain.direct import DirectMessage
    from ..domain.job import Job
    from ..domain.ticket import Ticket
    from ..transcripts.document import Transcript
    from .rooms import Rooms

    #: Hears of how many messages have been read.
    Progress = Callable[[int], None]

log = logging.getLogger("red.tickets.archive")

#: What the bot needs in a channel that transcripts go to.
POSTING = (
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
)
#: Discord's limit of files for one message, and of bytes in direct messages.
FILES_PER_MESSAGE = 10
DIRECT_LIMIT = discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
#: Room that a message needs besides its files.
_MARGIN = 64 * 1024
_CLOSED = (50007, 50278)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What was said in a ticket, with its files on disk."""

    ticket: Ticket
    transcript: Transcript
    folder: Path
    #: The id of the last message that it holds.
    upto: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A conversation as files, none of them above the limit."""

    #: What each message holds: the transcript alone, then what didn't fit into it.
    batches: tuple[tuple[tuple[Path, str], ...], ...]
    sha256: str


class Archive:
    """Saves conversations. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, rooms: Rooms) -> None:
        self._bot = bot
        self._rooms = rooms

    async def is_current(self, ticket: Ticket) -> bool:
        """Whether nothing was said since the ticket was saved."""
        if ticket.saved_upto is None:
            return False
        channel = self._rooms.channel_of(ticket)
        with translated(channel_id=channel.id, permissions=("read_message_history",)):
            async for message in channel.history(limit=1):
                return message.id <= ticket.saved_upto
        return True

    def require_postable(self, guild_id: int, channel_id: int) -> None:
        """Raises ``ChannelGone`` or ``MissingPermissions`` for a channel that won't do."""
        channel = self._channel(guild_id, channel_id)
        held = channel.permissions_for(channel.guild.me)
        missing = tuple(name for name in POSTING if not getattr(held, name))
        if missing:
            raise errors.MissingPermissions(names=missing, channel_id=channel_id)

    @asynccontextmanager
    async def conversation(
        self,
        ticket: Ticket,
        *,
        moderator_role_ids: Collection[int],
        progress: Progress | None = None,
    ) -> AsyncIterator[Conversation]:
        """Collects the ticket's channel. The files are gone when the context ends."""
        channel = self._rooms.channel_of(ticket)
        with tempfile.TemporaryDirectory(prefix="tickets-") as name:
            async with aiohttp.ClientSession() as session:
                transcript = await collect(
                    channel,
                    ticket,
                    folder=Path(name),
                    moderator_role_ids=moderator_role_ids,
                    session=session,
                    progress=progress,
                )
            upto = max((message.id for message in transcript.messages), default=0)
            yield Conversation(ticket=ticket, transcript=transcript, folder=Path(name), upto=upto)

    async def write(
        self, conversation: Conversation, limit: int, *, with_staff: bool = False
    ) -> Written:
        """Writes the conversation as files of at most `limit` bytes.

        The staff's thread is never among them, unless `with_staff`: as a file of its own.
        """
        return await asyncio.to_thread(_write, conversation, limit - _MARGIN, with_staff)

    async def post(
        self, conversation: Conversation, channel_id: int, *, with_staff: bool, job: Job | None
    ) -> str:
        """Posts the conversation in a channel, each message once; returns its SHA-256."""
        guild_id = conversation.ticket.guild_id
        self.require_postable(guild_id, channel_id)
        channel = self._channel(guild_id, channel_id)
        written = await self.write(
            conversation, channel.guild.filesize_limit, with_staff=with_staff
        )
        with translated(channel_id=channel_id, permissions=POSTING):
            there = await _posted_already(channel, job)
            for number, batch in enumerate(written.batches):
                if tuple(name for _path, name in batch) in there:
                    continue
                await channel.send(
                    self.headline(conversation) if number == 0 else None,
                    files=_files(batch),
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        return written.sha256

    async def send(self, conversation: Conversation, news: DirectMessage, *, job: Job) -> None:
        """Sends the opener the news with a copy; nothing happens if they take no messages."""
        guild = self._rooms.guild(conversation.ticket.guild_id)
        member = guild.get_member(news.user_id)
        if member is None or member.bot:
            return
        written = await self.write(conversation, DIRECT_LIMIT)
        icon = guild.icon.url if guild.icon else None
        message = direct_message(guild.id, guild.name, icon, news, at=job.created_at)
        try:
            with translated():
                there = await _posted_already(member, job)
                for number, batch in enumerate(written.batches):
                    if tuple(name for _path, name in batch) in there:
                        continue
                    first: dict[str, Any] = message.to_send() if number == 0 else {}
                    await member.send(**first, files=_files(batch))
        except errors.DiscordRefused as error:
            if error.code not in _CLOSED:
                raise
            log.info("%s takes no direct messages", news.user_id)

    def headline(self, conversation: Conversation) -> str:
        """What stands above a transcript."""
        ticket = conversation.ticket
        opener = acquaintance(self._bot, ticket.guild_id, ticket.opener_id)
        return _("📄 Transcript of {name} (@{username})'s ticket.").format(
            name=words.escaped(words.name(opener.shown_name)),
            username=words.escaped(words.name(opener.username)),
        )

    def _channel(self, guild_id: int, channel_id: int) -> discord.TextChannel:
        channel = self._rooms.guild(guild_id).get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise errors.ChannelGone
        return channel


def _write(conversation: Conversation, limit: int, with_staff: bool) -> Written:
    """Runs in a thread: nothing of Discord here."""
    transcript = conversation.transcript
    day = datetime.fromtimestamp(transcript.saved_at, timezone.utc).date().isoformat()
    name = f"{day}_{_for_a_file(transcript.channel_name)}"
    path = conversation.folder / f"{name}.html"
    main = write_html(transcript, path, limit=limit)
    separate = [(file.path, file.name) for file in main.separate if file.path is not None]
    first = ((path, path.name),)
    staff = transcript.staff_only()
    if with_staff and staff.threads:
        path = conversation.folder / f"{name}_staff.html"
        written = write_html(staff, path, limit=limit, with_staff_thread=True)
        separate.append((path, path.name))
        separate += [(file.path, file.name) for file in written.separate if file.path is not None]
    return Written(batches=(first, *_batched(separate, limit)), sha256=main.sha256)


def _batched(
    files: Sequence[tuple[Path, str]], limit: int
) -> Iterator[tuple[tuple[Path, str], ...]]:
    batch: list[tuple[Path, str]] = []
    size = 0
    for path, name in files:
        own = path.stat().st_size
        if batch and (len(batch) == FILES_PER_MESSAGE or size + own > limit):
            yield tuple(batch)
            batch, size = [], 0
        batch.append((path, name))
        size += own
    if batch:
        yield tuple(batch)


def _files(batch: Sequence[tuple[Path, str]]) -> list[discord.File]:
    return [discord.File(path, filename=name) for path, name in batch]


def _for_a_file(name: str) -> str:
    """A channel's name without what some file system can't have."""
    return (
        "".join(char if char.isalnum() or char in "-_" else "-" for char in name)[:80] or "ticket"
    )


async def _posted_already(place: discord.abc.Messageable, job: Job | None) -> set[tuple[str, ...]]:
    """What an earlier attempt at the same job has posted, by the names of the files."""
    if job is None or not job.may_be_done:
        return set()
    since = datetime.fromtimestamp(job.created_at, timezone.utc) - timedelta(seconds=60)
    return {
        tuple(attachment.filename for attachment in message.attachments)
        async for message in place.history(limit=100, after=since, oldest_first=True)
        if message.author.bot and message.attachments
    }
