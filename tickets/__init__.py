"""Tickets for Red: private conversations between members and the staff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from redbot.core.utils import get_end_user_data_statement_or_raise

from .cog import Tickets

if TYPE_CHECKING:
    from redbot.core.bot import Red

__red_end_user_data_statement__ = get_end_user_data_statement_or_raise(Path(__file__))


async def setup(bot: Red) -> None:
    """Called by Red when the package is loaded."""
    await bot.add_cog(Tickets(bot))
