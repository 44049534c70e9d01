"""Opening hours in a ticket's life: who is told, who is refused, and what is counted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ..core.team import Team
from ..lifecycle.service.closing import CLOSED
from .rules.values import Outside, OutsideHours
from .rules.zones import prepare_zones
from .settings import HoursSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.event import TicketEvent
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket


async def require_open_hours(app: App, guild_id: int, member: Person, settings: Settings) -> None:
    """Raises ``OutsideHours`` where members can open tickets in the opening hours only.

    The team's moderators are exempt.
    """
    if not _lets_in(settings, member, app.now()):
        calendar = settings[HoursSettings].calendar
        raise OutsideHours(opens_at=calendar.next_opening(app.now()) if calendar else None)


def _lets_in(settings: Settings, member: Person, now: int) -> bool:
    hours = settings[HoursSettings]
    if hours.outside is not Outside.REFUSE or settings[Team].is_moderator(member):
        return True
    calendar = hours.calendar
    return calendar is None or calendar.is_open(now)


#: Whether these tickets are worth offering to somebody.
offers = _lets_in


def from_when(ticket: Ticket, settings: Settings, at: int) -> dict[str, Any]:
    """From when on somebody is there, if nobody is `at` that time. Who was called by the staff
    need not be told."""
    calendar = settings[HoursSettings].calendar
    opens_at = None
    if calendar is not None and ticket.opened_by_id == ticket.opener_id:
        opens_at = calendar.next_opening(at)
    if opens_at == at:
        opens_at = None
    return {} if opens_at == ticket.staffed_from else {"staffed_from": opens_at}


def after_answer(ticket: Ticket, settings: Settings) -> dict[str, Any]:
    """Opening hours that passed until the staff's first answer."""
    return _counted(ticket, settings, "answer_seconds", ticket.answered_at)


def after_closing(event: TicketEvent, ticket: Ticket, settings: Settings | None) -> dict[str, Any]:
    """Opening hours that passed until closing; none any more when it is reopened."""
    closed_at = ticket.closed_at if event.kind == CLOSED else None
    return _counted(ticket, settings, "closing_seconds", closed_at)


def _counted(
    ticket: Ticket, settings: Settings | None, name: str, until: int | None
) -> dict[str, Any]:
    calendar = settings[HoursSettings].calendar if settings is not None else None
    counted = None
    if calendar is not None and until is not None:
        counted = calendar.opening_seconds(ticket.created_at, until)
    return {} if counted == getattr(ticket, name) else {name: counted}


async def know_zones(app: App) -> None:
    """When the cog is loaded: where the system has no time zones, they are read in a thread."""
    await asyncio.to_thread(prepare_zones)
