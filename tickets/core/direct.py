"""What members are told in private."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class News(str, Enum):
    """What a message is about. Stored values."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectMessage:
    """Something to tell the opener of a ticket."""

    news: News
    user_id: int
    number: int
    channel_id: int | None = None
    reason: str | None = None
