"""An example for authors of cogs: it opens, follows and closes tickets of Tickets for Red.

It is explained in docs/en/developers.md. Try it with ``[p]addpath`` and ``[p]load appeals``.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

if TYPE_CHECKING:
    from redbot.core.bot import Red


class Appeals(commands.Cog):
    """Members appeal in a ticket, and withdraw their appeal."""

    def __init__(self, bot: Red) -> None:
        self.bot = bot
        #: Open appeals: server and number of the ticket, and who appeals.
        self.appeals: dict[tuple[int, int], int] = {}

    @property
    def tickets(self) -> Any:
        """What Tickets for Red can do. It may be loaded later than this cog, or not at all."""
        cog: Any = self.bot.get_cog("Tickets")
        # Other cogs are called Tickets, too.
        interface = getattr(cog, "interface", None)
        if interface is None:
            raise commands.UserFeedbackCheckFailure("Tickets for Red isn't loaded.")
        return interface

    @commands.guild_only()
    @commands.command()
    async def appeal(self, ctx: commands.GuildContext, *, reason: str) -> None:
        """Open a ticket about your appeal."""
        tickets = self.tickets
        try:
            ticket = await tickets.open(
                ctx.author, by=ctx.author, reason=reason, origin_id=ctx.message.id
            )
        except tickets.NotPossible as error:
            await ctx.send(error.message)
            return
        self.appeals[ticket.guild_id, ticket.number] = ticket.opener_id
        await ctx.send(f"Your appeal is ticket #{ticket.number}.")

    @commands.guild_only()
    @commands.command()
    async def withdraw(self, ctx: commands.GuildContext, number: int) -> None:
        """Close the ticket of your appeal."""
        tickets = self.tickets
        try:
            await tickets.close(number, by=ctx.author, reason="The appeal was withdrawn.")
        except tickets.NotPossible as error:
            await ctx.send(error.message)

    @commands.Cog.listener()
    async def on_red_ticket_closed(self, update: Any) -> None:
        """Whoever has closed it: the appeal is over."""
        ticket = update.ticket
        opener_id = self.appeals.pop((ticket.guild_id, ticket.number), None)
        user = self.bot.get_user(opener_id) if opener_id else None
        if user is not None:
            with contextlib.suppress(discord.HTTPException):
                await user.send(f"Your appeal, ticket #{ticket.number}, is over.")


async def setup(bot: Red) -> None:
    """Red calls this when the cog is loaded."""
    await bot.add_cog(Appeals(bot))
