"""``[p]ticketset migrate``."""

from __future__ import annotations

from redbot.core import commands

from ..core.commands.base import Commands, say, wait
from ..core.commands.marks import Who, subcommand
from . import ui


class MoveCommands(Commands):
    """Moving over from another ticket cog."""

    @subcommand("ticketset", "migrate", has_slash=False, who=Who.ADMINS)
    async def ticketset_migrate(self, ctx: commands.GuildContext) -> None:
        """Move over from another ticket cog: settings, panels and tickets.

        It finds what vrt-cogs `tickets`, AAA3A-cogs `tickets` and `tickettool`, and `ticketstrini`
        have stored for this server. It shows what comes and what can't, and asks. Their data stays
        as it is. Type it again to move what is missing.

        **Example:**
        - `[p]ticketset migrate`
        """
        await wait(ctx)
        page = await ui.first_page(self.app, ctx.guild.id, ctx.channel.id)
        await say(ctx, view=page)
