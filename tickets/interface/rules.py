"""What other cogs are handed. Names and fields are promised: they are only added to.

No words of anybody stand here: these are in the ticket, where they are forgotten on request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..core.errors import DiscordSaidNo, TicketError, Unloaded
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: Grows when something is added that a cog may ask for.
VERSION = 1

#: Why something wasn't done: a rule of the server's, Discord, an unload, a fault of the cog's.
Kind = Literal["refused", "discord", "unloaded", "fault"]

#: What other cogs hear of, by our stored words for events.
EVENTS: Mapping[str, str] = {
    "requested": "requested",
    "refused": "refused",
    "cancelled": "cancelled",
    "opened": "opened",
    # A channel that was there already.
    "adopted": "opened",
    "claimed": "claimed",
    "handed_over": "claimed",
    "taken_over": "claimed",
    "released": "released",
    "moved": "moved",
    "closed": "closed",
    "reopened": "reopened",
    "deleted": "deleted",
}


class NotPossible(Exception):
    """It wasn't done. `message` says why, in the server's language, for who wanted it."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message


@lazy_dataclass(frozen=True, kw_only=True)
class TicketInfo:
    """A ticket as it was at one moment. Ids are Discord's, times have their time zone."""

    guild_id: int
    number: int
    #: ``requested``, ``refused``, ``cancelled``, ``opening``, ``failed``, ``open``, ``closed``,
    #: ``deleting`` or ``deleted``.
    state: str
    opener_id: int
    #: The moderator who opened it for them, else the opener.
    opened_by_id: int
    created_at: datetime
    #: None before it is open, and after it was deleted.
    channel_id: int | None
    #: None for a ticket of no type.
    type_id: int | None
    type_name: str | None
    #: The moderator who has claimed it.
    handler_id: int | None
    closed_by_id: int | None
    closed_at: datetime | None


@lazy_dataclass(frozen=True, kw_only=True)
class TicketUpdate:
    """What has happened to a ticket, and the ticket as that has left it."""

    #: As in the event's name: ``opened`` for ``on_red_ticket_opened``.
    name: str
    ticket: TicketInfo
    #: Who did it; None if nobody did, or nobody knows.
    by_id: int | None
    at: datetime


def kind_of(error: TicketError) -> Kind:
    """What kind of no an error is."""
    if isinstance(error, Unloaded):
        return "unloaded"
    return "discord" if isinstance(error, DiscordSaidNo) else "refused"
