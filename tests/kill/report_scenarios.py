"""What members do from Discord's own menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class Reporting(Scenario):
    """*Report to the staff* on a message that is deleted meanwhile."""

    async def scene(self, server: Crowd) -> None:
        """The bot's owner has switched the menus on, and a type takes reports."""
        sim = server.sim
        await server.bot_owner.types("!ticketset contextmenus on")
        await sim.owner_types("slash enablecog tickets")
        sim.forget_cooldowns()
        await sim.owner_types("slash sync")
        await server.sets(
            "type create Reports",
            "type set Reports reports on",
            # So that everybody goes on as before.
            "type set Reports bycommand off",
        )

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        author = server.administrator.actor
        message = await author.send(server.general, "A rude word")
        member = self.member(server).actor
        shown = await member.context_menu(server.general, "Report to the staff", message)
        await author.delete(message)
        return shown

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await self.member(server).submits(shown, reason="This is rude")


class OpeningFromMenu(Reporting):
    """*Open a ticket* on a member."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        member = self.member(server).actor
        return await server.administrator.actor.context_menu(
            server.general, "Open a ticket", member
        )

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await server.administrator.submits(shown, reason="About you", type=["1"])
