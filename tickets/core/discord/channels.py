"""Tickets' channels in Discord: making, hiding and removing them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import discord

from .. import errors
from ..overwrite import Overwrite, Target
from ..render.topic import topic_of
from .known_channels import KnownChannels, grantable, held, with_topic_of
from .overwrites import from_discord, said_by, to_discord
from .patience import impatient
from .refusals import (
    CONNECTION_LOST,
    check_effect,
    done_for_sure,
    repeat_if_lost,
    translating_refusals,
)

if TYPE_CHECKING:
    from ..ticket import Ticket

#: What creating a ticket's channel needs in the place where it is created.
CREATING = ("view_channel", "manage_channels", "manage_roles")


class Channels(KnownChannels):
    """Acts on ticket channels. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    async def create(
        self, ticket: Ticket, *, name: str, plan: tuple[Overwrite, ...], category_id: int | None
    ) -> int:
        """Creates the ticket's channel, complete from its first moment; returns its id.

        When the connection is lost it looks whether the channel was created nevertheless.
        """
        guild = self.guild(ticket.guild_id)
        # Only its id is read, and it may have left the cache a moment ago.
        category: Any = discord.Object(category_id) if category_id is not None else None
        topic = topic_of(ticket)
        place = guild.get_channel(category_id) if category_id is not None else None
        with translating_refusals(where=place or guild, permissions=CREATING):
            try:
                channel = await guild.create_text_channel(
                    name,
                    overwrites=to_discord(plan, guild),
                    category=category,
                    topic=topic,
                )
            except (*CONNECTION_LOST, discord.DiscordServerError):
                found = await check_effect(self.find_channel(ticket))
                if found is None:
                    raise
                return found
        return channel.id

    async def find_channel(self, ticket: Ticket) -> int | None:
        """Asks Discord for a channel whose topic says that it is the ticket's."""
        with translating_refusals():
            channels = await self.guild(ticket.guild_id).fetch_channels()
        return with_topic_of(ticket, channels)

    async def create_overflow(self, guild_id: int, base_id: int, name: str) -> int:
        """Creates a category with the overwrites of `base_id`; returns its id."""
        guild = self.guild(guild_id)
        base = guild.get_channel(base_id)
        if not isinstance(base, discord.CategoryChannel):
            raise errors.ChannelGone
        with translating_refusals(where=guild, permissions=CREATING):
            category = await guild.create_category(
                name, overwrites=base.overwrites, position=base.position + 1
            )
        return category.id

    async def delete_category_if_empty(self, guild_id: int, category_id: int) -> bool:
        """Deletes a category without channels; False when it is used."""
        category = self.guild(guild_id).get_channel(category_id)
        if not isinstance(category, discord.CategoryChannel) or category.channels:
            return False
        with translating_refusals(where=category, permissions=("manage_channels",)):
            await category.delete()
        return True

    async def set_overwrites(self, ticket: Ticket, plan: tuple[Overwrite, ...]) -> None:
        """Replaces all overwrites of the ticket's channel in one call."""
        await self._set_overwrites(self.channel_of(ticket), plan)

    async def set_overwrites_of(
        self, guild_id: int, channel_id: int, plan: tuple[Overwrite, ...]
    ) -> None:
        """The same for a channel that is no ticket's; or ``ChannelGone``."""
        await self._set_overwrites(self.text_channel(guild_id, channel_id), plan)

    async def _set_overwrites(
        self, channel: discord.TextChannel, plan: tuple[Overwrite, ...]
    ) -> None:
        overwrites = to_discord(plan, channel.guild)
        wanted = said_by(from_discord(overwrites))
        needed = (*CREATING, *self._not_grantable(channel, plan))

        async def is_done() -> bool:
            return said_by(await self._fetch_overwrites(channel)) == wanted

        with translating_refusals(where=channel, permissions=needed):
            await done_for_sure(lambda: channel.edit(overwrites=overwrites), is_done)
        self.pending_overwrites.set_all(channel, plan)

    async def move(
        self, ticket: Ticket, plan: tuple[Overwrite, ...], category_id: int | None
    ) -> None:
        """Puts the ticket's channel into a category, or none, with these overwrites, in one call.

        Raises ``CategoryFull`` and ``CategoryGone`` for a category that won't do.
        """
        channel = self.channel_of(ticket)
        overwrites: Any = to_discord(plan, channel.guild)
        # Only its id is read, and it may have left the cache a moment ago.
        category: Any = discord.Object(category_id) if category_id is not None else None
        wanted = said_by(from_discord(overwrites))
        needed = (*CREATING, *self._not_grantable(channel, plan))

        async def is_done() -> bool:
            with translating_refusals(where=channel, permissions=("view_channel",)):
                now: Any = await channel.guild.fetch_channel(channel.id)
            is_there = now.category_id == category_id
            return is_there and said_by(from_discord(now.overwrites)) == wanted

        with translating_refusals(where=channel, permissions=needed):
            await done_for_sure(
                lambda: channel.edit(category=category, overwrites=overwrites), is_done
            )
        self.pending_overwrites.set_all(channel, plan)

    async def rename(self, ticket: Ticket, name: str) -> None:
        """Gives the ticket's channel another name, and never waits for Discord to allow it.

        Raises ``NotYet`` where Discord doesn't yet: it allows two in ten minutes.
        """
        channel = self.channel_of(ticket)
        http = impatient(self._bot.http)

        async def is_done() -> bool:
            with translating_refusals(where=channel, permissions=("view_channel",)):
                return (await channel.guild.fetch_channel(channel.id)).name == name

        with translating_refusals(where=channel, permissions=("view_channel", "manage_channels")):
            try:
                await http.edit_channel(channel.id, name=name)
            except (*CONNECTION_LOST, discord.DiscordServerError, discord.RateLimited) as error:
                # Not asked a second time, for it would count twice; discord.py itself may have.
                if await check_effect(is_done()):
                    return
                if isinstance(error, discord.RateLimited):
                    raise errors.NotYet(seconds=math.ceil(error.retry_after)) from error
                raise

    def lacking_for(self, ticket: Ticket, plan: tuple[Overwrite, ...]) -> tuple[str, ...]:
        """What the bot lacks to give the ticket's channel these overwrites, by name."""
        return self._lacking(self.channel_of(ticket), plan)

    def lacking_in(
        self, guild_id: int, channel_id: int, plan: tuple[Overwrite, ...]
    ) -> tuple[str, ...]:
        """The same for a channel that is no ticket's; or ``ChannelGone``."""
        return self._lacking(self.text_channel(guild_id, channel_id), plan)

    def _lacking(
        self, channel: discord.TextChannel, plan: tuple[Overwrite, ...]
    ) -> tuple[str, ...]:
        here = held(channel.permissions_for(channel.guild.me))
        needed = [name for name in CREATING if name not in here]
        return (*needed, *self._not_grantable(channel, plan))

    async def let_in(self, ticket: Ticket, member_id: int, allow: frozenset[str]) -> None:
        """Gives one member of the server a place in the ticket's channel."""
        channel = self.channel_of(ticket)
        member = channel.guild.get_member(member_id)
        if member is None:
            return
        await self.set_line(channel, member, Overwrite(Target.MEMBER, member_id, allow=allow))

    async def set_line(
        self,
        channel: discord.TextChannel,
        target: discord.Role | discord.Member | discord.User,
        line: Overwrite | None,
    ) -> None:
        """Gives one role or member its line in a channel's overwrites, or takes it away."""
        overwrite = line and discord.PermissionOverwrite(**dict.fromkeys(line.allow, True))
        needed = (*CREATING, *(self._not_grantable(channel, (line,)) if line else ()))

        async def is_done() -> bool:
            lines = {one.id: one for one in await self._fetch_overwrites(channel)}
            return lines.get(target.id) == line

        with translating_refusals(where=channel, permissions=needed):
            await done_for_sure(
                lambda: channel.set_permissions(target, overwrite=overwrite),  # type: ignore[arg-type] # it takes users, too
                is_done,
            )
        self.pending_overwrites.set_one(channel, target.id, line)

    def _not_grantable(
        self, channel: discord.TextChannel, plan: tuple[Overwrite, ...]
    ) -> tuple[str, ...]:
        """What the plan would newly grant or deny, and the bot doesn't hold: Discord refuses it.

        Discord looks only at lines that change.
        """
        before = {line.id: line for line in self.pending_overwrites.current(channel)}
        changed = [line for line in plan if line != before.get(line.id)]
        bits = frozenset[str]().union(*(line.allow | line.deny for line in changed))
        return tuple(sorted(bits - grantable(channel)))

    async def _fetch_overwrites(self, channel: discord.TextChannel) -> tuple[Overwrite, ...]:
        """Asks Discord for a channel's overwrites."""
        with translating_refusals(where=channel, permissions=("view_channel",)):
            fetched = await channel.guild.fetch_channel(channel.id)
        assert not isinstance(fetched, discord.Thread)
        return from_discord(fetched.overwrites)

    async def delete_channel(self, guild_id: int, channel_id: int) -> None:
        """Deletes a channel that is no ticket's."""
        channel = self.guild(guild_id).get_channel(channel_id)
        if channel is None:
            return
        with translating_refusals(where=channel, permissions=("view_channel", "manage_channels")):
            await repeat_if_lost(channel.delete)

    async def delete(self, ticket: Ticket) -> None:
        """Deletes the ticket's channel; one that is already gone is fine."""
        if ticket.channel_id is None:
            return
        guild = self.guild(ticket.guild_id)
        try:
            with translating_refusals(
                where=guild.get_channel(ticket.channel_id),
                channel_id=ticket.channel_id,
                permissions=("view_channel", "manage_channels"),
            ):
                # The cache may not know yet, or no longer, what Discord has.
                channel = guild.get_channel(ticket.channel_id) or await guild.fetch_channel(
                    ticket.channel_id
                )
                await done_for_sure(channel.delete, lambda: self._is_deleted(ticket))
        except errors.ChannelGone:
            return

    async def _is_deleted(self, ticket: Ticket) -> bool:
        """What Discord says, whatever the cache does."""
        with translating_refusals():
            try:
                await self.guild(ticket.guild_id).fetch_channel(ticket.channel_id or 0)
            except discord.NotFound:
                return True
        return False
