"""What Discord says of a channel that may become a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core import errors
from .rules import ChannelHiddenFromYou, NoTextChannel, Readers

if TYPE_CHECKING:
    from ..core.discord.channels import Channels


class Adoptable:
    """Looks at channels; asks nothing of Discord."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    def require_text_channel(self, guild_id: int, channel_id: int) -> None:
        """Raises ``NoTextChannel`` for all but ordinary text channels; ``ChannelGone``."""
        channel = self._channels.guild(guild_id).get_channel_or_thread(channel_id)
        if channel is None:
            raise errors.ChannelGone
        if channel.type is not discord.ChannelType.text:
            raise NoTextChannel

    def require_seen(self, guild_id: int, channel_id: int, user_id: int) -> None:
        """Raises ``ChannelHiddenFromYou`` unless somebody sees the channel themselves."""
        if not self.sees(guild_id, channel_id, user_id):
            raise ChannelHiddenFromYou

    def sees(self, guild_id: int, channel_id: int, user_id: int) -> bool:
        """Whether a member sees a channel."""
        channel = self._channels.text_channel(guild_id, channel_id)
        member = channel.guild.get_member(user_id)
        return member is not None and channel.permissions_for(member).view_channel

    def readers(self, guild_id: int, channel_id: int) -> Readers:
        """Who sees a channel, but for administrators and the bot."""
        channel = self._channels.text_channel(guild_id, channel_id)
        guild = channel.guild
        roles = [
            role
            for role in guild.roles
            if not role.is_default()
            and not role.permissions.administrator
            and not (role.tags is not None and role.tags.bot_id == guild.me.id)
        ]
        lines = self._channels.overwrites_of(guild_id, channel_id)
        named = {line.id for line in lines if "view_channel" in line.allow}
        gone = self._channels.gone(guild_id, lines)
        members = []
        for one in named - gone - {role.id for role in guild.roles}:
            member = guild.get_member(one)
            if member is None or not member.guild_permissions.administrator:
                members.append(one)
        return Readers(
            everyone=channel.permissions_for(guild.default_role).view_channel,
            role_ids=frozenset(
                role.id for role in roles if channel.permissions_for(role).view_channel
            ),
            member_ids=frozenset(members),
        )

    def administrators(self, guild_id: int) -> frozenset[int]:
        """The roles whose members see every channel."""
        guild = self._channels.guild(guild_id)
        return frozenset(role.id for role in guild.roles if role.permissions.administrator)
