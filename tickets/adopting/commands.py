"""``[p]ticketset adopt``."""

from __future__ import annotations

import discord
from redbot.core import commands

from ..core.commands.base import Commands, show
from ..core.commands.marks import Who, subcommand
from ..core.discord.people import person_of
from ..lifecycle.service.choosing import find_type
from . import render as look
from .rules import Adoption
from .service import plan_adoption


class AdoptCommands(Commands):
    """Making channels tickets."""

    @subcommand(
        "ticketset",
        "adopt",
        has_slash=False,
        who=Who.ADMINS,
        usage="<channel> <opener> [type]",
    )
    async def ticketset_adopt(
        self,
        ctx: commands.GuildContext,
        channel: discord.abc.GuildChannel | discord.Thread,
        opener: discord.Member,
        *,
        type_: str | None = None,
    ) -> None:
        """Make a channel a ticket: another bot's, or one that I no longer know.

        It shows first who gains and who loses access, and asks. Limits, blocks and paused types
        don't stop it.

        **Examples:**
        - `[p]ticketset adopt #help-alice @alice`
        - `[p]ticketset adopt #help-alice @alice Support`

        **Arguments:**
        - `<channel>` The text channel.
        - `<opener>` The member whose ticket it becomes.
        - `[type]` The ticket's type. No type if you leave it out.
        """
        settings = await self.app.settings.of(ctx.guild.id)
        wanted = Adoption(
            guild_id=ctx.guild.id,
            channel_id=channel.id,
            opener_id=opener.id,
            type_id=None if type_ is None else find_type(type_, settings.types).id,
            by=person_of(ctx.author),
        )
        await show(ctx, look.question(wanted, await plan_adoption(self.app, wanted)))
