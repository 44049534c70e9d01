"""Another ticket cog's data, panel and ticket are taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from redbot.core import Config
from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult

#: What such a ticket's topic begins with, before the member is named.
OF_ANOTHER_COG = "Another cog's ticket of "
#: Under which vrt-cogs' tickets, of the same class as ours, keeps its data.
_THEIRS = 117117


class Migrating(Scenario):
    """``ticketset migrate`` and *Move over*: a panel, and an open ticket with a guest."""

    async def scene(self, server: Crowd) -> None:
        """Their panel stands in #general, and the member's ticket is there."""
        member, backend = self.member(server), server.sim.env.backend
        shown = discord.PermissionOverwrite(view_channel=True, send_messages=True)
        overwrites: Any = {
            server.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            server.bot_role: shown,
            server.moderators: shown,
            member.user: shown,
        }
        channel = server.guild.create_text_channel(
            "general-1",
            overwrites=overwrites,
            topic=f"{OF_ANOTHER_COG}{member.mention}",
            category=server.category,
        )
        panel = backend.create_message(
            server.general.id,
            server.bot_id,
            "Need help?",
            components=[_button("general", "General help")],
        )
        welcome = backend.create_message(
            channel.id, server.bot_id, "Hello!", components=[_button(str(channel.id), "Close")]
        )
        await server.sim.env.settle()
        await self._store(server, channel.id, panel.id, welcome.id)

    async def _store(self, server: Crowd, channel: int, panel: int, welcome: int) -> None:
        opened = {"panel": "general", "opened": "2026-01-01T00:00:00Z", "message_id": welcome}
        configuration = {
            "support_roles": [[server.moderators.id, True]],
            "panels": {
                "general": {
                    "category_id": server.category.id,
                    "channel_id": server.general.id,
                    "message_id": panel,
                    "button_text": "General help",
                    "log_channel": server.reception.id,
                }
            },
            "opened": {str(self.member(server).id): {str(channel): opened}},
        }
        theirs = Config.get_conf(None, identifier=_THEIRS, cog_name="Tickets")
        await theirs.set_raw("db", value={"configs": {str(server.guild.id): configuration}})

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """What would be done appears."""
        await server.sets("migrate")
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is done."""
        await server.administrator.presses("Move over", on=server.staff)

    async def afterwards(self, server: Crowd) -> None:
        """What is missing by then comes now."""
        await server.sim.env.settle()
        shown = await server.administrator.types("!ticketset migrate", in_=server.staff)
        if "Move over" in server.administrator.buttons(shown):
            await server.administrator.presses("Move over", on=shown)
            await server.sim.env.settle()
        # There, closing deleted the channel.
        await server.sets("deleteonclose off")


def _button(custom_id: str, label: str) -> dict[str, Any]:
    button = {"type": 2, "style": 1, "label": label, "custom_id": custom_id}
    return {"type": 1, "components": [button]}
