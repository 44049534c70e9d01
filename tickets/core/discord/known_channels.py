"""What the bot knows of a server's channels, roles and members; Discord is asked where it must."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import discord

from .. import errors
from ..naming import NameFacts
from ..place import GUILD_LIMIT, Place
from ..render.topic import is_topic_of, number_in
from ..ticket import Person
from .overwrites import PendingOverwrites, names
from .people import person_of
from .refusals import FAILURES, translating_refusals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redbot.core.bot import Red

    from ..overwrite import Overwrite
    from ..settings import Settings
    from ..ticket import Ticket

#: discord.py repeats for half a minute what Discord has answered by an error of its own.
_TWINS = timedelta(minutes=2)


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


class KnownChannels:
    """What is there, as far as discord.py shows it and the bot has just changed it."""

    def __init__(self, bot: Red) -> None:
        self._bot = bot
        #: What Discord has and discord.py doesn't show yet.
        self.pending_overwrites = PendingOverwrites()

    def guild(self, guild_id: int) -> discord.Guild:
        """The server; raises ``DiscordUnreachable`` during an outage of it."""
        guild = self._bot.get_guild(guild_id)
        if guild is None or guild.unavailable:
            raise errors.DiscordUnreachable
        return guild

    def hears(self, guild_id: int) -> bool:
        """Whether Discord tells the bot at present what happens on a server.

        Without that connection the bot can act all the same. Raises ``DiscordUnreachable``.
        """
        shard = self._bot.get_shard(self.guild(guild_id).shard_id)
        return shard is not None and not shard.is_closed()

    def bot_id(self, guild_id: int) -> int:
        """The bot's own id."""
        return self.guild(guild_id).me.id

    def role_ids(self, guild_id: int) -> frozenset[int]:
        """All roles that exist in the server, @everyone included."""
        return frozenset(role.id for role in self.guild(guild_id).roles)

    def roles_that_see(
        self, guild_id: int, channel_id: int, role_ids: Iterable[int]
    ) -> tuple[int, ...]:
        """Those of the roles whose members see a channel, but for administrators."""
        guild = self.guild(guild_id)
        channel = guild.get_channel(channel_id)
        if channel is None:
            return ()
        roles = [role for role in map(guild.get_role, role_ids) if role is not None]
        return tuple(
            role.id
            for role in roles
            if not role.permissions.administrator and channel.permissions_for(role).view_channel
        )

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
        return self.text_channel(ticket.guild_id, ticket.channel_id)

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
        return with_topic_of(ticket, self.guild(ticket.guild_id).text_channels)

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

    def grantable_in(self, guild_id: int, channel_id: int) -> frozenset[str]:
        """The same for a channel that is no ticket's; or ``ChannelGone``."""
        return grantable(self.text_channel(guild_id, channel_id))

    def overwrites(self, ticket: Ticket) -> tuple[Overwrite, ...]:
        """The present overwrites of the ticket's channel."""
        return self.pending_overwrites.current(self.channel_of(ticket))

    def overwrites_of(self, guild_id: int, channel_id: int) -> tuple[Overwrite, ...]:
        """The present overwrites of a channel that is no ticket's; or ``ChannelGone``."""
        return self.pending_overwrites.current(self.text_channel(guild_id, channel_id))

    def text_channel(self, guild_id: int, channel_id: int) -> discord.TextChannel:
        """A text channel; raises ``ChannelGone`` if there is none."""
        channel = self.guild(guild_id).get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise errors.ChannelGone
        return channel

    def is_unknown(self, guild_id: int, channel_id: int) -> bool:
        """Whether the server shows no such channel; nobody is asked."""
        return self.guild(guild_id).get_channel(channel_id) is None

    def require_permissions(self, guild_id: int, channel_id: int, needed: tuple[str, ...]) -> None:
        """Raises ``ChannelGone``, or ``MissingPermissions`` for what the bot lacks there."""
        channel = self.text_channel(guild_id, channel_id)
        here = held(channel.permissions_for(channel.guild.me))
        missing = tuple(name for name in needed if name not in here)
        if missing:
            raise errors.MissingPermissions(names=missing, channel_id=channel_id)

    def name_facts(self, ticket: Ticket, opener: Person, settings: Settings) -> NameFacts:
        """What the variables of formats and messages stand for; `settings` are the ticket's."""
        created = datetime.fromtimestamp(ticket.created_at, timezone.utc)
        return NameFacts(
            opener=opener,
            number=ticket.number,
            reason=ticket.reason,
            date=created.date().isoformat(),
            server=self.guild(ticket.guild_id).name,
            type=settings.type.name if settings.type is not None else "",
        )

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


def _is_twin(channel: discord.abc.GuildChannel, other: discord.abc.GuildChannel) -> bool:
    says = [(one.type, one.name, getattr(one, "topic", None)) for one in (channel, other)]
    apart = abs(channel.created_at - other.created_at)
    return channel != other and says[0] == says[1] and apart < _TWINS and _is_unused(other)


def _is_unused(channel: discord.abc.GuildChannel) -> bool:
    if isinstance(channel, discord.CategoryChannel):
        return not channel.channels
    return isinstance(channel, discord.TextChannel) and channel.last_message_id is None


def with_topic_of(ticket: Ticket, channels: Iterable[discord.abc.GuildChannel]) -> int | None:
    """The channel, among these, whose topic says that it is the ticket's."""
    for channel in channels:
        if isinstance(channel, discord.TextChannel) and is_topic_of(channel.topic, ticket):
            return channel.id
    return None
