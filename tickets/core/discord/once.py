"""Messages that are posted once, however often a job for them is tried."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import discord

from .refusals import translating_refusals

if TYPE_CHECKING:
    from ..job import Job
    from ..render.message import Message

#: Messages after the job's beginning that are looked through for its own.
_LOOK_THROUGH = 100
#: Discord's clock and the bot's may differ by some seconds.
_LEEWAY = timedelta(seconds=60)


async def post_once(
    channel: discord.abc.Messageable,
    message: Message,
    job: Job,
    *,
    permissions: tuple[str, ...] = (),
) -> None:
    """Posts the job's message, whose embed has a time by which it is recognised.

    Discord itself ignores a repetition only for some minutes.
    """
    where = channel if isinstance(channel, discord.abc.GuildChannel) else None
    with translating_refusals(where=where, permissions=permissions):
        if job.may_be_done and await _is_there(channel, message, job):
            return
        await channel.send(**message.to_send(), nonce=f"{job.created_at}-{job.id}"[:25])


async def _is_there(channel: discord.abc.Messageable, message: Message, job: Job) -> bool:
    since = datetime.fromtimestamp(job.created_at, timezone.utc) - _LEEWAY
    wanted = _marks(message.embed)
    async for posted in channel.history(limit=_LOOK_THROUGH, after=since, oldest_first=True):
        if posted.author.bot and any(_marks(embed) == wanted for embed in posted.embeds):
            return True
    return False


def _marks(embed: discord.Embed | None) -> tuple[object, ...]:
    """What tells a message from all others: its time, to the second, and first words."""
    if embed is None:
        return ()
    words = (embed.author.name, embed.title, embed.description, embed.footer.text)
    return embed.timestamp, *words
