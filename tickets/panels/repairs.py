"""Repairs of panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.repairs import each
from .discord import PanelMessages
from .service.panels import change_panel, post_panel
from .store import PanelStore

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.errors import TicketError
    from ..core.health import Finding


async def post_panels(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Posts panels again."""

    async def post(number: int) -> None:
        await post_panel(app, await app[PanelStore].get(guild_id, number))

    return await each(finding.case.targets, post)


async def drop_emojis(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Takes emojis away that don't exist any more."""

    async def drop(number: int) -> None:
        panel = await app[PanelStore].get(guild_id, number)
        done = await change_panel(app, panel, app[PanelMessages].with_present_emojis)
        if done.not_shown is not None:
            raise done.not_shown

    return await each(finding.case.targets, drop)
