"""Work that nobody waits for: logs, direct messages, and what goes on over many tickets."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .event import TicketEvent

#: The job that looks again at what may have changed unnoticed; a stored word.
CATCH_UP = "catch-up"


@lazy_dataclass(frozen=True, kw_only=True)
class Job:
    """One piece of work, kept until it is done. Times are whole seconds since the epoch."""

    guild_id: int
    #: The name of a kind that a feature declares. A stored word.
    kind: str
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
    #: Whether an earlier attempt, perhaps in an earlier run of the bot, may have succeeded.
    may_be_done: bool = False


def ticket_job(kind: str, event: TicketEvent, **about: Any) -> Job:
    """A job about the ticket of an event. All jobs of a ticket are done in order."""
    return Job(
        guild_id=event.guild_id,
        kind=kind,
        queue=f"ticket:{event.guild_id}:{event.number}",
        body={"number": event.number, **about},
        created_at=event.at,
    )
