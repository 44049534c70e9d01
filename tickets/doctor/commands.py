"""``/ticketset check``."""

from __future__ import annotations

import discord
from redbot.core import commands

from ..core.commands.base import Commands, show_menu, wait
from ..core.commands.marks import Who, subcommand
from . import ui


class DoctorCommands(Commands):
    """The doctor by command."""

    @subcommand("ticketset", "check", description="Find problems and fix them.", who=Who.ADMINS)
    async def ticketset_check(self, ctx: commands.GuildContext) -> None:
        """Find out what is wrong with the tickets of this server.

        Every problem is shown with what it breaks and how to fix it: what to click in Discord,
        or which command to type. Some problems the bot can fix itself. It shows what it will
        change, and asks first.

        **Example:**
        - `[p]ticketset check`
        """
        await wait(ctx)
        menu = self.menus.open(self.bot, ctx.guild, ctx.author.id, ui.COMMAND)

        async def show(page: discord.ui.LayoutView) -> None:
            await show_menu(ctx, menu, page)

        await show(await ui.first_page(self.bot, self.app, menu, show))
