"""The category and the staff's channels, for servers that want them made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core import errors
from ..core.discord.channels import CREATING
from ..core.discord.overwrites import names, to_discord
from ..core.discord.people import role_facts
from ..core.discord.refusals import CONNECTION_LOST, repeat_if_lost, translating_refusals
from ..panels.discord import POSTING
from .render import channels as look
from .rules import Creatable, Planned

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..core.discord.channels import Channels
    from ..core.overwrite import Overwrite
    from ..core.role import RoleFacts


class StaffChannels:
    """Makes and removes them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    def existing(self, guild_id: int) -> frozenset[int]:
        """Ids of all roles and channels that there are."""
        guild = self._channels.guild(guild_id)
        return frozenset(thing.id for thing in (*guild.roles, *guild.channels))

    def public(self, guild_id: int) -> frozenset[int]:
        """Ids of the channels that every member sees."""
        guild = self._channels.guild(guild_id)
        return frozenset(
            channel.id
            for channel in guild.text_channels
            if channel.permissions_for(guild.default_role).view_channel
        )

    def roles(self, guild_id: int, role_ids: Iterable[int]) -> list[RoleFacts]:
        """What matters about those roles that exist."""
        found = map(self._channels.guild(guild_id).get_role, role_ids)
        return [role_facts(role) for role in found if role is not None]

    def roles_that_moderate(self, guild_id: int) -> list[int]:
        """Roles with Manage Messages, the highest first."""
        roles = self._channels.guild(guild_id).roles
        return [one.id for one in reversed(roles) if one.permissions.manage_messages]

    def place_for_panel(self, guild_id: int, here_id: int | None) -> int | None:
        """A channel where members would see a panel: this one, or the first one."""
        guild = self._channels.guild(guild_id)
        public = self.public(guild_id)
        channels = sorted(
            guild.text_channels,
            key=lambda channel: (channel.id != here_id, channel != guild.system_channel),
        )
        for channel in channels:
            held = names(channel.permissions_for(guild.me))
            if channel.id in public and held.issuperset(POSTING):
                return channel.id
        return None

    def plan(
        self, guild_id: int, what: Creatable, parent_id: int | None, type_name: str | None = None
    ) -> Planned:
        """What is to be asked for, named in the server's language."""
        return Planned(
            what=what,
            name=look.name_of(what, type_name),
            parent_id=parent_id,
            after_id=self._channels.newest_id(guild_id),
        )

    async def create(
        self, guild_id: int, wanted: Planned, overwrites: tuple[Overwrite, ...]
    ) -> int:
        """Creates it, complete from its first moment; returns its id.

        When the connection is lost it looks whether it was created nevertheless.
        """
        guild = self._channels.guild(guild_id)
        parent = guild.get_channel(wanted.parent_id) if wanted.parent_id is not None else None
        with translating_refusals(where=parent or guild, permissions=CREATING):
            try:
                return await self._create(guild_id, wanted, overwrites)
            except (*CONNECTION_LOST, discord.DiscordServerError):
                found = await self.find(guild_id, wanted)
                if found is None:
                    raise
                return found

    async def _create(
        self, guild_id: int, wanted: Planned, overwrites: tuple[Overwrite, ...]
    ) -> int:
        guild = self._channels.guild(guild_id)
        lines = to_discord(overwrites, guild)
        if wanted.what is Creatable.CATEGORY:
            return (await guild.create_category(wanted.name, overwrites=lines)).id
        parent = discord.Object(wanted.parent_id) if wanted.parent_id is not None else None
        made = await guild.create_text_channel(
            wanted.name,
            overwrites=lines,
            category=parent,  # type: ignore[arg-type] # only its id is read
            topic=look.topic_of(wanted.what) or "",
        )
        return made.id

    async def find(self, guild_id: int, wanted: Planned) -> int | None:
        """Asks Discord for what was made without its answer having been heard."""
        with translating_refusals():
            channels = await self._channels.guild(guild_id).fetch_channels()
        is_category = wanted.what is Creatable.CATEGORY
        for channel in channels:
            if (
                channel.id > wanted.after_id
                and channel.name == wanted.name
                and isinstance(channel, discord.CategoryChannel) is is_category
                and channel.category_id == wanted.parent_id
            ):
                return channel.id
        return None

    async def remove_if_unused(
        self, guild_id: int, channel_id: int, *, gone: Collection[int]
    ) -> bool:
        """Deletes it, unless people have begun to use it; says whether it is gone.

        Channels that are `gone` no longer count, whatever the cache says.
        """
        guild = self._channels.guild(guild_id)
        try:
            with translating_refusals(
                channel_id=channel_id, permissions=("view_channel", "manage_channels")
            ):
                # It need not have reached the cache yet.
                channel = guild.get_channel(channel_id) or await guild.fetch_channel(channel_id)
                if isinstance(channel, discord.CategoryChannel):
                    used = any(inner.id not in gone for inner in channel.channels)
                else:
                    used = getattr(channel, "last_message_id", None) is not None
                if not used:
                    await repeat_if_lost(channel.delete)
        except errors.ChannelGone:
            return True
        return not used
