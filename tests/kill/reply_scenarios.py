"""What administrators do with ready answers, and moderators send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class ManagingAnswers(Scenario):
    """A ready answer, from its making to its end."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is added, changed and removed, by typing."""
        await server.sets(
            "reply add greeting Hello {user}",
            "reply edit greeting Good evening {user}",
            "reply list",
            "reply remove greeting",
        )


class SendingAnswer(Scenario):
    """``/ticketmod reply`` and *Send*."""

    async def scene(self, server: Crowd) -> None:
        """There is one."""
        await server.sets("reply add greeting Hello {user}")

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The preview appears."""
        channel = server.ticket_of(self.member(server))
        return await server.moderator.runs("ticketmod reply", in_=channel, name="greeting")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is sent."""
        assert shown is not None
        await server.moderator.presses("Send", on=shown)
