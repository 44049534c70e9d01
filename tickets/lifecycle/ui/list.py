"""The staff's list of tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.team import Team
from ..render import list as look

if TYPE_CHECKING:
    import discord

    from ...core.app import App
    from ...core.ticket import Person
    from ...core.ui.press import Press


async def tickets_page(
    app: App, guild_id: int, by: Person, page: int = 0
) -> discord.ui.LayoutView:
    """A page of the list of tickets and requests; for ticket moderators only."""
    (await app.settings.of(guild_id))[Team].require_moderator(by)
    more = [
        button
        for buttons in app.features.each("list_buttons")
        for button in await buttons(app, guild_id)
    ]
    return look.tickets_page(guild_id, await app.tickets.present(guild_id), page, more)


async def show_tickets(press: Press, page: int) -> None:
    """*Previous* and *Next*, or the button that shows the list."""
    await press.reply.turn_to(await tickets_page(press.app, press.guild_id, press.by, page))
