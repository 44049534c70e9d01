"""discord.py's members as the domain's people."""

from __future__ import annotations

import discord

from ..domain.ticket import Person


def person_of(member: discord.Member | discord.User) -> Person:
    """What the rules ask about a member. A user who isn't on the server has no rights."""
    if not isinstance(member, discord.Member):
        return Person(
            id=member.id,
            username=member.name,
            global_name=member.global_name,
            is_bot=member.bot,
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
    )
