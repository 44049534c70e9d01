"""Repairs of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.repairs import AT_ONCE, each
from .service.requests import move_requests, update_request_message

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.errors import TicketError
    from ..core.health import Finding


async def post_requests(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Posts requests in the reception channel."""
    numbers = finding.case.targets
    if len(numbers) > AT_ONCE:
        await move_requests(app, guild_id)
        return ()
    return await each(numbers, lambda number: update_request_message(app, guild_id, number))
