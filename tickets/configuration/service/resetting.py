"""Forgetting a server's configuration. Tickets stay, and live on by what each was opened with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...panels.service.panels import delete_all_panels
from ...staff_log.notices import LOST

if TYPE_CHECKING:
    from ...core import errors
    from ...core.app import Desk
    from ...panels.rules import Panel


async def reset(desk: Desk, guild_id: int) -> list[tuple[Panel, errors.TicketError]]:
    """Forgets all settings and panels; returns panels whose messages stayed, and why.

    The settings go last: if the bot ends before, there is still something to reset, and doing
    it again does the rest.
    """
    left = await delete_all_panels(desk, guild_id)
    await desk.settings.reset(guild_id)
    await desk.notices.forget(guild_id, *LOST.values())
    return left
