"""Messages that are posted once, however often a job for them is tried."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import discord

from .files import files_of
from .refusals import repeat_if_lost, translating_refusals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Sequence
    from pathlib import Path

    from ..job import Job
    from ..render.message import Message

#: What the bot needs for most messages.
_POSTING = ("send_messages", "embed_links")
#: Characters of a nonce.
_NONCE_LIMIT = 25
#: Messages after the job's beginning that are looked through for its own.
_LOOK_THROUGH = 100
#: Discord's clock and the bot's may differ by some seconds.
_LEEWAY = timedelta(seconds=60)


async def send_once(
    channel: discord.abc.Messageable,
    message: Message,
    nonce: str,
    *,
    permissions: tuple[str, ...] = _POSTING,
    files: Sequence[tuple[Path, str]] = (),
) -> discord.Message:
    """Posts a message, and `files` with their names, at once; again if the connection is lost.

    With the same `nonce`, Discord answers a repetition with the first one, for some minutes.
    """

    def send() -> Awaitable[discord.Message]:
        # Files are read anew for each attempt.
        arguments: dict[str, Any] = {**message.to_send(), "nonce": nonce[:_NONCE_LIMIT]}
        if files:
            arguments["files"] = files_of(files)
        return channel.send(**arguments)

    where = channel if isinstance(channel, discord.abc.GuildChannel) else None
    with translating_refusals(where=where, permissions=permissions):
        return await repeat_if_lost(send)


async def post_once(
    channel: discord.abc.Messageable,
    message: Message,
    job: Job,
    *,
    permissions: tuple[str, ...] = (),
    nonce: str = "",
) -> int:
    """Posts the job's message, whose embed has a time by which it is recognised; returns its id.

    Discord itself ignores a repetition only for some minutes. When the job began is told by the
    host's clock, which may be wrong: so the newest messages are looked at, too.
    """
    where = channel if isinstance(channel, discord.abc.GuildChannel) else None
    with translating_refusals(where=where, permissions=permissions):
        there = await _find(channel, message, job) if job.may_be_done else None
        if there is not None:
            return there
        nonce = (nonce or f"{job.created_at}-{job.id}")[:_NONCE_LIMIT]
        return (await channel.send(**message.to_send(), nonce=nonce)).id


async def _find(channel: discord.abc.Messageable, message: Message, job: Job) -> int | None:
    wanted = _marks(message.embed)
    async for posted in messages_of(channel, job, limit=_LOOK_THROUGH):
        if posted.author.bot and any(_marks(embed) == wanted for embed in posted.embeds):
            return posted.id
    return None


async def messages_of(
    channel: discord.abc.Messageable, job: Job, *, limit: int
) -> AsyncIterator[discord.Message]:
    """Messages among which the job's own is, if it was posted: those since it began, by the host's
    clock, and the newest ones, should that be wrong."""
    since = datetime.fromtimestamp(job.created_at, timezone.utc) - _LEEWAY
    seen = 0
    async for posted in channel.history(limit=limit, after=since, oldest_first=True):
        seen = posted.id
        yield posted
    async for posted in channel.history(limit=limit):
        if posted.id <= seen:
            return
        yield posted


def _marks(embed: discord.Embed | None) -> tuple[object, ...]:
    """What tells a message from all others: its time, to the second, and first words."""
    if embed is None:
        return ()
    words = (embed.author.name, embed.title, embed.description, embed.footer.text)
    return embed.timestamp, *words
