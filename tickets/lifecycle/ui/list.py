"""The staff's list of tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.team import of_their_teams, require_moderates_any
from ..render import list as look

if TYPE_CHECKING:
    import discord

    from ...core.app import App
    from ...core.ticket import Person
    from ...core.ui.press import Press


async def tickets_page(
    app: App, guild_id: int, by: Person, page: int = 0
) -> discord.ui.LayoutView:
    """A page of the list of the tickets and requests of somebody's teams."""
    settings = await app.settings.of(guild_id)
    shown = of_their_teams(settings, by, await app.tickets.present(guild_id))
    if not shown:
        require_moderates_any(settings, by)
    more = [
        button
        for buttons in app.features.each("list_buttons")
        for button in await buttons(app, guild_id)
    ]
    names = {one.id: one.name for one in settings.all_types}
    besides = app.features.shown_in_list
    return look.tickets_page(guild_id, shown, names, page, more, besides)


async def show_tickets(press: Press, page: int) -> None:
    """*Previous* and *Next*, or the button that shows the list."""
    await press.reply.turn_to(await tickets_page(press.app, press.guild_id, press.by, page))
