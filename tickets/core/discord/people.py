"""discord.py's members as the people that the rules know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..role import RoleFacts
from ..ticket import Person

if TYPE_CHECKING:
    from redbot.core.bot import Red


def person_of(member: discord.Member | discord.User) -> Person:
    """What the rules ask about a member. A user who isn't on the server has no rights."""
    if not isinstance(member, discord.Member):
        return Person(
            id=member.id,
            username=member.name,
            global_name=member.global_name,
            is_bot=member.bot,
            created_at=int(member.created_at.timestamp()),
        )
    return Person(
        id=member.id,
        username=member.name,
        global_name=member.global_name,
        nickname=member.nick,
        role_ids=frozenset(role.id for role in member.roles),
        is_guild_owner=member.guild.owner_id == member.id,
        is_administrator=member.guild_permissions.administrator,
        is_bot=member.bot,
        created_at=int(member.created_at.timestamp()),
        joined_at=int(member.joined_at.timestamp()) if member.joined_at else None,
    )


def known_person(bot: Red, guild_id: int, user_id: int) -> Person:
    """What is known of somebody without asking Discord."""
    user = _known(bot, guild_id, user_id)
    return person_of(user) if user else Person(id=user_id, username=str(user_id))


def avatar_of(bot: Red, guild_id: int, user_id: int) -> str:
    """The address of somebody's picture, or of one of Discord's own."""
    user = _known(bot, guild_id, user_id)
    if user is not None:
        return user.display_avatar.url
    return f"https://cdn.discordapp.com/embed/avatars/{(user_id >> 22) % 6}.png"


def _known(bot: Red, guild_id: int, user_id: int) -> discord.Member | discord.User | None:
    guild = bot.get_guild(guild_id)
    return (guild and guild.get_member(user_id)) or bot.get_user(user_id)


def role_facts(role: discord.Role) -> RoleFacts:
    """What matters about a role that somebody wants to use."""
    return RoleFacts(
        id=role.id,
        is_everyone=role.is_default(),
        is_managed=role.managed,
        is_administrator=role.permissions.administrator,
    )
