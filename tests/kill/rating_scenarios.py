"""Openers who rate their closed tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import ClosingReadable, Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class Rating(Scenario):
    """Stars in the direct message about closing."""

    async def scene(self, server: Crowd) -> None:
        """The ticket was closed, and the opener asked."""
        await server.sets("rating on")
        await server.closes(self.member(server), by=server.moderator)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """They choose."""
        user = self.member(server).user
        await user.select(user.dm_channel.history()[-1], ["4"])


class Commenting(Rating):
    """**Add a comment** below the stars that were given."""

    async def scene(self, server: Crowd) -> None:
        """They have given four."""
        await super().scene(server)
        await super().act(server, None)

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        user = self.member(server).user
        shown: InteractionResult = await user.click(
            user.dm_channel.history()[-1], label="Add a comment"
        )
        return shown

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is sent."""
        assert shown is not None
        await self.member(server).user.submit_modal(shown, {"reason": "Quick"})


class AskingInTicket(ClosingReadable):
    """Closing a ticket that its opener can read, who takes no direct messages."""

    async def scene(self, server: Crowd) -> None:
        """They can't be written to."""
        await super().scene(server)
        await server.sets("rating on")
        self.member(server).closes_direct_messages()

    async def afterwards(self, server: Crowd) -> None:
        """They can be written to again."""
        server.sim.rules.closed_dms.discard(self.member(server).id)
