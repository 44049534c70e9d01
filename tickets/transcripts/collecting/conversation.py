"""Collects a ticket's conversation from Discord, of any length, files included.

Of what makes a transcript, only `collecting` knows Discord; what it makes is neutral.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from ...core import errors
from ...core.discord.refusals import repeat_if_lost, translating_refusals
from ...i18n import _
from ..document import Message, Thread, Transcript, writers
from .files import Downloads, Limits
from .history import READING, connection, pages, require_history
from .messages import Reader
from .names import NameLookup

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
    from pathlib import Path

    import aiohttp

    from ...core.ticket import Ticket
    from ..document import KeptMessage, StoredFile

__all__ = ["STANDARD", "Limits", "collect"]

STANDARD = Limits()
#: Messages that are converted before others get their turn: about two milliseconds.
SLICE = 10
_ICON_SIZE = 128


async def collect(
    channel: discord.TextChannel,
    ticket: Ticket,
    *,
    folder: Path,
    moderator_role_ids: Collection[int],
    session: aiohttp.ClientSession | None,
    limits: Limits = STANDARD,
    progress: Callable[[int], None] | None = None,
    threads: list[discord.Thread] | None = None,
    kept: Sequence[KeptMessage] = (),
) -> Transcript:
    """The whole conversation; its files are put into `folder`, under names of our own.

    `progress` hears how many messages there are so far. Without a `session` no file is
    fetched. `threads` are all that the channel has; for None Discord is asked. `kept` is what the
    bot has kept of messages, as it was before: what isn't there any more was deleted. Raises
    :class:`errors.DiscordSaidNo` when the conversation can't be read; a file or a name that
    can't be had is noted where it would stand.
    """
    require_history(channel)
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    files = Downloads(folder, session, limits, file_bytes=channel.guild.filesize_limit)
    try:
        names = NameLookup(channel, ticket, moderator_role_ids, files)
        collection = _Collection(channel, ticket, names, files, limits, progress, kept)
        return await collection.whole(threads)
    finally:
        await files.close()


class _Collection:
    """One conversation while it is being collected."""

    def __init__(
        self,
        channel: discord.TextChannel,
        ticket: Ticket,
        names: NameLookup,
        files: Downloads,
        limits: Limits,
        progress: Callable[[int], None] | None,
        kept: Sequence[KeptMessage],
    ) -> None:
        self._kept = tuple(kept)
        self._channel = channel
        self._ticket = ticket
        self._names = names
        self._files = files
        self._limits = limits
        self._progress = progress
        self._count = 0
        self._notes: list[str] = []
        self._staff_notes: list[str] = []
        #: Messages whose files are still on their way: where they stand, and how to read them.
        self._unfinished: list[tuple[list[Message], int, Reader, dict[str, Any]]] = []

    async def whole(self, known: list[discord.Thread] | None) -> Transcript:
        """Everything, from the first message to the last file; `known` are its threads."""
        self._note_intent()
        # Before the messages: which threads are the staff's decides who may learn their names.
        places = await self._with_the_staffs(
            await self._ask_for_all_threads() if known is None else known
        )
        for place in places:
            self._names.thread(place.id, place.name, is_staff=self._is_staffs(place))
        reader = Reader(self._channel, self._channel, self._names, self._files)
        messages = await self._messages(reader, self._channel.id)
        inside = [(place, await self._inside(place)) for place in places]
        self._note_kept()
        await self._names.ask(self._limits)
        # Asked for now, so that they are fetched while the rest is on its way.
        await self._names.names()
        self._icon()
        await self._files.wait_until_finished()
        await self._finish()
        if self._files.is_disk_full:
            self._notes.append(_("The bot's disk is full: files are missing."))
        threads = [self._thread(place, said) for place, said in inside if said is not None]
        return await self._transcript(messages, _attach(messages, reader.thread_starts, threads))

    async def _messages(self, reader: Reader, place_id: int) -> list[Message]:
        messages: list[Message] = []
        async for page in pages(self._channel, place_id, seconds=self._limits.page_seconds):
            for index, raw in enumerate(page):
                if index % SLICE == 0:
                    await asyncio.sleep(0)
                before = self._files.unfinished
                messages.append(reader.read(raw))
                if self._files.unfinished > before:
                    self._unfinished.append((messages, len(messages) - 1, reader, raw))
            self._count += len(page)
            if self._progress is not None:
                self._progress(self._count)
        return messages

    async def _finish(self) -> None:
        """Reads the messages with files once more, now that those are there."""
        for number, (messages, index, reader, raw) in enumerate(self._unfinished):
            if number % SLICE == 0:
                await asyncio.sleep(0)
            messages[index] = reader.read(raw)
        self._unfinished.clear()

    # ------------------------------------------------------------------------- threads

    async def _ask_for_all_threads(self) -> list[discord.Thread]:
        """All threads of the channel that the bot may see."""
        guild, channel = self._channel.guild, self._channel
        every = channel.permissions_for(guild.me).manage_threads
        found = {
            thread.id: thread
            for thread in await self._ask_for_threads(guild.active_threads)
            if thread.parent_id == channel.id
        }
        for arguments in ({}, {"private": True, "joined": not every}):
            for thread in await self._ask_for_threads(partial(_archived, channel, arguments)):
                found.setdefault(thread.id, thread)
        return [*found.values()]

    async def _with_the_staffs(self, threads: list[discord.Thread]) -> list[discord.Thread]:
        """The threads, and the staff's own if it is not among them, oldest first."""
        found = {thread.id: thread for thread in threads}
        staffs = self._ticket.thread_id
        if staffs is not None and staffs not in found:
            thread_there = await self._staff_thread(staffs)
            if thread_there is not None:
                found[staffs] = thread_there
        return [found[thread_id] for thread_id in sorted(found)]

    async def _ask_for_threads(self, ask: Callable[[], Awaitable[list[discord.Thread]]]) -> Any:
        """The answer to a question for threads; nothing, and a note, when Discord refuses."""
        try:
            with translating_refusals(where=self._channel, permissions=READING):
                return await repeat_if_lost(
                    lambda: asyncio.wait_for(ask(), self._limits.page_seconds)
                )
        except errors.MissingPermissions:
            note = _("I can't see all threads. Some may be missing.")
            if note not in self._staff_notes:
                self._staff_notes.append(note)
            return []

    async def _staff_thread(self, thread_id: int) -> discord.Thread | None:
        """The staff's thread, when Discord doesn't list it; None when it was deleted."""
        try:
            with translating_refusals(channel_id=thread_id, permissions=READING):
                found = await repeat_if_lost(
                    lambda: asyncio.wait_for(
                        self._channel.guild.fetch_channel(thread_id), self._limits.page_seconds
                    )
                )
        except errors.ChannelGone:
            return None
        except errors.MissingPermissions:
            self._staff_notes.append(_("The staff's thread is missing: the bot may not see it."))
            return None
        return found if isinstance(found, discord.Thread) else None

    async def _inside(self, place: discord.Thread) -> list[Message] | None:
        """The messages of a thread; None when it was deleted meanwhile."""
        is_staff = self._is_staffs(place)
        reader = Reader(self._channel, place, self._names, self._files, is_staff=is_staff)
        try:
            return await self._messages(reader, place.id)
        except errors.ChannelGone:
            return None
        except errors.MissingPermissions as error:
            if error.channel_id != place.id:
                raise
            note = _("The thread {thread} is missing: the bot may not read it.")
            (self._staff_notes if is_staff else self._notes).append(note.format(thread=place.name))
            return None

    def _is_staffs(self, place: discord.Thread) -> bool:
        return place.id == self._ticket.thread_id or place.is_private()

    def _thread(self, place: discord.Thread, said: list[Message]) -> Thread:
        return Thread(
            id=place.id, name=place.name, messages=tuple(said), is_staff=self._is_staffs(place)
        )

    # -------------------------------------------------------------------------- the whole

    def _note_intent(self) -> None:
        if not connection(self._channel).intents.message_content:
            self._notes.append(
                _(
                    "I'm not allowed to read messages by others. Their texts, files and embeds "
                    "are missing."
                )
            )

    def _note_kept(self) -> None:
        """Whom and what words from before edits and deletions name."""
        self._names.in_kept = True
        for one in self._kept:
            self._names.person_with_id(one.author_id)
            for version in one.versions:
                self._names.text(version.text)
        self._names.in_kept = False

    def _icon(self) -> StoredFile | None:
        icon = self._channel.guild.icon
        if icon is None:
            return None
        still = icon.replace(size=_ICON_SIZE, format="webp", static_format="webp")
        return self._files.file("icon.webp", still.url, is_decoration=True)

    async def _transcript(
        self, messages: list[Message], threads: tuple[Thread, ...]
    ) -> Transcript:
        ticket = self._ticket
        return Transcript(
            server_name=self._channel.guild.name,
            server_icon=self._icon(),
            channel_name=self._channel.name,
            number=ticket.number,
            opener_id=ticket.opener_id,
            reason=ticket.reason,
            answers=ticket.answers,
            opened_at=ticket.created_at,
            closed_at=ticket.closed_at,
            closed_by_id=ticket.closed_by_id,
            close_reason=ticket.close_reason,
            saved_at=int(discord.utils.utcnow().timestamp()),
            people=writers(messages, threads),
            messages=tuple(messages),
            threads=threads,
            names=await self._names.names(),
            notes=tuple(self._notes),
            staff_notes=tuple(self._staff_notes),
            only_staff_knows=self._names.only_staff_knows(),
            kept=self._kept,
            kept_since=ticket.kept_since,
            only_kept_knows=self._names.only_kept_knows(),
        )


async def _archived(
    channel: discord.TextChannel, arguments: dict[str, Any]
) -> list[discord.Thread]:
    return [thread async for thread in channel.archived_threads(limit=None, **arguments)]


def _attach(
    messages: list[Message], thread_starts: Mapping[int, int], threads: list[Thread]
) -> tuple[Thread, ...]:
    """Puts threads to the messages at which they began; gives the others.

    The staff's threads always stay apart, so that whoever leaves them out leaves out all.
    """
    places = {message.id: index for index, message in enumerate(messages)}
    apart = []
    for thread in threads:
        # A thread that began at a message has its id; else Discord said that it began.
        index = places.get(thread.id, places.get(thread_starts.get(thread.id, 0)))
        if thread.is_staff or index is None or messages[index].thread is not None:
            apart.append(thread)
        else:
            messages[index] = replace(messages[index], thread=thread)
    return tuple(apart)
