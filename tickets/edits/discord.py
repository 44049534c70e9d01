"""Messages as they are heard, and the line that says that they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.discord.once import post_once
from ..core.snowflake import made_at
from .render import line
from .rules import Edited, Said

if TYPE_CHECKING:
    from ..core.discord.channels import Channels
    from ..core.job import Job
    from ..core.ticket import Ticket

#: What somebody has said, and not what Discord says of them.
_WORDS = (discord.MessageType.default, discord.MessageType.reply)
_POSTING = ("view_channel", "send_messages", "embed_links", "read_message_history")


def said_by_person(message: discord.Message, ticket: tuple[int, int]) -> Said | None:
    """What a member has written; None for bots, webhooks and what Discord says itself."""
    if message.author.bot or message.webhook_id is not None or message.type not in _WORDS:
        return None
    files = tuple(one.filename for one in message.attachments)
    at = made_at(message.id)
    return Said(*ticket, message.id, message.author.id, message.content, files, at)


def edited_by_person(
    payload: discord.RawMessageUpdateEvent, ticket: tuple[int, int], at: int
) -> Edited | None:
    """What a member's message says now; None where its words aren't told."""
    data: Any = payload.data
    author = data.get("author") or {}
    if author.get("bot") or data.get("webhook_id") or "content" not in data or not author:
        return None
    files = tuple(str(one.get("filename")) for one in data.get("attachments") or ())
    return Edited(*ticket, payload.message_id, int(author["id"]), data["content"], files, at)


async def say(channels: Channels, ticket: Ticket, job: Job) -> None:
    """Says in a ticket, once, that edits and deletions are kept; pings nobody."""
    nonce = f"{ticket.channel_id}k{job.created_at}"[-25:]
    channel = channels.channel_of(ticket)
    await post_once(channel, line(job.created_at), job, permissions=_POSTING, nonce=nonce)
