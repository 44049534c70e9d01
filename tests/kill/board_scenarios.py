"""The team's board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class ShowingBoard(Scenario):
    """An administrator says where the board is, and it is posted there."""

    repeatable = True

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The administrator types it, and a little later the board is there."""
        await server.sets(f"board {server.staff.mention}")
        await server.sim.time_passes(5)

    async def afterwards(self, server: Crowd) -> None:
        """There is none any more."""
        await server.sets("board none")
        await server.sim.time_passes(65)
