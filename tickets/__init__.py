"""Tickets for Red: private conversations between members and the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cog import Tickets

if TYPE_CHECKING:
    from redbot.core.bot import Red


async def setup(bot: Red) -> None:
    """Called by Red when the package is loaded."""
    await bot.add_cog(Tickets(bot))
