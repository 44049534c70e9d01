"""Until when the opener of a closed ticket may reopen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused

if TYPE_CHECKING:
    from ..core.ticket import Ticket
    from .settings import ReopeningSettings

#: What the message about a closing keeps for it; a stored word.
REOPEN = "reopen"


class ReopeningOver(Refused):
    """The opener could reopen the ticket, until `until`."""

    until: int


class NotOnServerAnyMore(Refused):
    """Who wants to reopen a ticket from a direct message has left its server."""


def reopenable_until(ticket: Ticket, settings: ReopeningSettings) -> int | None:
    """When a closed ticket can last be reopened by its opener; None for never."""
    if not settings.opener_may_reopen or ticket.closed_at is None:
        return None
    return ticket.closed_at + settings.opener_may_reopen * 3600
