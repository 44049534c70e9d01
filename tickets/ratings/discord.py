"""The question in a ticket whose opener takes no direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.once import post_once
from .render import question_in_ticket

if TYPE_CHECKING:
    from ..core.discord.channels import Channels
    from ..core.job import Job
    from ..core.ticket import Ticket

_POSTING = ("view_channel", "send_messages", "embed_links")


async def post_question(channels: Channels, ticket: Ticket, job: Job) -> None:
    """Posts it once for each closing, pinging nobody; nothing happens if the opener has left."""
    channel = channels.channel_of(ticket)
    if channel.guild.get_member(ticket.opener_id) is None:
        return
    nonce = f"{ticket.channel_id}r{ticket.closed_at}"
    await post_once(
        channel, question_in_ticket(ticket), job, permissions=_POSTING, nonce=nonce[-25:]
    )
