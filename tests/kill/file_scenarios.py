"""What administrators do with configuration files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from files import CONFIGURATION, configuration
from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class Importing(Scenario):
    """``ticketset import`` and *Apply*."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The preview appears."""
        await server.sets("export")
        await server.administrator.types(
            "!ticketset import", in_=server.staff, files=[(CONFIGURATION, configuration())]
        )
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """It is applied."""
        await server.administrator.presses("Apply", on=server.staff)
