"""Tickets' channels in Discord: making, hiding and removing them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import discord

from .. import errors
from ..naming import NameFacts
from ..overwrite import Overwrite, Target
from ..place import GUILD_LIMIT, Place
from ..render.topic import is_topic_of, number_in, topic_of
from ..ticket import Person
from .overwrites import PendingOverwrites, from_discord, names, said_by, to_discord
from .people import person_of
from .refusals import (
    CONNECTION_LOST,
    FAILURES,
    check_effect,
    done_for_sure,
    repeat_if_lost,
    translating_refusals,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redbot.core.bot import Red

    from ..ticket import Ticket

#: discord.py repeats for half a minute what Discord has answered by an error of its own.
_TWINS = timedelta(minutes=2)
#: What creating a ticket's channel needs in the place where it is created.
CREATING = ("view_channel", "manage_channels", "manage_roles")


def held(permissions: discord.Permissions) -> frozenset[str]:
    """What the permissions come to: an administrator has them all."""
    return names(discord.Permissions.all() if permissions.administrator else permissions)


def grantable(channel: discord.TextChannel) -> frozenset[str]:
    """Bits that the bot may set in the channel's overwrites: those it holds around."""
    me = channel.guild.me
    around = held(me.guild_permissions) | held(channel.permissions_for(me))
    if channel.category is not None:
        around |= held(channel.category.permissions_for(me))
    return around


class Channels:
    """Acts on ticket channels. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red) -> None:
        self._bot = bot
        #: What Discord has and discord.py doesn't show yet.
        self.pending_overwrites = PendingOverwrites()

    # What is there

    def guild(self, guild_id: int) -> discord.Guild:
        """The server; raises ``DiscordUnreachable`` during an outage of it."""
        guild = self._bot.get_guild(guild_id)
        if guild is None or guild.unavailable:
            raise errors.DiscordUnreachable
        return guild

    def bot_id(self, guild_id: int) -> int:
        """The bot's own id."""
        return self.guild(guild_id).me.id

    def role_ids(self, guild_id: int) -> frozenset[int]:
        """All roles that exist in the server, @everyone included."""
        return frozenset(role.id for role in self.guild(guild_id).roles)

    def is_full(self, guild_id: int) -> bool:
        """Whether the server holds as many channels as Discord allows."""
        return len(self.guild(guild_id).channels) >= GUILD_LIMIT

    def place(self, guild_id: int, category_id: int | None) -> Place | None:
        """The category, or the server for None; None when the category is gone."""
        guild = self.guild(guild_id)
        own = held(guild.me.guild_permissions)
        if category_id is None:
            return Place(category_id=None, name="", channels=0, usable=own, grantable=own)
        category = guild.get_channel(category_id)
        if not isinstance(category, discord.CategoryChannel):
            return None
        here = held(category.permissions_for(guild.me))
        return Place(
            category_id=category_id,
            name=category.name,
            channels=len(category.channels),
            usable=here,
            grantable=here | own,
        )

    def known_member(self, guild_id: int, user_id: int) -> Person | None:
        """A member of the server, if the bot knows them without asking."""
        member = self.guild(guild_id).get_member(user_id)
        return None if member is None else person_of(member)

    async def member(self, guild_id: int, user_id: int) -> Person:
        """A member of the server; raises ``OpenerGone`` when there is no such member."""
        known = self.known_member(guild_id, user_id)
        if known is not None:
            return known
        # The cache may be incomplete: only Discord knows that somebody left.
        try:
            with translating_refusals():
                return person_of(await self.guild(guild_id).fetch_member(user_id))
        except errors.DiscordRefused as error:
            raise errors.OpenerGone from error

    async def person(self, user_id: int) -> Person:
        """Somebody who isn't on the server any more, as far as Discord still knows them."""
        try:
            return person_of(self._bot.get_user(user_id) or await self._bot.fetch_user(user_id))
        except FAILURES:
            return Person(id=user_id, username=str(user_id))

    def gone(self, guild_id: int, overwrites: tuple[Overwrite, ...]) -> frozenset[int]:
        """Roles and members among `overwrites` that are no longer on the server.

        A member whom the cache doesn't know counts as gone only when the cache is complete.
        """
        guild = self.guild(guild_id)
        return frozenset(
            line.id
            for line in overwrites
            if guild.get_role(line.id) is None
            and guild.get_member(line.id) is None
            and (line.target.value == "role" or guild.chunked)
        )

    def is_gone(self, ticket: Ticket) -> bool:
        """Whether the ticket's channel is known to be gone."""
        try:
            self.channel_of(ticket)
        except errors.ChannelGone:
            return True
        except errors.DiscordSaidNo:
            pass
        return False

    def channel_of(self, ticket: Ticket) -> discord.TextChannel:
        """The ticket's channel; raises ``ChannelGone`` when the bot knows of none."""
        if ticket.channel_id is None:
            raise errors.ChannelGone
        return self._channel(ticket.guild_id, ticket.channel_id)

    def seem_tickets(self, guild_id: int) -> dict[int, int]:
        """Channels whose topic says that they are a ticket's: their ids, and its number."""
        numbers = {one.id: number_in(one.topic) for one in self.guild(guild_id).text_channels}
        return {channel: number for channel, number in numbers.items() if number is not None}

    def twins(self, guild_id: int, channel_id: int, *, after_id: int) -> tuple[int, ...]:
        """Unused channels or categories that were made after `after_id`, in the same minutes as
        the one, and say the same."""
        guild = self.guild(guild_id)
        channel = guild.get_channel(channel_id)
        if channel is None:
            return ()
        return tuple(
            one.id for one in guild.channels if one.id > after_id and _is_twin(channel, one)
        )

    def is_unused_of(self, ticket: Ticket, channel_id: int) -> bool:
        """Whether a channel was made for the ticket, and nobody has written in it."""
        channel = self.guild(ticket.guild_id).get_channel(channel_id)
        return (
            isinstance(channel, discord.TextChannel)
            and is_topic_of(channel.topic, ticket)
            and _is_unused(channel)
        )

    def channel_with_topic_of(self, ticket: Ticket) -> int | None:
        """The channel that was created for a ticket whose record doesn't know it yet."""
        return _with_topic_of(ticket, self.guild(ticket.guild_id).text_channels)

    async def exists(self, ticket: Ticket) -> bool:
        """Whether the ticket's channel is there. Discord is asked only if the cache says no."""
        if ticket.channel_id is None:
            return False
        return not await self.is_deleted(ticket.guild_id, ticket.channel_id)

    async def is_deleted(self, guild_id: int, channel_id: int) -> bool:
        """Whether a channel or category is gone. Discord is asked only if the cache says so."""
        guild = self.guild(guild_id)
        if guild.get_channel(channel_id) is not None:
            return False
        try:
            with translating_refusals():
                await guild.fetch_channel(channel_id)
        except errors.ChannelGone:
            return True
        except errors.MissingPermissions:
            return False
        return False

    def grantable(self, ticket: Ticket) -> frozenset[str]:
        """Bits that the bot may set in the overwrites of the ticket's channel."""
        return grantable(self.channel_of(ticket))

    def overwrites(self, ticket: Ticket) -> tuple[Overwrite, ...]:
        """The present overwrites of the ticket's channel."""
        return self.pending_overwrites.current(self.channel_of(ticket))

    def overwrites_of(self, guild_id: int, channel_id: int) -> tuple[Overwrite, ...]:
        """The present overwrites of a channel that is no ticket's; or ``ChannelGone``."""
        return self.pending_overwrites.current(self._channel(guild_id, channel_id))

    def _channel(self, guild_id: int, channel_id: int) -> discord.TextChannel:
        channel = self.guild(guild_id).get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise errors.ChannelGone
        return channel

    def name_facts(self, ticket: Ticket, opener: Person) -> NameFacts:
        """What the variables of formats and messages stand for."""
        created = datetime.fromtimestamp(ticket.created_at, timezone.utc)
        return NameFacts(
            opener=opener,
            number=ticket.number,
            reason=ticket.reason,
            date=created.date().isoformat(),
            server=self.guild(ticket.guild_id).name,
        )

    # What is done

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
        return _with_topic_of(ticket, channels)

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

    def newest_id(self, guild_id: int) -> int:
        """The id of the server's newest channel: what is made from now on has a larger one."""
        return max((one.id for one in self.guild(guild_id).channels), default=guild_id)

    def newest_at(self, guild_id: int) -> int:
        """When that was made, in seconds and by Discord's clock."""
        return int(discord.utils.snowflake_time(self.newest_id(guild_id)).timestamp())

    def categories_named(self, guild_id: int, name: str, *, since: int) -> tuple[int, ...]:
        """Categories with exactly this name that were made at `since` (seconds) or later."""
        # 1.0.0 asked the host's clock, which may differ from Discord's by some seconds.
        return tuple(
            category.id
            for category in self.guild(guild_id).categories
            if category.name == name and category.created_at.timestamp() > since - 60
        )

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
        await self._set_overwrites(self._channel(guild_id, channel_id), plan)

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


def _is_twin(channel: discord.abc.GuildChannel, other: discord.abc.GuildChannel) -> bool:
    says = [(one.type, one.name, getattr(one, "topic", None)) for one in (channel, other)]
    apart = abs(channel.created_at - other.created_at)
    return channel != other and says[0] == says[1] and apart < _TWINS and _is_unused(other)


def _is_unused(channel: discord.abc.GuildChannel) -> bool:
    if isinstance(channel, discord.CategoryChannel):
        return not channel.channels
    return isinstance(channel, discord.TextChannel) and channel.last_message_id is None


def _with_topic_of(ticket: Ticket, channels: Iterable[discord.abc.GuildChannel]) -> int | None:
    for channel in channels:
        if isinstance(channel, discord.TextChannel) and is_topic_of(channel.topic, ticket):
            return channel.id
    return None
