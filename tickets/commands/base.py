"""What all command groups of the cog share."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..service.desk import Desk

NOBODY = discord.AllowedMentions.none()


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


async def say(ctx: commands.Context, text: str | None = None, **message: Any) -> None:
    """Answers a command: only its author sees it where Discord allows, and nobody is pinged."""
    message.setdefault("allowed_mentions", NOBODY)
    await ctx.send(text, ephemeral=True, **message)
