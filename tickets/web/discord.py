"""What a server has that settings can name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.discord.people import role_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.app import App


def places(guild: discord.Guild) -> dict[str, list[list[Any]]]:
    """Its roles, channels and categories in Discord's order, as a page gets them.

    A role: id, name, colour, and whether it may be chosen. A channel: id, name and category.
    """
    return {
        "roles": [
            [str(role.id), role.name, str(role.colour) if role.colour.value else "", _fits(role)]
            for role in reversed(guild.roles)
            if not role.is_default()
        ],
        "channel": [
            [str(channel.id), channel.name, channel.category.name if channel.category else ""]
            for category, channels in guild.by_category()
            for channel in channels
            if isinstance(channel, discord.TextChannel)
        ],
        "category": [[str(one.id), one.name, ""] for one in guild.categories],
    }


async def dashboard_address(app: App, user_id: int) -> str | None:
    """Where the dashboard is, if there is one that is open to somebody."""
    # The dashboard leaves its address, and whether it is for others than the bot's owners.
    told: Any = getattr(app.bot, "dashboard_url", None)
    if not isinstance(told, tuple | list) or len(told) != 2:
        return None
    address, is_public = told
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        return None
    return address if is_public or user_id in (app.bot.owner_ids or ()) else None


def _fits(role: discord.Role) -> bool:
    facts = role_facts(role)
    return not (facts.is_everyone or facts.is_managed or facts.is_administrator)


def names(guild: discord.Guild) -> Mapping[int, str]:
    """What roles and channels are called, with their signs, by their ids."""
    found = {role.id: f"@{role.name.removeprefix('@')}" for role in guild.roles}
    for channel in guild.channels:
        is_category = isinstance(channel, discord.CategoryChannel)
        found[channel.id] = channel.name if is_category else f"#{channel.name}"
    return found


async def may_configure(
    app: App, guild: discord.Guild, user: discord.User | discord.Member
) -> bool:
    """As ``admin_or_permissions(manage_guild=True)`` does for commands, member or not."""
    member = guild.get_member(user.id)
    if member is not None and (
        member.guild_permissions.manage_guild or await app.bot.is_admin(member)
    ):
        return True
    return bool(await app.bot.is_owner(user))


async def is_welcome(app: App, guild: discord.Guild, user: discord.User | discord.Member) -> bool:
    """Whether neither block- nor allowlist keeps somebody out."""
    who = guild.get_member(user.id) or user
    return bool(await app.bot.allowed_by_whitelist_blacklist(who, guild=guild))


async def is_disabled(app: App, guild: discord.Guild) -> bool:
    """Whether the cog is disabled on the server."""
    cog = app.bot.get_cog("Tickets")
    return cog is None or bool(await app.bot.cog_disabled_in_guild(cog, guild))


def usual_channel(guild: discord.Guild) -> int:
    """Where something of a file belongs whose channel isn't here; 0 on a server without any."""
    channels = [guild.system_channel, *guild.text_channels]
    return next((one.id for one in channels if one is not None), 0)
