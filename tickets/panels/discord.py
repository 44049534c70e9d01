"""Panels' messages on Discord."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

import discord

from ..core import errors
from ..core.discord.overwrites import names
from ..core.discord.refusals import repeat_if_lost, translating_refusals
from ..core.lazy_pattern import lazy_pattern
from .render.panels import leads_to, panel_message
from .rules import (
    MessageHasComponents,
    NoSuchMessage,
    NotAPanelChannel,
    NotOurMessage,
    is_unicode_emoji,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from .rules import Panel

#: What posting a panel needs in its channel.
POSTING = ("view_channel", "send_messages", "embed_links", "read_message_history")

#: How far back a panel is looked for after the bot was killed.
LOOK_BACK = 50

_LINK = lazy_pattern(
    r"channels/(?P<guild>\d{15,20})/(?P<channel>\d{15,20})/(?P<message>\d{15,20})"
)
_ID = lazy_pattern(r"(?:(?P<channel>\d{15,20})-)?(?P<message>\d{15,20})")


class PanelMessages:
    """Posts, changes and removes panels' messages."""

    def __init__(self, bot: Red, channels: Channels) -> None:
        self._bot = bot
        self._channels = channels

    def require_postable(self, guild_id: int, channel_id: int) -> None:
        """Raises ``NotAPanelChannel`` or ``MissingPermissions`` for a channel that won't do."""
        missing = self._missing(self._channel(guild_id, channel_id))
        if missing:
            raise errors.MissingPermissions(names=missing, channel_id=channel_id)

    async def post(self, panel: Panel) -> int:
        """Posts the panel in its channel; returns the message's id."""
        channel = self._channel(panel.guild_id, panel.channel_id)
        message = panel_message(panel).to_send()
        # With the same nonce, Discord answers a repetition with the first message.
        message["nonce"] = secrets.token_hex(8)
        with self._asking(channel):
            sent = await repeat_if_lost(lambda: channel.send(**message))
        return sent.id

    async def refresh(self, panel: Panel) -> None:
        """Shows the panel's present form in its message."""
        channel, message = self._message(panel)
        shown = panel_message(panel).to_edit()
        if not panel.owns_message:
            shown = {"view": shown["view"]}
        with self._asking(channel):
            await repeat_if_lost(lambda: message.edit(**shown))

    async def remove(self, panel: Panel) -> None:
        """Removes the panel's message, or only its component from a message that isn't its own."""
        channel, message = self._message(panel)
        with self._asking(channel):
            if panel.owns_message:
                await repeat_if_lost(message.delete)
            else:
                await repeat_if_lost(lambda: message.edit(view=None))

    async def has_component(self, panel: Panel) -> bool:
        """Whether the panel's message is there, with its button or selector. One call."""
        channel, message = self._message(panel)
        try:
            with self._asking(channel):
                found = await repeat_if_lost(message.fetch)
        except errors.MessageGone:
            return False
        return leads_to(panel, found)

    async def find_lost_message(
        self, panel: Panel, *, other_than: int | None = None
    ) -> int | None:
        """Looks in the channel for a message of the panel's that its record doesn't know."""
        channel = self._channel(panel.guild_id, panel.channel_id)
        with self._asking(channel):
            async for message in channel.history(limit=LOOK_BACK):
                ours = message.author == channel.guild.me and message.id != other_than
                if ours and leads_to(panel, message):
                    return message.id
        return None

    async def find_message(self, guild_id: int, near: Iterable[int], text: str) -> tuple[int, int]:
        """(channel id, message id) of a message of the bot's that can carry a panel.

        `text` is a link, an id as Discord copies it, or a bare id in one of the channels `near`.
        """
        found = _LINK.search(text) or _ID.fullmatch(text.strip())
        if found is None or found.groupdict().get("guild", str(guild_id)) != str(guild_id):
            raise NoSuchMessage
        channel_ids = [int(found["channel"])] if found["channel"] else list(dict.fromkeys(near))
        for channel_id in channel_ids:
            message = await self._fetch(guild_id, channel_id, int(found["message"]))
            if message is not None:
                break
        else:
            raise NoSuchMessage
        if message.author.id != self._channels.bot_id(guild_id):
            raise NotOurMessage
        if message.components:
            raise MessageHasComponents
        return message.channel.id, message.id

    async def _fetch(
        self, guild_id: int, channel_id: int, message_id: int
    ) -> discord.Message | None:
        channel = self._channels.guild(guild_id).get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            return None
        try:
            with self._asking(channel):
                return await repeat_if_lost(lambda: channel.fetch_message(message_id))
        except errors.MessageGone:
            return None

    def usable_emoji(self, guild_id: int, text: str | None) -> str | None:
        """The emoji as stored; raises ``UnusableEmoji`` for what can't be one here.

        One of the server's own may be given by its name: forms have no list to pick from.
        """
        text = (text or "").strip()
        if not text or is_unicode_emoji(text):
            return text or None
        given = discord.PartialEmoji.from_str(text.strip(":"))
        for own in self._channels.guild(guild_id).emojis:
            if own.is_usable() and (own.id == given.id or text.strip(":") == own.name):
                return str(own)
        raise errors.UnusableEmoji(given=text)

    def with_present_emojis(self, panel: Panel) -> Panel:
        """The panel without those of the server's emojis that were deleted."""
        own = {str(emoji.id) for emoji in self._channels.guild(panel.guild_id).emojis}
        return panel.with_emojis(
            lambda emoji: not emoji.startswith("<") or emoji.strip("<>").split(":")[-1] in own
        )

    def _channel(self, guild_id: int, channel_id: int) -> discord.TextChannel:
        # Not threads: an archived one drops out of sight, and its buttons with it.
        channel = self._channels.guild(guild_id).get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise NotAPanelChannel
        return channel

    def _message(self, panel: Panel) -> tuple[discord.TextChannel, discord.PartialMessage]:
        if panel.message_id is None:
            raise errors.MessageGone
        channel = self._channel(panel.guild_id, panel.channel_id)
        return channel, channel.get_partial_message(panel.message_id)

    @staticmethod
    def _missing(channel: discord.TextChannel) -> tuple[str, ...]:
        held = names(channel.permissions_for(channel.guild.me))
        return tuple(name for name in POSTING if name not in held)

    @contextlib.contextmanager
    def _asking(self, channel: discord.TextChannel) -> Iterator[None]:
        """Names what is missing here when Discord refuses, and knows a deleted channel."""
        try:
            with translating_refusals(where=channel, permissions=POSTING):
                yield
        except errors.ChannelGone:
            raise NotAPanelChannel from None
