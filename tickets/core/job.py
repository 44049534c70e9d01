"""Work that nobody waits for: logs, direct messages, and what goes on over many tickets."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class JobKind(str, Enum):
    """What is to be done. Stored values."""

    #: Write a line into the reception channel; the body is a ``LogEntry``.
    LOG = "log"
    #: Write to somebody; the body is a ``DirectMessage``.
    DIRECT = "direct"
    #: Show in the reception channel what became of a request; the body has its number.
    REQUEST = "request"
    #: Make the staff's private thread; the body has the ticket's number.
    THREAD = "thread"
    #: Save a closed ticket's conversation; the body says for whom.
    TRANSCRIPT = "transcript"
    #: Delete a ticket that was closed; the body has its number, and when it was closed.
    DELETE = "delete"
    #: Put the overwrites of tickets right, for the present roles or for all; the body says of
    #: which.
    ROLES = "roles"
    #: Undo or finish what was being made when the bot ended; the body says what it was.
    FOUNDING = "founding"
    #: Remove messages of a panel that nobody knows; the body says where they may be.
    PANEL = "panel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work, kept until it is done. Times are whole seconds since the epoch."""

    guild_id: int
    kind: JobKind
    #: What has to be done in order is in the same queue.
    queue: str
    #: What it is about, as JSON knows it.
    body: Mapping[str, Any] = field(default_factory=dict)
    created_at: int
    #: Set by the store.
    id: int = 0
    attempts: int = 0
    #: Not before this time.
    due_at: int = 0
    #: Whether an earlier attempt, perhaps in an earlier life of the bot, may have succeeded.
    may_be_done: bool = False
