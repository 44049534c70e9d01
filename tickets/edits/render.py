"""What people are told about it in tickets."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import discord

from ..core.render.message import GREY, Message
from ..i18n import _

if TYPE_CHECKING:
    from ..core.ticket import Ticket


def in_welcome(ticket: Ticket) -> tuple[str, str] | None:
    """What the first message of a ticket says, where words are kept."""
    if ticket.kept_since is None:
        return None
    return (
        _("Edits and deletions"),
        _("The staff can later see what was edited or deleted in this ticket."),
    )


def line(at: int) -> Message:
    """What is said in a ticket that was there before, at the time `at`."""
    text = _("From now on, the staff can later see what is edited or deleted in this ticket.")
    when = datetime.fromtimestamp(at, timezone.utc)
    return Message(embed=discord.Embed(description=text, colour=GREY, timestamp=when))
