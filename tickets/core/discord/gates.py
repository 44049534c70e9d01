"""What Red asks before a command, for all that isn't one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import errors

if TYPE_CHECKING:
    import discord
    from redbot.core import commands
    from redbot.core.bot import Red


async def require_welcome(
    bot: Red, cog: commands.Cog, guild: discord.Guild | None, who: discord.Member | discord.User
) -> None:
    """Raises ``CogDisabled`` where the server has switched the cog off, and ``Blocklisted``."""
    if await bot.cog_disabled_in_guild(cog, guild):
        raise errors.CogDisabled
    if not await bot.allowed_by_whitelist_blacklist(who):
        raise errors.Blocklisted
