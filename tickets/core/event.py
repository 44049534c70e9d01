"""What happened to a ticket, in one word: stored with the change, and followed by the rest."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .ticket import Ticket


@lazy_dataclass(frozen=True, kw_only=True)
class TicketEvent:
    """One thing that happened. Ids are Discord's; `at` is whole seconds since the epoch.

    `kind` is a stored word that one feature declares. No text of anybody's stands here: reasons
    stay on the ticket or block, where they are forgotten on request.
    """

    kind: str
    guild_id: int
    at: int
    #: None for what isn't about one ticket, such as a block.
    number: int | None = None
    #: Who did it; None when nobody knows, or nobody did.
    by_id: int | None = None
    #: Whom it was done to.
    member_id: int | None = None
    role_id: int | None = None
    #: What else is to be known for good, never an id of a person or words of theirs.
    detail: str | None = None
    #: What followers are told in addition, and isn't stored here.
    unstored: Mapping[str, Any] = field(default_factory=dict, compare=False)


def event_of(
    ticket: Ticket,
    kind: str,
    at: int,
    *,
    by_id: int | None = None,
    member_id: int | None = None,
    role_id: int | None = None,
    detail: str | None = None,
    unstored: Mapping[str, Any] | None = None,
) -> TicketEvent:
    """Something that happened to a ticket."""
    return TicketEvent(
        kind=kind,
        guild_id=ticket.guild_id,
        at=at,
        number=ticket.number,
        by_id=by_id,
        member_id=member_id,
        role_id=role_id,
        detail=detail,
        unstored=unstored or {},
    )


@lazy_dataclass(frozen=True, kw_only=True)
class LogEntry:
    """One line of the log, as its job stores it. Times are whole seconds since the epoch."""

    #: The kind of the event, or ``notice``.
    event: str
    by_id: int | None = None
    number: int | None = None
    #: The ticket's channel, while there is one.
    channel_id: int | None = None
    member_id: int | None = None
    role_id: int | None = None
    reason: str | None = None
    until: int | None = None
    #: What else is to be told of the event.
    detail: str | None = None
    #: A notice's kind; `about` says what it is about.
    notice: str | None = None
    about: str = ""
    #: Of which type the ticket is, or whose team is told; None is the server's.
    type_id: int | None = None
    type_name: str | None = None
