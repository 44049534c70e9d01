"""How commands are typed on this bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red


async def how_to_type(bot: Red, command: str, guild: discord.Guild | None) -> str:
    """The command as it can be typed here: as slash command if the owner enabled it."""
    if bot.tree.get_command(command.partition(" ")[0]) is not None:
        group = bot.get_command(command)
        # Discord has no slash commands that are groups as well.
        alone = getattr(group, "fallback", None)
        return f"`/{command} {alone}`" if alone else f"`/{command}`"
    prefix = (await bot.get_valid_prefixes(guild))[0]
    return f"`{prefix}{command}`"
