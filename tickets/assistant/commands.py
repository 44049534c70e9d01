"""``/ticketset setup``."""

from __future__ import annotations

from redbot.core import commands

from ..core.commands.base import Commands, show_menu
from ..core.commands.marks import Who, subcommand
from . import ui


class AssistantCommands(Commands):
    """The assistant by command."""

    @subcommand(
        "ticketset", "setup", description="Set up the ticket system, step by step.", who=Who.ADMINS
    )
    async def ticketset_setup(self, ctx: commands.GuildContext) -> None:
        """Set up the ticket system, step by step.

        An assistant asks what is needed, creates the category and the channels if you like, and
        posts a first panel. Nothing is changed before the end. On a server that is set up
        already it starts from the present settings.

        **Example:**
        - `[p]ticketset setup`
        """
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, ui.COMMAND)
        page = await ui.first_page(self.app, self.bot, opened, ctx.channel)
        await show_menu(ctx, opened, page)
