"""What Discord says of another cog's tickets and panels, and taking its buttons off."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import discord

from ..core import errors
from ..core.discord.overwrites import names
from ..core.discord.refusals import FAILURES, repeat_if_lost, translating_refusals
from ..core.render.failures import explain
from ..core.render.message import NOBODY
from .render.pages import moving_page
from .rules.found import SeenButton, SeenChannel, SeenMessage
from .rules.lines import Reader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from ..core.discord.channels import Channels
    from ..core.references import Thing
    from .rules.found import OldMessage, Source, Wanted
    from .rules.moving import Progress

log = logging.getLogger("red.tickets.switching")

#: So many calls at the same time, where many are needed.
_AT_ONCE = 5
#: How far back a ticket is looked through for messages that have the other cog's buttons.
LOOK_BACK = 100
#: What it takes to take buttons off.
_EDITING = ("view_channel", "read_message_history")


class ServerNow:
    """A server as it is now: a ``World`` for the readers."""

    def __init__(
        self,
        guild: discord.Guild,
        things: Iterable[Thing],
        now: int,
        channels: Mapping[int, SeenChannel],
        messages: Mapping[int, SeenMessage],
    ) -> None:
        self._guild = guild
        self._channels = channels
        self._messages = messages
        self.guild_id = guild.id
        self.bot_id = guild.me.id
        self.now = now
        self.things = tuple(things)

    def roles_of(self, member_id: int) -> frozenset[int] | None:
        """Role ids of a member; None for somebody who isn't on the server."""
        member = self._guild.get_member(member_id)
        return None if member is None else frozenset(role.id for role in member.roles)

    def channel(self, channel_id: int) -> SeenChannel | None:
        """A text channel or thread; None if it is gone."""
        return self._channels.get(channel_id)

    def message(self, channel_id: int, message_id: int) -> SeenMessage | None:
        """A panel's message; None if it is gone."""
        return self._messages.get(message_id)

    def emoji(self, emoji_id: int) -> str | None:
        """A custom emoji of the server that the bot can use, as ``<:name:id>``."""
        found = discord.utils.get(self._guild.emojis, id=emoji_id)
        return str(found) if found is not None and found.is_usable() else None


class TheirThings:
    """Looks at what another cog has made on a server, and takes its buttons off."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    async def look(
        self, guild_id: int, things: Iterable[Thing], now: int, wanted: Wanted
    ) -> ServerNow:
        """The server, with what a reader wants to know. Raises a ``DiscordSaidNo``."""
        guild = self._channels.guild(guild_id)
        channels: dict[int, SeenChannel] = {}
        messages: dict[int, SeenMessage] = {}

        async def see_channel(channel_id: int) -> None:
            found = await self._channel(guild, channel_id)
            if found is not None:
                channels[channel_id] = found

        async def see_message(channel_id: int, message_id: int) -> None:
            found = await self._message(guild, channel_id, message_id)
            if found is not None:
                messages[message_id] = found

        await _some_at_once([lambda one=one: see_channel(one) for one in wanted.channels])  # type: ignore[misc]
        await _some_at_once([lambda one=one: see_message(*one) for one in wanted.messages])  # type: ignore[misc]
        return ServerNow(guild, things, now, channels, messages)

    async def _channel(self, guild: discord.Guild, channel_id: int) -> SeenChannel | None:
        """A channel or thread; archived threads, and others that aren't known, are asked for."""
        found: Any = guild.get_channel_or_thread(channel_id)
        if found is None:
            try:
                with translating_refusals():
                    found = await repeat_if_lost(lambda: guild.fetch_channel(channel_id))
            except errors.ChannelGone:
                return None
            except errors.MissingPermissions:
                # All channels of a server are known: it is a thread that the bot isn't in.
                return SeenChannel(id=channel_id, is_thread=True)
        if isinstance(found, discord.Thread):
            return SeenChannel(id=channel_id, is_thread=True, parent_id=found.parent_id)
        if not isinstance(found, discord.TextChannel):
            return None
        lines = self._channels.pending_overwrites.current(found)
        return SeenChannel(id=channel_id, parent_id=found.category_id, overwrites=lines)

    async def _message(
        self, guild: discord.Guild, channel_id: int, message_id: int
    ) -> SeenMessage | None:
        channel = guild.get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            return None
        try:
            with translating_refusals(where=channel, permissions=_EDITING):
                found = await repeat_if_lost(lambda: channel.fetch_message(message_id))
        except (errors.MessageGone, errors.ChannelGone, errors.MissingPermissions):
            return None
        return _seen(found)

    def viewing(self, guild_id: int) -> frozenset[int]:
        """Roles that see channels in which no line says otherwise."""
        roles = self._channels.guild(guild_id).roles
        return frozenset(one.id for one in roles if "view_channel" in names(one.permissions))

    def as_readers(self, guild_id: int, role_ids: Iterable[int]) -> dict[int, Reader]:
        """What decides whether the members of each of these roles see a channel."""
        guild = self._channels.guild(guild_id)
        roles = [role for role in map(guild.get_role, role_ids) if role is not None]
        return {
            role.id: Reader(role_ids=frozenset({role.id}), sees_all=role.permissions.administrator)
            for role in roles
        }

    def as_reader(self, guild_id: int, member_id: int) -> Reader | None:
        """The same for a member; None for who isn't on the server."""
        member = self._channels.guild(guild_id).get_member(member_id)
        if member is None:
            return None
        return Reader(
            member_id=member_id,
            role_ids=frozenset(role.id for role in member.roles),
            sees_all=member.guild_permissions.administrator,
        )

    async def take_buttons_off(self, guild_id: int, message: OldMessage) -> None:
        """Leaves a message as it is but for its buttons; one that is gone is fine.

        Raises a ``DiscordSaidNo``.
        """
        channel = self._channels.guild(guild_id).get_channel_or_thread(message.channel_id)
        if not isinstance(channel, discord.TextChannel | discord.Thread):
            return
        there = channel.get_partial_message(message.message_id)
        where = channel if isinstance(channel, discord.TextChannel) else None
        try:
            with translating_refusals(where=where, permissions=_EDITING):
                await repeat_if_lost(lambda: there.edit(view=None))
        except (errors.MessageGone, errors.ChannelGone):
            return

    async def messages_with(
        self, guild_id: int, channel_id: int, beginnings: tuple[str, ...]
    ) -> tuple[int, ...]:
        """The bot's messages in a ticket with buttons whose ids begin so. One call."""
        channel = self._channels.text_channel(guild_id, channel_id)
        me = channel.guild.me
        with translating_refusals(where=channel, permissions=_EDITING):
            return tuple(
                [
                    one.id
                    async for one in channel.history(limit=LOOK_BACK)
                    if one.author == me
                    and any(each.startswith(beginnings) for each in _custom_ids(one))
                ]
            )

    async def show(
        self,
        guild_id: int,
        place: tuple[int, int],
        source: Source,
        progress: Progress,
        *,
        is_over: bool,
    ) -> None:
        """Shows in a message of the bot's how far it is; that it can't be is only logged."""
        channel = self._channels.guild(guild_id).get_channel_or_thread(place[0])
        if not isinstance(channel, discord.TextChannel | discord.Thread):
            return
        page = moving_page(source, progress, is_over=is_over)
        try:
            await channel.get_partial_message(place[1]).edit(view=page, allowed_mentions=NOBODY)
        except FAILURES as error:
            log.info("How far it is could not be shown: %r", error)


def reason(error: errors.TicketError) -> str:
    """Why something didn't work, in words."""
    return explain(error)


def _custom_ids(message: discord.Message) -> list[str]:
    return [
        child.custom_id
        for row in message.components
        for child in getattr(row, "children", ())
        if getattr(child, "custom_id", None)
    ]


def _seen(message: discord.Message) -> SeenMessage:
    every = [child for row in message.components for child in getattr(row, "children", ())]
    buttons = [one for one in every if isinstance(one, discord.Button) and one.custom_id]
    selectors = [one for one in every if isinstance(one, discord.SelectMenu)]
    return SeenMessage(
        author_id=message.author.id,
        buttons=tuple(
            SeenButton(
                custom_id=one.custom_id or "",
                label=one.label,
                emoji=None if one.emoji is None else str(one.emoji),
                style=one.style.value,
            )
            for one in buttons
        ),
        selectors=tuple(one.custom_id or "" for one in selectors),
        placeholder=selectors[0].placeholder if selectors else None,
    )


async def _some_at_once(calls: list[Callable[[], Awaitable[None]]]) -> None:
    limit = asyncio.Semaphore(_AT_ONCE)

    async def one(call: Callable[[], Awaitable[None]]) -> None:
        async with limit:
            await call()

    # All of them end before anything is raised.
    for error in await asyncio.gather(*map(one, calls), return_exceptions=True):
        if error is not None:
            raise error
