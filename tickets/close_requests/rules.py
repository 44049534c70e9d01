"""The question whether a ticket can be closed, and when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..activity.rules import after_word
from ..core.errors import Refused
from ..core.ticket import Side

if TYPE_CHECKING:
    from ..core.event import TicketEvent
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: Kinds of events; stored words.
ASKED, ANSWERED = "close-asked", "close-answered"
NOT_YET, WITHDRAWN = "close-not-yet", "close-withdrawn"
#: Why a ticket was closed by itself, what is due, and notices; stored words.
UNANSWERED, QUESTION = "unanswered", "question"
NOT_CLOSED, NOT_ASKED = "question_not_closed", "question_not_asked"

#: What a ticket has no longer when the question is over; its message is known a little longer.
OVER: dict[str, Any] = {
    "asked_by_id": None,
    "asked_at": None,
    "asked_reason": None,
    "asked_until": None,
}
#: What must be as it was read: a word may come at any moment.
QUESTION_FIELDS = ("state", "asked_at", "asked_until")


class AlreadyAsked(Refused):
    """The opener is being asked already, by `member_id` since `since`."""

    member_id: int
    since: int


class QuestionOver(Refused):
    """The question isn't open any more, or another one was asked since."""


class OnlyTheOpenerAnswers(Refused):
    """Only the ticket's opener is asked."""

    opener_id: int


class AsksThemselves(Refused):
    """A moderator has asked in their own ticket."""


class OpenerHasLeft(Refused):
    """Nobody is there to be asked."""


def due_at(ticket: Ticket, settings: Settings) -> int | None:
    """When the ticket closes without an answer."""
    return ticket.asked_until


def after_asking(event: TicketEvent, ticket: Ticket, settings: Settings | None) -> dict[str, Any]:
    """The opener is waited for from then on."""
    return _waiting(ticket, Side.STAFF, event.at)


def after_not_yet(event: TicketEvent, ticket: Ticket, settings: Settings | None) -> dict[str, Any]:
    """The question is over, and the staff is waited for."""
    return {**OVER, **_waiting(ticket, Side.OPENER, event.at)}


def _waiting(ticket: Ticket, side: Side, at: int) -> dict[str, Any]:
    """As after a word of that side, but that it is no answer."""
    changed = after_word(ticket, side, at)
    changed.pop("answered_at", None)
    return changed


def after_end(event: TicketEvent, ticket: Ticket, settings: Settings | None) -> dict[str, Any]:
    """The question is over; nothing where there was none."""
    return {} if ticket.asked_at is None else OVER


def open_question(ticket: Ticket, asked_at: int) -> None:
    """Raises ``QuestionOver`` unless the question of that time is open."""
    if ticket.asked_at != asked_at:
        raise QuestionOver


class Running:
    """Tickets whose opener has to answer in time, by their channels."""

    def __init__(self) -> None:
        #: Servers, numbers and openers of tickets.
        self._opened_by: dict[int, tuple[int, int, int]] = {}

    def see(self, ticket: Ticket) -> None:
        """A ticket was changed."""
        known = (ticket.guild_id, ticket.number, ticket.opener_id)
        if ticket.channel_id is None:
            for gone in [one for one, asked in self._opened_by.items() if asked == known]:
                del self._opened_by[gone]
        elif ticket.asked_until is None:
            self._opened_by.pop(ticket.channel_id, None)
        else:
            self._opened_by[ticket.channel_id] = known

    def asks(self, channel_id: int, person_id: int) -> int | None:
        """The number of the ticket there, if that person is asked."""
        _guild_id, number, opener_id = self._opened_by.get(channel_id, (0, 0, 0))
        return number if number and opener_id == person_id else None
