"""What is said in tickets, and who is waited for after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class CorrectingWaiting(Scenario):
    """``/ticketmod waiting`` after the staff has answered, and the member said thanks."""

    async def scene(self, server: Crowd) -> None:
        """Both have written."""
        channel = server.ticket_of(self.member(server))
        for person, text in ((server.helper, "Try again, please"), (self.member(server), "Ah!")):
            await person.actor.send(channel, text)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command says that the last word needs no answer."""
        channel = server.ticket_of(self.member(server))
        await server.moderator.runs("ticketmod waiting", in_=channel, whom="opener")
