"""The topic of a ticket's channel, by which the cog knows the channel again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from . import words

if TYPE_CHECKING:
    from ..ticket import Ticket


def topic_of(ticket: Ticket) -> str:
    """The channel's topic. A lost channel is recognised by its number, opener and time."""
    return _("#{number} · opened by {opener} on {date}").format(
        number=ticket.number,
        opener=words.member(ticket.opener_id),
        date=words.moment(ticket.created_at),
    )


def is_topic_of(text: str | None, ticket: Ticket) -> bool:
    """Whether a channel with this topic is the ticket's, whatever language it is in."""
    marks = (words.member(ticket.opener_id), words.moment(ticket.created_at))
    return (
        text is not None
        and text.startswith(f"#{ticket.number} ")
        and all(mark in text for mark in marks)
    )
