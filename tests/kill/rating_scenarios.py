"""Openers who rate their closed tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import ClosingReadable, Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class Rating(Scenario):
    """Stars in the direct message, and a comment."""

    async def scene(self, server: Crowd) -> None:
        """The ticket was closed, and the opener asked."""
        await server.sets("rating on")
        await server.closes(self.member(server), by=server.moderator)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """They choose, and comment on it."""
        user = self.member(server).user
        await user.select(user.dm_channel.history()[-1], ["4"])
        form = await user.click(user.dm_channel.history()[-1], label="Add a comment")
        await user.submit_modal(form, {"reason": "Quick"})


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
