"""The menus themselves, and the switch of the bot's owner."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from redbot.core import commands

from ..core.commands.base import Commands, say
from ..core.commands.marks import Who, subcommand
from ..core.ui.press import answer
from . import render, ui
from .discord import ContextMenus
from .rules import OPEN_A_TICKET, REPORT

if TYPE_CHECKING:
    from redbot.core.bot import Red


async def open_for_member(interaction: discord.Interaction[Red], member: discord.Member) -> None:
    """*Open a ticket* on a member."""
    await answer(interaction, partial(ui.ask_for, member=member))


async def report_message(interaction: discord.Interaction[Red], message: discord.Message) -> None:
    """*Report to the staff* on a message."""
    await answer(interaction, partial(ui.ask_about, message=message))


def menus() -> tuple[app_commands.ContextMenu, ...]:
    """Both menus, made anew. As with slash commands, who may is asked at each press."""
    for_members = app_commands.ContextMenu(name=OPEN_A_TICKET, callback=open_for_member)
    for_members.default_permissions = discord.Permissions(manage_messages=True)
    made = (for_members, app_commands.ContextMenu(name=REPORT, callback=report_message))
    for menu in made:
        menu.guild_only = True
    return made


class ContextMenuCommands(Commands):
    """The switch."""

    @subcommand("ticketset", "contextmenus", has_slash=False, who=Who.BOT_OWNER)
    async def ticketset_contextmenus(
        self, ctx: commands.Context, wanted: bool | None = None
    ) -> None:
        """Show *Open a ticket* on members and *Report to the staff* on messages.

        A right click or a long press shows them, below **Apps**.
        A report becomes a ticket of the type that takes reports:
        `[p]ticketset type set Reports reports on`.

        Discord allows a bot five entries of each kind.

        **Examples:**
        - `[p]ticketset contextmenus on`
        - `[p]slash enablecog tickets`
        - `[p]slash sync`

        **Arguments:**
        - `[wanted]` `on` or `off`. Leave it out to see the current value.
        """
        shown = self.app[ContextMenus]
        if wanted is not None:
            await self.app.settings.set_context_menus(wanted)
            await (shown.put_in_place if wanted else shown.forget)()
        on = await self.app.settings.has_context_menus()
        await say(ctx, render.switched(on=on, lacking=shown.lacking))
