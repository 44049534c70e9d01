"""Conversations between Discord and disk: collected, written as files, handed out."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
import tempfile
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord

from ...core import errors
from ...core.discord.direct import CLOSED, addressee
from ...core.discord.files import files_of
from ...core.discord.once import messages_of
from ...core.discord.people import known_person
from ...core.discord.refusals import repeat_if_lost, translating_refusals
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render import words
from ...core.render.message import Message
from ...i18n import _
from ..collecting.conversation import collect
from ..writing.file import write_html
from . import unsaved

if TYPE_CHECKING:
    from collections.abc import (
        AsyncIterator,
        Awaitable,
        Callable,
        Collection,
        Iterator,
        Sequence,
    )

    from redbot.core.bot import Red

    from ...core.answer import Progress
    from ...core.direct import DirectMessage
    from ...core.discord.channels import Channels
    from ...core.discord.direct import DirectMessages
    from ...core.job import Job
    from ...core.ticket import Ticket
    from ..document import KeptMessage, Transcript
    from .threads import ThreadWatch

T = TypeVar("T")

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
#: Space that a message needs besides its files.
_MARGIN = 64 * 1024
#: Messages since a job's beginning that are looked through for its own.
_LOOK_THROUGH = 500
_CHECKSUM = "SHA-256"


@lazy_dataclass(frozen=True, kw_only=True)
class Conversation:
    """What was said in a ticket, with its files on disk."""

    ticket: Ticket
    transcript: Transcript
    folder: Path
    #: The id up to which it holds every message, threads included.
    upto: int


@lazy_dataclass(frozen=True, kw_only=True)
class Written:
    """A conversation as files, none of them above the limit."""

    #: What each message holds: the transcript alone, then what didn't fit into it.
    batches: tuple[tuple[tuple[Path, str], ...], ...]
    sha256: str


@lazy_dataclass(frozen=True)
class _Mark:
    """One of our messages, and the SHA-256 that its file says."""

    message_id: int
    sha256: str


@lazy_dataclass(frozen=True)
class Posted:
    """A conversation in a channel: the SHA-256 of what stands there, and its messages."""

    sha256: str
    message_ids: tuple[int, ...]


class Archive:
    """Saves conversations. Raises :class:`errors.DiscordSaidNo` when Discord refuses.

    Files on their way are in `folder`, which is nobody else's.
    """

    def __init__(
        self,
        bot: Red,
        channels: Channels,
        direct: DirectMessages,
        threads: ThreadWatch,
        folder: Path,
    ) -> None:
        self._bot = bot
        self._channels = channels
        self._direct = direct
        self._threads = threads
        self._folder = folder

    async def clear(self) -> None:
        """Removes the files that a killed process left behind."""
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def is_current(self, ticket: Ticket, *, with_staff: bool) -> bool:
        """Whether nothing was said since the ticket was saved, to the staff if `with_staff`."""
        if ticket.saved_upto is None:
            return False
        channel = self._channels.channel_of(ticket)
        return await unsaved.is_current(
            channel,
            ticket.saved_upto,
            with_staff=with_staff,
            ask_for_archived=self._threads.all_of(channel) is None,
        )

    def may_have_grown(self, ticket: Ticket, *, with_staff: bool) -> bool:
        """Whether something seems to have been said while the ticket was being saved."""
        channel = self._channels.channel_of(ticket)
        return unsaved.may_have_grown(channel, ticket.saved_upto or 0, with_staff=with_staff)

    def require_postable(self, guild_id: int, channel_id: int) -> None:
        """Raises ``ChannelGone`` or ``MissingPermissions`` for a channel that won't do."""
        self._channels.require_permissions(guild_id, channel_id, POSTING)

    @asynccontextmanager
    async def conversation(
        self,
        ticket: Ticket,
        *,
        moderator_role_ids: Collection[int],
        progress: Progress | None = None,
        kept: Sequence[KeptMessage] = (),
    ) -> AsyncIterator[Conversation]:
        """Collects the ticket's channel. The files are gone when the context ends."""
        channel = self._channels.channel_of(ticket)
        watch = unsaved.MessageWatch(channel)
        folder = await asyncio.to_thread(_new_folder, self._folder)
        try:
            async with aiohttp.ClientSession() as session:
                transcript = await collect(
                    channel,
                    ticket,
                    folder=folder,
                    moderator_role_ids=moderator_role_ids,
                    session=session,
                    progress=progress,
                    threads=self._threads.all_of(channel),
                    kept=kept,
                )
            yield Conversation(
                ticket=ticket,
                transcript=transcript,
                folder=folder,
                upto=watch.upto(transcript),
            )
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def write(
        self,
        conversation: Conversation,
        limit: int,
        *,
        for_staff: bool,
        with_staff: bool = False,
    ) -> Written:
        """Writes the conversation as files of at most `limit` bytes.

        Words from before edits and deletions are in them only `for_staff`. The staff's thread is
        never among them, unless `with_staff`: as a file of its own.
        """
        limit -= _MARGIN
        return await asyncio.to_thread(_write, conversation, limit, with_staff, for_staff)

    async def post(
        self,
        conversation: Conversation,
        channel_id: int,
        *,
        with_staff: bool,
        job: Job | None,
        anew: bool = False,
        above: Message | None = None,
    ) -> Posted:
        """Posts the conversation in a channel.

        The same is posted once, unless it is to be there `anew`. `above` stands on the same
        message.
        """
        guild_id = conversation.ticket.guild_id
        self.require_postable(guild_id, channel_id)
        channel = self._channels.text_channel(guild_id, channel_id)
        mark = f"{guild_id}-{conversation.ticket.number}-{conversation.upto}"
        if anew:
            mark += f"-{conversation.transcript.saved_at}"
        first = (above or Message()).to_send() | {"content": self.headline(conversation)}

        async def below(limit: int) -> Posted:
            written = await self.write(conversation, limit, for_staff=True, with_staff=with_staff)
            with translating_refusals(where=channel, permissions=POSTING):
                return await self._send_once(channel, written, mark, job, first)

        return await fitting(below, channel.guild.filesize_limit)

    async def send(self, conversation: Conversation, about: DirectMessage, *, job: Job) -> bool:
        """Sends the opener the message with a copy; nothing happens if they left.

        False if they take no messages."""
        guild = self._channels.guild(conversation.ticket.guild_id)
        member = await addressee(guild, about.user_id)
        if member is None:
            return True
        message = self._direct.message(guild, about, at=job.created_at)

        async def below(limit: int) -> None:
            written = await self.write(conversation, limit, for_staff=False)
            with translating_refusals():
                place = await member.create_dm()
                mark = f"{job.created_at}-{job.id}"
                await self._send_once(place, written, mark, job, message.to_send())

        try:
            await fitting(below, DIRECT_LIMIT)
        except errors.DiscordRefused as error:
            if error.code not in CLOSED:
                raise
            log.info("%s takes no direct messages", about.user_id)
            return False
        return True

    async def _send_once(
        self,
        place: discord.TextChannel | discord.DMChannel,
        written: Written,
        mark: str,
        job: Job | None,
        first: dict[str, Any],
    ) -> Posted:
        """Sends each batch unless an earlier attempt did.

        The files carry what they are recognised by: Discord changes their names. For some
        minutes Discord itself ignores repetitions, by their nonce.
        """
        there = await self._there_already(place, job)
        sent: list[_Mark] = []
        for number, batch in enumerate(written.batches):
            nonce = _nonce(mark, number, batch)
            if nonce not in there:
                given: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
                given |= {"nonce": nonce, **(first if number == 0 else {})}
                says = f"{nonce} {_CHECKSUM} {written.sha256}"
                message = await repeat_if_lost(partial(_send, place, batch, says, given))
                # By its nonce, Discord may have found one from before, with what that says.
                there |= {nonce: _Mark(message.id, written.sha256), **_marks(message)}
            sent.append(there[nonce])
        return Posted(sent[0].sha256, tuple(one.message_id for one in sent))

    async def _there_already(
        self, place: discord.TextChannel | discord.DMChannel, job: Job | None
    ) -> dict[str, _Mark]:
        """What an earlier attempt at the job may have sent, by nonces."""
        found: dict[str, _Mark] = {}
        if job is not None and job.may_be_done:
            async for message in messages_of(place, job, limit=_LOOK_THROUGH):
                if self._bot.user is not None and message.author.id == self._bot.user.id:
                    found |= _marks(message)
        return found

    def headline(self, conversation: Conversation) -> str:
        """What stands above a transcript."""
        ticket = conversation.ticket
        opener = known_person(self._bot, ticket.guild_id, ticket.opener_id)
        return _("📄 Transcript of {name} (@{username})'s ticket.").format(
            name=words.escaped(words.name(opener.shown_name)),
            username=words.escaped(words.name(opener.username)),
        )


async def _send(
    place: discord.TextChannel | discord.DMChannel,
    batch: Sequence[tuple[Path, str]],
    says: str,
    given: dict[str, Any],
) -> discord.Message:
    """Sends a batch; the files are opened anew for each attempt."""
    return await place.send(**given, files=files_of(batch, says))


def _write(conversation: Conversation, limit: int, with_staff: bool, for_staff: bool) -> Written:
    """Runs in a thread: nothing of Discord here."""
    transcript = conversation.transcript
    day = datetime.fromtimestamp(transcript.saved_at, timezone.utc).date().isoformat()
    name = f"{day}_{_for_a_file(transcript.channel_name)}"
    path = conversation.folder / f"{name}.html"
    main = write_html(transcript, path, limit=limit, with_kept=for_staff)
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


async def fitting(below: Callable[[int], Awaitable[T]], limit: int) -> T:
    """Does something below a limit; below half of it if Discord finds that too large."""
    try:
        return await below(limit)
    except errors.FileTooLarge:
        return await below(limit // 2)


def _nonce(mark: str, number: int, batch: Sequence[tuple[Path, str]]) -> str:
    names = "/".join(name for _path, name in batch)
    return hashlib.sha256(f"{mark}/{number}/{names}".encode()).hexdigest()[:25]


def _marks(message: discord.Message) -> dict[str, _Mark]:
    """What the first file of one of our messages says: its nonce, and the SHA-256."""
    for attachment in message.attachments:
        nonce, _space, checksum = (attachment.description or "").partition(f" {_CHECKSUM} ")
        if checksum:
            return {nonce: _Mark(message.id, checksum)}
    return {}


def _new_folder(parent: Path) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent))


def _for_a_file(name: str) -> str:
    """A channel's name without what some file system can't have."""
    return (
        "".join(char if char.isalnum() or char in "-_" else "-" for char in name)[:80] or "ticket"
    )
