"""A channel of another bot's becomes a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult

#: What such a channel's topic begins with, before the member is named.
OF_ANOTHER_BOT = "Another bot's ticket of "


class Adopting(Scenario):
    """``ticketset adopt`` and *Confirm*."""

    async def scene(self, server: Crowd) -> None:
        """The channel is there: the member and alice see it."""
        member = self.member(server)
        shown = discord.PermissionOverwrite(view_channel=True)
        overwrites: Any = {
            server.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            server.bot_role: shown,
            server.alice.user: shown,
            member.user: shown,
        }
        topic = f"{OF_ANOTHER_BOT}{member.mention}"
        server.guild.create_text_channel(
            "ticket-0001", overwrites=overwrites, topic=topic, category=server.category
        )
        await server.sim.env.settle()

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The question appears."""
        member = self.member(server)
        channel = server.ticket_of(member)
        await server.administrator.types(
            f"!ticketset adopt {channel.id} {member.mention}", in_=server.staff
        )
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is confirmed."""
        await server.administrator.presses("Confirm", on=server.staff)

    async def afterwards(self, server: Crowd) -> None:
        """Whoever has no ticket by then gets it now: the channel is there, and can be adopted."""
        await server.sim.env.settle()
        app = server.sim.cog.app
        for channel in server.tickets_of(self.member(server)):
            if await app.tickets.in_channel(server.guild.id, channel.id) is None:
                await self.act(server, await self.approach(server))
                return
