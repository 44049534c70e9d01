"""Tickets for Red: private conversations between members and the staff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from redbot.core.errors import CogLoadError
from redbot.core.utils import get_end_user_data_statement_or_raise

from .cog import Tickets
from .core.discord.name_clashes import what_is_taken

if TYPE_CHECKING:
    from redbot.core.bot import Red

__red_end_user_data_statement__ = get_end_user_data_statement_or_raise(Path(__file__))


async def setup(bot: Red) -> None:
    """Called by Red when the package is loaded."""
    cog = Tickets(bot)
    taken = await what_is_taken(bot, cog)
    if taken is not None:
        raise CogLoadError(taken)
    await bot.add_cog(cog)
