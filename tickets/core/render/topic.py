"""The topic of a ticket's channel, by which the cog knows the channel again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ..lazy_pattern import lazy_pattern
from . import words

if TYPE_CHECKING:
    from ..ticket import Ticket

#: In every language: the number first, then whom and when.
_TOPIC = lazy_pattern(r"#(?P<number>\d{1,8}) .*<@\d+>.*<t:\d+:f>")


def topic_of(ticket: Ticket) -> str:
    """The channel's topic. A lost channel is recognised by its number, opener and time."""
    return _("#{number} · opened by {opener} on {date}").format(
        number=ticket.number,
        opener=words.member(ticket.opener_id),
        date=words.moment(ticket.created_at),
    )


def number_in(text: str | None) -> int | None:
    """The number of the ticket that a channel with this topic is, or was; None for others."""
    found = _TOPIC.match(text or "")
    return int(found["number"]) if found is not None else None


def is_topic_of(text: str | None, ticket: Ticket) -> bool:
    """Whether a channel with this topic is the ticket's, whatever language it is in."""
    marks = (words.member(ticket.opener_id), words.moment(ticket.created_at))
    return (
        text is not None
        and text.startswith(f"#{ticket.number} ")
        and all(mark in text for mark in marks)
    )
