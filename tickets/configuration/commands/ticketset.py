"""``/ticketset``: configuration, for the server's admins."""

from __future__ import annotations

from redbot.core import commands

from ...core.commands.base import Commands, say, show_menu
from ...core.commands.marks import Who, group, subcommand
from ...core.commands.slash_words import give_place_back, take_place
from ...core.team import Team
from ...core.ui.typed import how_to_type
from ...i18n import _
from .. import ui as menu
from ..render.settings import overview
from ..service.changing import disable_system, enable_system


class TicketSetCommands(Commands):
    """The group and the commands that aren't settings."""

    @group(
        "ticketset",
        fallback="menu",
        description="Configure the ticket system.",
        default_permission="manage_guild",
        who=Who.ADMINS,
    )
    async def ticketset(self, ctx: commands.GuildContext) -> None:
        """Configure the ticket system.

        It opens a menu with all settings. Each of them has a command as well, which
        `[p]help ticketset` lists.

        **Example:**
        - `[p]ticketset`
        """
        await self._open_menu(ctx, "home")

    @subcommand(
        "ticketset", "show", description="Show all settings of the ticket system.", who=Who.ADMINS
    )
    async def ticketset_show(self, ctx: commands.GuildContext) -> None:
        """Show all settings of the ticket system with their present values.

        **Example:**
        - `[p]ticketset show`
        """
        present = await menu.configuration(self.app, ctx.guild)
        await say(ctx, embed=overview(present))

    @subcommand("ticketset", "enable", description="Turn tickets on.", who=Who.ADMINS)
    async def ticketset_enable(self, ctx: commands.GuildContext) -> None:
        """Turn tickets on.

        If something is missing without which tickets would fail, it says what.

        **Example:**
        - `[p]ticketset enable`
        """
        settings = await enable_system(self.app, ctx.guild.id)
        lines = [
            _("✅ The ticket system is enabled. Members open tickets with {command}.").format(
                command=await how_to_type(self.bot, "ticket", ctx.guild)
            )
        ]
        if not settings[Team].moderator_role_ids:
            lines.append(
                _(
                    "Only administrators see the tickets: name the staff's role with {command}."
                ).format(command=f"`{ctx.clean_prefix}ticketset modrole`")
            )
        await say(ctx, "\n".join(lines))

    @subcommand("ticketset", "disable", description="Pause new tickets.", who=Who.ADMINS)
    async def ticketset_disable(self, ctx: commands.GuildContext) -> None:
        """Pause new tickets.

        Tickets that are open stay and can be closed, reopened and deleted.

        **Example:**
        - `[p]ticketset disable`
        """
        await disable_system(self.app, ctx.guild.id)
        await say(ctx, _("✅ The ticket system is disabled. Open tickets stay as they are."))

    @subcommand(
        "ticketset",
        "reset",
        description="Erase all settings and panels. Tickets stay.",
        who=Who.ADMINS,
    )
    async def ticketset_reset(self, ctx: commands.GuildContext) -> None:
        """Erase all settings and panels, after a confirmation.

        Existing tickets stay, and their buttons work until they are deleted.

        **Example:**
        - `[p]ticketset reset`
        """
        await self._open_menu(ctx, "reset")

    @subcommand("ticketset", "slashlanguages", has_slash=False, who=Who.BOT_OWNER)
    async def ticketset_slashlanguages(
        self, ctx: commands.Context, wanted: bool | None = None
    ) -> None:
        """Show slash commands in each person's own language.

        If another cog translates the bot's commands already, nothing changes.

        **Examples:**
        - `[p]ticketset slashlanguages off`
        - `[p]slash sync`

        **Arguments:**
        - `[wanted]` `on` or `off`. Leave it out to see the current value.
        """
        if wanted is not None:
            await self.app.settings.set_translates_slash_commands(wanted)
            await (take_place if wanted else give_place_back)(self.bot)
        on = await self.app.settings.translates_slash_commands()
        await say(
            ctx,
            _("Slash commands appear in each person's own language: **{state}**.").format(
                state=_("on") if on else _("off")
            ),
        )

    async def _open_menu(self, ctx: commands.GuildContext, where: str) -> None:
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, menu.COMMAND)
        await show_menu(ctx, opened, await menu.page(self.app, opened, where))
