"""The statistics' page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.team import types_of_their_teams
from . import render as look
from .discord import can_draw
from .rules import MOST_DAYS, may_take_long
from .service import data_file, picture_file, require_administrator, statistics

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.ticket import Person
    from ..core.ui.press import Press


async def statistics_page(
    app: App, guild_id: int, by: Person, days: int, type_id: int | None = None
) -> discord.ui.LayoutView:
    """The numbers of somebody's teams."""
    found = await statistics(app, guild_id, by, days, type_id)
    settings = await app.settings.of(guild_id)
    # Of other teams not even the types' names.
    theirs = types_of_their_teams(settings, by)
    names = {one.id: one.name for one in settings.all_types if one.id in theirs}
    return look.statistics_page(found, names, days, type_id, can_draw=can_draw())


async def show(press: Press, days: int, type_id: int) -> None:
    """The button that shows them, or another time; type 0 is any."""
    days = min(days, MOST_DAYS)
    if may_take_long(days):
        await press.reply.wait(in_place=True)
    page = await statistics_page(press.app, press.guild_id, press.by, days, type_id or None)
    await press.reply.turn_to(page)


async def give_picture(press: Press, days: int, type_id: int) -> None:
    """The button that gives them as a picture."""
    days = min(days, MOST_DAYS)
    await press.reply.wait()
    found = await statistics(press.app, press.guild_id, press.by, days, type_id or None)
    async with picture_file(press.app, look.picture(found, days)) as path:
        await press.reply.hand_over("", [[(path, path.name)]])


async def give_data(press: Press, days: int) -> None:
    """The button that gives the table of all tickets."""
    require_administrator(press.by)
    await press.reply.wait()
    guild = press.interaction.guild
    limit = guild.filesize_limit if guild is not None else 0
    days = min(days, MOST_DAYS)
    async with data_file(press.app, press.guild_id, press.by, days, limit) as path:
        await press.reply.hand_over(look.data_ready(), [[(path, path.name)]])
