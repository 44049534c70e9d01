"""What a ticket's team knows of its opener from before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.team import types_of_same_team

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Earlier, Ticket


async def earlier_tickets(app: App, ticket: Ticket, settings: Settings) -> Earlier:
    """What the opener asked the same team for. What another team knows of them stays there."""
    return await app.tickets.earlier_of(ticket, types_of_same_team(settings))
