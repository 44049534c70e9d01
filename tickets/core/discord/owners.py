"""Messages to the people who run the bot."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redbot.core.bot import Red

log = logging.getLogger("red.tickets")

#: Messages on their way; they outlive a cog that couldn't be loaded.
_on_their_way: set[asyncio.Task[None]] = set()


def tell_owners(bot: Red, text: str) -> None:
    """Sends `text` to the bot's owners as soon as the bot can."""
    task = asyncio.create_task(_tell(bot, text), name="tickets-tell-owners")
    _on_their_way.add(task)
    task.add_done_callback(_on_their_way.discard)


async def _tell(bot: Red, text: str) -> None:
    log.critical("%s", text)
    try:
        await bot.wait_until_red_ready()
        await bot.send_to_owners(text)
    except Exception:
        log.exception("The bot's owners could not be told")
