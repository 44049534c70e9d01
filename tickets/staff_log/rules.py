"""What the log tells of: events, and what happened behind the staff's back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.event import LogEntry
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from ..core.event import TicketEvent
    from ..core.feature import LogLine
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: The job that writes a line of the log; a stored word.
LOG = "log"
#: What a line is called that tells of no event; a stored word.
NOTICE = "notice"
#: Says of an event that its line stands in the log already.
IN_THE_LOG = "in_the_log"
#: The notices of this feature; stored words.
RECEPTION_GONE, RECEPTION_CLOSED = "reception_gone", "reception_closed"


@lazy_dataclass(frozen=True)
class Notice:
    """One thing to tell; `kind` is declared by a feature, `about` is what it is about."""

    kind: str
    about: str
    #: The type whose team is told, and what it is called; None for the server.
    type_id: int | None = None
    type_name: str | None = None


def entry_of(
    event: TicketEvent, ticket: Ticket | None, line: LogLine, settings: Settings
) -> LogEntry:
    """What the log's line about an event says; `settings` are the ticket's."""
    reason = event.unstored.get("reason")
    if ticket is not None and line.reason is not None:
        reason = line.reason(ticket)
    return LogEntry(
        event=event.kind,
        by_id=event.by_id,
        number=event.number,
        channel_id=ticket.channel_id if ticket is not None else None,
        member_id=event.member_id,
        role_id=event.role_id,
        reason=reason,
        until=event.unstored.get("until"),
        detail=event.detail if line.tells_detail else None,
        type_id=settings.type_id,
        type_name=settings.type.name if settings.type is not None else None,
    )
