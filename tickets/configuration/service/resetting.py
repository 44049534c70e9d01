"""Forgetting a server's configuration. Tickets stay, and live on by what each was opened with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...staff_log.store import NoticeStore

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.feature import NotRemoved


async def reset(app: App, guild_id: int) -> list[NotRemoved]:
    """Forgets all settings, and what features have made; returns what stayed, and why.

    The settings go last: if the bot ends before, there is still something to reset, and doing
    it again does the rest.
    """
    left: list[NotRemoved] = []
    for forget in app.features.each("resets"):
        left += await forget(app, guild_id)
    await app.settings.reset(guild_id)
    await app[NoticeStore].forget(guild_id, *app.features.lost_notices.values())
    return left
