"""``[p]ticketset export`` and ``import``."""

from __future__ import annotations

from redbot.core import commands

from ..configuration import ui as menu_ui
from ..core import errors
from ..core.commands.base import Commands, say, show_menu
from ..core.commands.marks import Who, subcommand
from ..core.discord.files import text_file
from . import render as look
from . import ui
from .discord import NamedThings
from .rules import PAGE
from .service.exporting import export


class FileCommands(Commands):
    """The configuration as a file."""

    @subcommand("ticketset", "export", has_slash=False, who=Who.ADMINS)
    async def ticketset_export(self, ctx: commands.GuildContext) -> None:
        """Get the ticket configuration as a file.

        It has all settings, types, forms, panels and ready answers. Tickets and members are not
        in it. The file is posted where you type this.

        **Example:**
        - `[p]ticketset export`
        """
        if not ctx.channel.permissions_for(ctx.me).attach_files:
            raise errors.MissingPermissions(names=("attach_files",), channel_id=ctx.channel.id)
        name = look.file_name(self.app[NamedThings].server_name(ctx.guild.id))
        contents = await export(self.app, ctx.guild.id)
        await say(ctx, look.exported(), file=text_file(name, contents))

    @subcommand("ticketset", "import", has_slash=False, who=Who.ADMINS)
    async def ticketset_import(self, ctx: commands.GuildContext) -> None:
        """Import a ticket configuration from the file that you attach.

        It shows what will change, and asks. Without a file it opens the menu, where one can be
        sent.

        **Example:**
        - `[p]ticketset import`
        """
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, menu_ui.COMMAND)
        for attached in ctx.message.attachments[:1]:
            await ui.take_file(self.app, opened, attached.url, attached.size, ctx.channel.id)
        await show_menu(ctx, opened, await menu_ui.page(self.app, opened, PAGE.name))
