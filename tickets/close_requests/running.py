"""In which channels a deadline runs: kept in memory, so that most words cost one look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.ticket import Ticket


class Running:
    """Tickets whose opener has to answer in time, by their channels."""

    def __init__(self) -> None:
        self._opened_by: dict[int, tuple[int, int]] = {}

    def see(self, ticket: Ticket) -> None:
        """A ticket was changed."""
        if ticket.channel_id is None:
            return
        if ticket.asked_until is None:
            self._opened_by.pop(ticket.channel_id, None)
        else:
            self._opened_by[ticket.channel_id] = (ticket.number, ticket.opener_id)

    def asks(self, channel_id: int, person_id: int) -> int | None:
        """The number of the ticket there, if that person is asked."""
        number, opener_id = self._opened_by.get(channel_id, (0, 0))
        return number if number and opener_id == person_id else None
