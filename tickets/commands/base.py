"""What all command groups of the cog share."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

from ..adapters.failures import FAILURES
from ..ui.reply import NOBODY, Reply

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..service.desk import Desk

log = logging.getLogger("red.tickets.commands")


class TicketsBase(commands.Cog):
    """The parts of the cog that its commands use."""

    bot: Red
    desk: Desk

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for attribute in vars(cls).values():
            if isinstance(attribute, commands.Command) and attribute.callback.__doc__:
                # The catalogue holds docstrings as people read them, without indentation.
                attribute.callback.__doc__ = inspect.cleandoc(attribute.callback.__doc__)

    async def how_to_type(self, command: str, guild: discord.Guild | None) -> str:
        """The command as it can be typed here: as slash command if the owner enabled it."""
        if self.bot.tree.get_command(command.split()[0]) is not None:
            return f"`/{command}`"
        prefix = (await self.bot.get_valid_prefixes(guild))[0]
        return f"`{prefix}{command}`"


async def say(ctx: commands.Context, text: str | None = None, **parts: Any) -> None:
    """Answers a command: a slash command privately, a typed one where it was typed.

    Takes a text, an embed and a view; nobody is pinged.
    """
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).say(text, **parts)
        return
    try:
        await ctx.send(text, allowed_mentions=NOBODY, **parts)
    except FAILURES as error:
        log.info("A typed command could not be answered: %r", error)


async def say_besides(ctx: commands.Context, text: str) -> None:
    """Says one more thing after the answer to a command."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).add(text)
    else:
        await say(ctx, text)
