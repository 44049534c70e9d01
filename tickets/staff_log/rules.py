"""What the reception channel's log tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Event(str, Enum):
    """What happened. Stored values."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    DELETED = "deleted"
    ADDED = "added"
    REMOVED = "removed"
    #: The conversation was saved; `about` is the SHA-256 of the file's body.
    SAVED = "saved"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    #: Something that concerns the staff; the notice is in `about`.
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the log. Ids are Discord's; times are whole seconds since the epoch."""

    event: Event
    #: Who did it; None when nobody knows.
    by_id: int | None = None
    number: int | None = None
    #: The ticket's channel, while there is one.
    channel_id: int | None = None
    #: Whom it was done to.
    member_id: int | None = None
    role_id: int | None = None
    reason: str | None = None
    until: int | None = None
    #: A notice's kind; `about` says what it is about.
    notice: str | None = None
    about: str = ""
