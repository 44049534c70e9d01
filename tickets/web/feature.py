"""Pages of the settings in Red's web dashboard, where its owner runs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.feature import Feature, Listener
from .commands import WebPages
from .discord import dashboard_address
from .render.pages import SENTENCES, link_button

if TYPE_CHECKING:
    import discord

    from ..core.app import App


async def _show_pages(app: App, dashboard: Any) -> None:
    """The dashboard is there: it takes the pages from the cog, and forgets them with it."""
    cog = app.bot.get_cog("Tickets")
    if cog is not None:
        dashboard.rpc.third_parties_handler.add_third_party(cog, overwrite=True)


async def _link(app: App, guild_id: int, user_id: int) -> discord.ui.Button[Any] | None:
    """The way from the menu to the settings' page."""
    start = await dashboard_address(app, user_id)
    return None if start is None else link_button(start, guild_id)


FEATURE = Feature(
    name="web",
    menu_links=(_link,),
    needs=(
        "access",
        "config_file",
        "configuration",
        "doctor",
        "forms",
        "lifecycle",
        "panels",
        "replies",
        "types",
    ),
    commands=(WebPages,),
    errors=SENTENCES,
    listeners=(Listener("dashboard_cog_add", _show_pages),),
)
