"""Jobs that follow from what happened: log lines, direct messages, and others.

They are stored in the same transaction as what they tell of.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..staff_log.rules import Event, LogEntry
from .job import Job, JobKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .app import Desk
    from .direct import DirectMessage
    from .settings import Settings
    from .ticket import Ticket


def log_line(desk: Desk, guild_id: int, settings: Settings, entry: LogEntry) -> tuple[Job, ...]:
    """A line for the reception channel; none where there is no such channel."""
    if settings.reception_channel_id is None:
        return ()
    return (_job(desk, guild_id, JobKind.LOG, f"reception:{guild_id}", asdict(entry)),)


def ticket_line(
    desk: Desk,
    ticket: Ticket,
    settings: Settings,
    event: Event,
    by_id: int | None,
    **facts: Any,
) -> tuple[Job, ...]:
    """A line about a ticket."""
    entry = LogEntry(
        event=event, by_id=by_id, number=ticket.number, channel_id=ticket.channel_id, **facts
    )
    return log_line(desk, ticket.guild_id, settings, entry)


def direct(desk: Desk, guild_id: int, message: DirectMessage) -> Job:
    """A message to a member."""
    return _job(desk, guild_id, JobKind.DIRECT, f"direct:{message.user_id}", asdict(message))


def show_request(desk: Desk, ticket: Ticket) -> Job:
    """The request's message says what became of it."""
    # In the log's queue: the same channel, and in order.
    queue = f"reception:{ticket.guild_id}"
    return _job(desk, ticket.guild_id, JobKind.REQUEST, queue, {"number": ticket.number})


def make_thread(desk: Desk, ticket: Ticket) -> Job:
    """The staff gets its thread."""
    queue = f"ticket:{ticket.guild_id}:{ticket.number}"
    return _job(desk, ticket.guild_id, JobKind.THREAD, queue, {"number": ticket.number})


def save_closed(desk: Desk, ticket: Ticket, news: DirectMessage | None, *, keep: bool) -> Job:
    """The ticket, closed, is saved: for the staff if `keep`, and for the opener with `news`."""
    queue = f"ticket:{ticket.guild_id}:{ticket.number}"
    body = {
        "number": ticket.number,
        "keep": keep,
        "news": None if news is None else asdict(news),
    }
    return _job(desk, ticket.guild_id, JobKind.TRANSCRIPT, queue, body)


def delete_closed(desk: Desk, ticket: Ticket) -> Job:
    """The ticket, closed, is deleted."""
    queue = f"ticket:{ticket.guild_id}:{ticket.number}"
    # Reopened and closed again by somebody else, it is no longer meant.
    body = {"number": ticket.number, "closed_at": ticket.closed_at}
    return _job(desk, ticket.guild_id, JobKind.DELETE, queue, body)


def apply_roles(desk: Desk, guild_id: int, numbers: Iterable[int], *, mend: bool = False) -> Job:
    """The present roles get access to the tickets with these numbers, the former ones lose it.

    With `mend`, instead, everybody gets back what they have lost in these tickets.
    """
    body = {"left": list(numbers), "changed": 0, "failed": [], "mend": mend}
    return _job(desk, guild_id, JobKind.ROLES, f"roles:{guild_id}", body)


def _job(desk: Desk, guild_id: int, kind: JobKind, queue: str, body: dict[str, Any]) -> Job:
    return Job(guild_id=guild_id, kind=kind, queue=queue, body=body, created_at=desk.now())
