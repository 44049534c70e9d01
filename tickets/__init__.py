"""Tickets for Red: private conversations between members and the staff."""

from __future__ import annotations

import asyncio
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from redbot.core.errors import CogLoadError
from redbot.core.utils import get_end_user_data_statement_or_raise

if TYPE_CHECKING:
    from redbot.core.bot import Red

__red_end_user_data_statement__ = get_end_user_data_statement_or_raise(Path(__file__))


async def setup(bot: Red) -> None:
    """Called by Red when the package is loaded.

    The modules are imported in a thread: hundreds of them in one go would let the whole bot
    stand still. All are imported here: an update replaces files under the running bot, so that
    a later import would mix two versions.
    """
    module = await asyncio.to_thread(import_module, ".cog", __package__)
    cog = module.Tickets(bot)
    # Its commands have been copied; others get their turn before they are registered.
    await asyncio.sleep(0)
    taken = await module.what_is_taken(bot, cog)
    if taken is not None:
        raise CogLoadError(taken)
    await bot.add_cog(cog)
    module.keep(__package__)
