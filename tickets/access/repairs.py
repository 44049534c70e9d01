"""Repairs of tickets' overwrites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.repairs import AT_ONCE, each
from .service import apply_present_roles, repair_overwrites, roles_job

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.errors import TicketError
    from ..core.health import Finding


async def apply_roles(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Brings tickets' roles up to date."""
    return await _repair_ticket(app, guild_id, finding, repair=False)


async def repair_tickets(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Puts tickets' overwrites right."""
    return await _repair_ticket(app, guild_id, finding, repair=True)


async def _repair_ticket(
    app: App, guild_id: int, finding: Finding, *, repair: bool
) -> tuple[TicketError, ...]:
    numbers = finding.case.targets
    if len(numbers) > AT_ONCE:
        await app.work.add(roles_job(app, guild_id, numbers, repair=repair))
        return ()
    one = repair_overwrites if repair else apply_present_roles
    return await each(numbers, lambda number: one(app, guild_id, number))
