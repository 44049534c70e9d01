"""How commands are typed on this bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import slash_form

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red


async def how_to_type(bot: Red, command: str, guild: discord.Guild | None) -> str:
    """The command as it can be typed here: as slash command if the owner enabled it."""
    slash = slash_form(bot, command)
    if slash is not None:
        return slash
    prefix = (await bot.get_valid_prefixes(guild))[0]
    return f"`{prefix}{command}`"
