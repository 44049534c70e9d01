"""Asking openers whether their tickets can be closed, and all that becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class AskingToClose(Scenario):
    """``/ticketmod ask``, by a moderator."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One command asks."""
        channel = server.ticket_of(self.member(server))
        await server.administrator.runs("ticketmod ask", in_=channel, reason="Solved?")


class AnsweringToClose(Scenario):
    """*Close* or *Not yet*, by the opener, or *Withdraw*, by a moderator."""

    def __init__(self, member: int, label: str) -> None:
        super().__init__(member)
        self._label = label

    async def scene(self, server: Crowd) -> None:
        """The opener has been asked."""
        await AskingToClose(self._member).act(server, None)
        await server.sim.time_passes(60)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press."""
        member = self.member(server)
        person = server.moderator if self._label == "Withdraw" else member
        await person.presses(self._label, on=server.ticket_of(member))


class WritingToStay(AnsweringToClose):
    """A word of the opener's, which stops the clock."""

    def __init__(self, member: int) -> None:
        super().__init__(member, "")

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """They write."""
        member = self.member(server)
        await member.types("Wait", in_=server.ticket_of(member))


class LeavingUnanswered(AnsweringToClose):
    """Nobody answers: the ticket is closed after its deadline."""

    def __init__(self, member: int) -> None:
        super().__init__(member, "")

    async def scene(self, server: Crowd) -> None:
        """The opener has been asked, and has not much time."""
        channel = server.ticket_of(self.member(server))
        await server.administrator.runs("ticketmod ask", in_=channel, deadline="10m")
        await server.sim.time_passes(60)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """That goes by."""
        await server.sim.time_passes(600)
