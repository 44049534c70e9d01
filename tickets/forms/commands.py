"""``/ticketset form``: the menu, where questions are changed."""

from __future__ import annotations

from redbot.core import commands

from ..configuration import ui as menu_ui
from ..core.commands.base import Commands, show_menu
from ..core.commands.marks import Who, subcommand
from ..core.kinds.questions import address
from ..lifecycle.service.choosing import find_type


class FormCommands(Commands):
    """What members are asked."""

    @subcommand("ticketset", "form", usage="[type]", has_slash=False, who=Who.ADMINS)
    async def ticketset_form(self, ctx: commands.GuildContext, *, type_: str = "") -> None:
        """Open the menu at what members are asked before their ticket opens.

        **Examples:**
        - `[p]ticketset form`
        - `[p]ticketset form Reports`

        **Arguments:**
        - `[type]` A type's name, for its form. Leave it out for that of the server.
        """
        type_id = None
        if type_.strip():
            settings = await self.app.settings.of(ctx.guild.id)
            type_id = find_type(type_, settings.types).id
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, menu_ui.COMMAND)
        await show_menu(ctx, opened, await menu_ui.page(self.app, opened, address(type_id)))
