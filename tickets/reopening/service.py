"""Reopening a ticket as its opener."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..blocks.service import require_not_blocked
from ..core.errors import OpenerGone
from ..lifecycle.rules import require_system_enabled
from ..lifecycle.service.closing import reopen_ticket
from .rules import NotOnServerAnyMore, ReopeningOver, reopenable_until
from .settings import ReopeningSettings

if TYPE_CHECKING:
    from ..core.answer import Answer
    from ..core.app import App
    from ..core.feature import Occurrence
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket


def offered_until(occurrence: Occurrence) -> int | None:
    """Until when the message about a closing offers to reopen the ticket; None where it is off, or
    the closing deletes the ticket."""
    ticket = occurrence.ticket
    if ticket is None or occurrence.event.unstored.get("deletes"):
        return None
    return reopenable_until(ticket, occurrence.settings[ReopeningSettings])


async def allows_opener(app: App, ticket: Ticket, settings: Settings, opener: Person) -> bool:
    """Whether the opener may reopen a ticket here.

    Raises ``SystemDisabled``, ``Blocked`` and ``ReopeningOver``. One that isn't closed is left to
    whoever asks.
    """
    if not settings[ReopeningSettings].opener_may_reopen:
        return False
    require_system_enabled(settings)
    await require_not_blocked(app, ticket.guild_id, opener, settings)
    until = reopenable_until(ticket, settings[ReopeningSettings])
    if until is not None and app.now() > until:
        raise ReopeningOver(until=until)
    return True


async def reopen_from_private(
    app: App, guild_id: int, number: int, *, opener_id: int, answer: Answer
) -> Ticket:
    """Reopens a ticket for its opener, who pressed in a direct message."""
    try:
        opener = await app.channels.member(guild_id, opener_id)
    except OpenerGone as error:
        raise NotOnServerAnyMore from error
    return await reopen_ticket(app, guild_id, number, by=opener, answer=answer)
