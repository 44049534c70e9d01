"""Administrators who switch the keeping of edits and deletions on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class KeepingEdits(Scenario):
    """It is switched on while tickets are open."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """Each of them says so, one after the other."""
        await server.sets("keepedits on")


class ForgettingEdits(Scenario):
    """It is switched off when something was edited and deleted."""

    async def scene(self, server: Crowd) -> None:
        """The ticket was told, and its member has written."""
        await server.sets("keepedits on")
        await server.sim.time_passes(10)
        actor, channel = self.member(server).actor, server.ticket_of(self.member(server))
        message = await actor.send(channel, "Look at this")
        await actor.edit(message, "Look at that")
        await actor.delete(message)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """All of it is forgotten."""
        await server.sets("keepedits off")
