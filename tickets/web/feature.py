"""Pages of the settings in Red's web dashboard, where its owner runs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.feature import Feature, Listener
from .commands import WebPages

if TYPE_CHECKING:
    from ..core.app import App


async def _show_pages(app: App, dashboard: Any) -> None:
    """The dashboard is there: it takes the pages from the cog, and forgets them with it."""
    cog = app.bot.get_cog("Tickets")
    if cog is not None:
        dashboard.rpc.third_parties_handler.add_third_party(cog, overwrite=True)


FEATURE = Feature(
    name="web",
    needs=("access", "configuration", "doctor"),
    commands=(WebPages,),
    listeners=(Listener("dashboard_cog_add", _show_pages),),
)
