"""What the bot calls the category and channels that it makes."""

from __future__ import annotations

from ...core.naming import slug
from ...i18n import _
from ..rules import Creatable


def name_of(what: Creatable, type_name: str | None = None) -> str:
    """A name as Discord would store it: small letters and hyphens in text channels.

    A type's things have its name, so that nobody takes them for the server's.
    """
    if type_name is None:
        return _name(what)
    return type_name if what is Creatable.CATEGORY else f"{_name(what)}-{slug(type_name)}"


def _name(what: Creatable) -> str:
    match what:
        case Creatable.CATEGORY:
            return _("Tickets")
        case Creatable.RECEPTION:
            return _("staff-tickets")
        case Creatable.TRANSCRIPTS:
            return _("ticket-transcripts")


def topic_of(what: Creatable) -> str | None:
    """What a channel is for, in its head; categories have none."""
    match what:
        case Creatable.CATEGORY:
            return None
        case Creatable.RECEPTION:
            return _("Requests for tickets, and everything that happens to tickets.")
        case Creatable.TRANSCRIPTS:
            return _("The saved conversations of closed tickets.")
