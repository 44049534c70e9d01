"""Who may rate a ticket, and how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused
from ..core.ticket import State

if TYPE_CHECKING:
    from ..core.ticket import Person, Ticket

#: The kind of event, and of the job that asks in the ticket; stored words.
RATED = "rated"
ASK = "ask-rating"
#: What the message about a closing keeps for it; a stored word.
RATING = "rating"

#: Seconds after closing in which a rating can be given and changed.
LASTING = 7 * 24 * 60 * 60
#: So often it can be changed: each time is a line of the log.
CHANGES = 10
#: The most stars there are.
MOST = 5
COMMENT_LIMIT = 400

#: States in which a ticket was closed last.
_AFTER_CLOSING = (State.CLOSED, State.DELETING, State.DELETED)


class RatingsOff(Refused):
    """Ratings aren't asked for any more."""


class OpenerRates(Refused):
    """Only the opener rates."""

    opener_id: int


class RatingOver(Refused):
    """The ticket was reopened since: what was asked is about an earlier closing."""

    number: int


class RatingTooLate(Refused):
    """It was closed too long ago."""

    number: int


class RatingStays(Refused):
    """It was changed too often."""

    number: int


class RatingNeeded(Refused):
    """A comment belongs to stars."""


def require_may_rate(ticket: Ticket, by: Person, closed_at: int, now: int) -> None:
    """Raises why `by` can't rate the closing at `closed_at`, seconds since the epoch."""
    if not by.id or by.id != ticket.opener_id:
        raise OpenerRates(opener_id=ticket.opener_id)
    if ticket.state not in _AFTER_CLOSING or ticket.closed_at != closed_at:
        raise RatingOver(number=ticket.number)
    if now >= closed_at + LASTING:
        raise RatingTooLate(number=ticket.number)


def stars_from(choice: str) -> int | None:
    """The stars that a selector's value says; None for what no selector of ours has."""
    return int(choice) if choice in {str(one) for one in range(1, MOST + 1)} else None
