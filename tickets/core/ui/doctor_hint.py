"""Tells admins where to find out what to do about an error that only they can fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..render.failures import doctor_hint, is_for_doctor
from .typed import how_to_type

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..errors import TicketError


async def doctor_hint_for(
    bot: Red, user: discord.Member | discord.User, error: TicketError
) -> str:
    """A line to add to the error's sentence; nothing for those who can't configure."""
    if not is_for_doctor(error) or not isinstance(user, discord.Member):
        return ""
    if not user.guild_permissions.manage_guild and not await bot.is_admin(user):
        return ""
    return "\n" + doctor_hint(await how_to_type(bot, "ticketset check", user.guild))
