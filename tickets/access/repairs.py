"""What the bot can mend of tickets' overwrites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.repairs import AT_ONCE, each
from .service import apply_present_roles, mend_overwrites, roles_job

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.errors import TicketError
    from ..core.health import Finding


async def apply_roles(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Brings tickets' roles up to date."""
    return await _put_right(app, guild_id, finding, mend=False)


async def mend_tickets(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Puts tickets' overwrites right."""
    return await _put_right(app, guild_id, finding, mend=True)


async def _put_right(
    app: App, guild_id: int, finding: Finding, *, mend: bool
) -> tuple[TicketError, ...]:
    numbers = finding.case.targets
    if len(numbers) > AT_ONCE:
        await app.work.add(roles_job(app, guild_id, numbers, mend=mend))
        return ()
    one = mend_overwrites if mend else apply_present_roles
    return await each(numbers, lambda number: one(app, guild_id, number))
