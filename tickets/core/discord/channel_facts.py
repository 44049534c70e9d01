"""Facts about channels that the bot uses, for the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..facts import ChannelFacts
from .channels import CREATING
from .known_channels import grantable, held

if TYPE_CHECKING:
    from .channels import Channels


def channel_facts(
    channels: Channels, guild_id: int, channel_id: int | None, needed: tuple[str, ...]
) -> ChannelFacts | None:
    """A text channel, where the bot needs these permissions; None if there is none."""
    guild = channels.guild(guild_id)
    channel = guild.get_channel(channel_id) if channel_id is not None else None
    if not isinstance(channel, discord.TextChannel):
        return None
    here = held(channel.permissions_for(guild.me))
    missing = tuple(name for name in needed if name not in here)
    can_change = here.issuperset(CREATING)
    return ChannelFacts(
        id=channel.id,
        missing=missing,
        can_allow_itself=can_change and grantable(channel).issuperset(missing),
        can_hide=can_change,
        everyone_sees=channel.permissions_for(guild.default_role).view_channel,
    )
