"""When closed tickets are deleted, and when those that have ended are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.errors import Refused
from ..core.ticket import State
from .settings import DeletionSettings, RetentionSettings

if TYPE_CHECKING:
    from ..core.event import TicketEvent
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: What is due; stored words.
DELETE, TELL_DELETION, FORGET = "delete-closed", "tell-deletion", "forget"
#: Kinds of jobs; stored words.
WIPE, CLEAR_TRANSCRIPTS = "wipe", "clear-transcripts"
#: Notices; stored words. That transcripts can't be deleted is about their channel.
TRANSCRIPTS_STAY, SPOKE_AFTER_CLOSING = "transcripts_stay", "spoke_after_closing"

HOUR = 60 * 60
DAY = 24 * 60 * 60
#: Tickets are forgotten four times a day: what is forgotten together leaves the files together,
#: and that takes as long as the files are large.
FORGOTTEN_EVERY = 6 * 60 * 60
#: States in which a ticket has ended.
ENDED = (State.DELETED, State.REFUSED, State.CANCELLED, State.FAILED)


class SpokeAfterClosing(Refused):
    """The ticket stays: somebody for whom it was opened has written after it was closed."""


def deletes_at(ticket: Ticket, settings: Settings) -> int | None:
    """When a closed ticket is deleted by itself. Older ones count from the setting's beginning."""
    since = settings.since("delete_after")
    if ticket.state is not State.CLOSED or ticket.closed_at is None or since is None:
        return None
    return max(ticket.closed_at, since) + settings[DeletionSettings].delete_after * HOUR


def tells_at(ticket: Ticket, settings: Settings) -> int | None:
    """Since when the message that says who closed the ticket says something else of that."""
    told = ticket.deletion_told
    if ticket.closed_message_id is None or told == deletes_at(ticket, settings):
        return None
    return max(ticket.closed_at or 0, settings.since("delete_after") or 0)


def after_closing(
    event: TicketEvent, ticket: Ticket, settings: Settings | None = None
) -> dict[str, Any]:
    """The message that says who closed the ticket says when it is deleted; or it is open again."""
    told = deletes_at(ticket, settings) if settings is not None else None
    return {} if told == ticket.deletion_told else {"deletion_told": told}


def ended_at(ticket: Ticket) -> int:
    """When a ticket or request ended; of what was deleted before that was kept, not later."""
    if ticket.state is State.DELETED:
        return ticket.deleted_at or ticket.closed_at or ticket.created_at
    if ticket.state is State.FAILED:
        return ticket.created_at
    return ticket.decided_at or ticket.created_at


def forgotten_at(ticket: Ticket, settings: Settings) -> int | None:
    """When a ticket that has ended is forgotten. Older ones count from the setting's beginning."""
    since = settings.since("retention")
    if ticket.is_forgotten or since is None:
        return None
    due = max(ended_at(ticket), since) + settings[RetentionSettings].retention * DAY
    return due + -due % FORGOTTEN_EVERY
