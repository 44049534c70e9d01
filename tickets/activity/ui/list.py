"""The staff's list of tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..render import list as look
from ..rules import ListWish
from ..service.listing import list_tickets

if TYPE_CHECKING:
    import discord

    from ...core.app import App
    from ...core.ticket import Person
    from ...core.ui.press import Press


async def tickets_page(
    app: App, guild_id: int, by: Person, wish: ListWish, page: int = 0
) -> discord.ui.LayoutView:
    """A page of the list of the tickets and requests of somebody's teams."""
    shown = await list_tickets(app, guild_id, by, wish, page)
    settings = await app.settings.of(guild_id)
    more = [
        button
        for buttons in app.features.each("list_buttons")
        for button in await buttons(app, guild_id)
    ]
    names = {one.id: one.name for one in settings.all_types}
    return look.tickets_page(guild_id, shown, names, more, app.features.shown_in_list)


async def show_tickets(press: Press, page: int) -> None:
    """*Previous* and *Next*, or the button that shows the list."""
    await _turn_to(press, ListWish(), page)


async def show_some(press: Press, show: str, type_id: int, page: int) -> None:
    """The same of what was narrowed; type 0 is any."""
    await _turn_to(press, ListWish(show, type_id or None), page)


async def _turn_to(press: Press, wish: ListWish, page: int) -> None:
    shown = await tickets_page(press.app, press.guild_id, press.by, wish, page)
    await press.reply.turn_to(shown)
