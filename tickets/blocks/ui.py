"""The list of blocked members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.team import require_moderates_any
from .render import blocked_button, blocked_page
from .service import blocks_of

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.ui.press import Press


async def show_blocked(press: Press, page: int) -> None:
    """*Blocked members*."""
    app, guild_id = press.app, press.guild_id
    require_moderates_any(await app.settings.of(guild_id), press.by)
    blocks = await blocks_of(app, guild_id)
    await press.reply.turn_to(blocked_page(blocks, page))


async def below_list(app: App, guild_id: int) -> list[discord.ui.Button[Any]]:
    """The button that leads there, if anybody is blocked."""
    blocked = len(await blocks_of(app, guild_id))
    return [blocked_button(blocked)] if blocked else []
