"""``/ticketset``: configuration, for the server's admins."""

from __future__ import annotations

import discord
from discord import app_commands
from redbot.core import commands

from ...assistant import ui as setup
from ...core.commands.base import TicketsBase, say, show_menu, wait
from ...core.commands.slash_words import give_place_back, take_place
from ...core.ui.typed import how_to_type
from ...doctor import ui as doctor
from ...i18n import _
from .. import ui as menu
from ..render.settings import overview
from ..service.changing import disable_system, enable_system
from .of_settings import setting_commands


class TicketSetGroup(TicketsBase):
    """The group and the commands that aren't settings."""

    @commands.hybrid_group(
        name="ticketset", fallback="menu", description="Configure the ticket system."
    )
    @app_commands.default_permissions(manage_guild=True)
    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def ticketset(self, ctx: commands.GuildContext) -> None:
        """Configure the ticket system.

        It opens a menu with all settings. Each of them has a command as well, which
        `[p]help ticketset` lists.

        **Example:**
        - `[p]ticketset`
        """
        await self._open_menu(ctx, "home")

    @ticketset.command(name="setup", description="Set up the ticket system, step by step.")
    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def ticketset_setup(self, ctx: commands.GuildContext) -> None:
        """Set up the ticket system, step by step.

        An assistant asks what is needed, creates the category and the channels if you like, and
        posts a first panel. Nothing is changed before the end. On a server that is set up
        already it starts from the present settings.

        **Example:**
        - `[p]ticketset setup`
        """
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, setup.COMMAND)
        page = await setup.first_page(self.desk, self.bot, opened, ctx.channel)
        await show_menu(ctx, opened, page)

    @ticketset.command(name="show", description="Show all settings of the ticket system.")
    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def ticketset_show(self, ctx: commands.GuildContext) -> None:
        """Show all settings of the ticket system with their present values.

        **Example:**
        - `[p]ticketset show`
        """
        present = await menu.configuration(self.desk, ctx.guild)
        colour = await ctx.embed_color()
        await say(ctx, embed=overview(present, colour=colour))

    @ticketset.command(name="enable", description="Let members open tickets.")
    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def ticketset_enable(self, ctx: commands.GuildContext) -> None:
        """Let members open tickets.

        If something is missing without which tickets would fail, it says what.

        **Example:**
        - `[p]ticketset enable`
        """
        settings = await enable_system(self.desk, ctx.guild.id)
        lines = [
            _("✅ The ticket system is enabled. Members open tickets with {command}.").format(
                command=await how_to_type(self.bot, "ticket", ctx.guild)
            )
        ]
        if not settings.moderator_role_ids:
            lines.append(
                _(
                    "Only administrators see the tickets: name the staff's role with {command}."
                ).format(command=f"`{ctx.clean_prefix}ticketset modrole`")
            )
        await say(ctx, "\n".join(lines))

    @ticketset.command(name="disable", description="Let nobody open tickets for now.")
    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def ticketset_disable(self, ctx: commands.GuildContext) -> None:
        """Let nobody open tickets for now.

        Tickets that are open stay and can be closed, reopened and deleted.

        **Example:**
        - `[p]ticketset disable`
        """
        await disable_system(self.desk, ctx.guild.id)
        await say(ctx, _("✅ The ticket system is disabled. Open tickets stay as they are."))

    @ticketset.command(name="check", description="Find out what is wrong, and mend it.")
    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def ticketset_check(self, ctx: commands.GuildContext) -> None:
        """Find out what is wrong with the tickets of this server.

        Every problem is shown with what it breaks and what helps: what to click in Discord, or
        which command to type. What the bot can do itself has a button: it shows first what
        it would change. Nothing is changed before you agree.

        **Example:**
        - `[p]ticketset check`
        """
        await wait(ctx)
        menu = self.menus.open(self.bot, ctx.guild, ctx.author.id, doctor.COMMAND)

        async def show(page: discord.ui.LayoutView) -> None:
            await show_menu(ctx, menu, page)

        await show(await doctor.first_page(self.bot, self.desk, menu, show))

    @ticketset.command(name="reset", description="Forget the configuration; tickets stay.")
    @commands.guild_only()
    @commands.admin_or_permissions(manage_guild=True)
    async def ticketset_reset(self, ctx: commands.GuildContext) -> None:
        """Forget the configuration: all settings and panels. It asks before.

        Tickets that exist stay, and their buttons work until they are deleted.

        **Example:**
        - `[p]ticketset reset`
        """
        await self._open_menu(ctx, "reset")

    @ticketset.command(name="slashlanguages", with_app_command=False)
    @commands.is_owner()
    async def ticketset_slashlanguages(
        self, ctx: commands.Context, wanted: bool | None = None
    ) -> None:
        """Show everybody the slash commands in the language of their client.

        If another cog translates the bot's commands already, nothing changes.

        **Examples:**
        - `[p]ticketset slashlanguages off`
        - `[p]slash sync`

        **Arguments:**
        - `[wanted]` `on` or `off`. Without it, the present value is shown.
        """
        if wanted is not None:
            await self.desk.settings.set_translates_slash_commands(wanted)
            await (take_place if wanted else give_place_back)(self.bot)
        on = await self.desk.settings.translates_slash_commands()
        await say(
            ctx,
            _("Slash commands appear in each person's own language: **{state}**.").format(
                state=_("on") if on else _("off")
            ),
        )

    async def _open_menu(self, ctx: commands.GuildContext, where: str) -> None:
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, menu.COMMAND)
        await show_menu(ctx, opened, await menu.page(self.desk, opened, where))


# One class with a command for each setting, as if they had been written out here.
TicketSetCommands: type[TicketSetGroup] = type(
    "TicketSetCommands", (TicketSetGroup,), setting_commands(TicketSetGroup.ticketset)
)
