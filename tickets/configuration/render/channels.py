"""What the bot calls the category and channels that it makes."""

from __future__ import annotations

from ...i18n import _
from ..rules import Room


def room_name(room: Room) -> str:
    """A name as Discord would store it: small letters and hyphens in text channels."""
    match room:
        case Room.CATEGORY:
            return _("Tickets")
        case Room.RECEPTION:
            return _("ticket-reception")
        case Room.TRANSCRIPTS:
            return _("ticket-transcripts")


def room_topic(room: Room) -> str | None:
    """What a channel is for, in its head; categories have none."""
    match room:
        case Room.CATEGORY:
            return None
        case Room.RECEPTION:
            return _("Requests for tickets, and everything that happens to tickets.")
        case Room.TRANSCRIPTS:
            return _("The saved conversations of closed tickets.")
