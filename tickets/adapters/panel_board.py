"""Panels' messages on Discord."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import discord

from ..domain import errors
from ..render.panels import panel_message
from .failures import repeated, translated
from .overwrites import names

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..domain.panel import Panel
    from .rooms import Rooms

#: What posting a panel needs in its channel.
POSTING = ("view_channel", "send_messages", "embed_links", "read_message_history")

_LINK = re.compile(r"channels/\d+/(?P<channel>\d{15,20})/(?P<message>\d{15,20})/?$")
_ID = re.compile(r"(?:(?P<channel>\d{15,20})-)?(?P<message>\d{15,20})$")


class PanelBoard:
    """Posts, changes and removes panels' messages."""

    def __init__(self, bot: Red, rooms: Rooms) -> None:
        self._bot = bot
        self._rooms = rooms

    def require_postable(self, guild_id: int, channel_id: int) -> None:
        """Raises ``ChannelGone`` or ``MissingPermissions`` for a channel that won't do."""
        channel = self._channel(guild_id, channel_id)
        held = names(channel.permissions_for(channel.guild.me))
        missing = tuple(name for name in POSTING if name not in held)
        if missing:
            raise errors.MissingPermissions(names=missing, channel_id=channel_id)

    async def post(self, panel: Panel) -> int:
        """Posts the panel in its channel; returns the message's id."""
        channel = self._channel(panel.guild_id, panel.channel_id)
        arguments = panel_message(panel, await self._bot.get_embed_color(channel)).to_send()
        with translated(channel_id=channel.id, permissions=POSTING):
            sent = await channel.send(**arguments)
        return sent.id

    async def refresh(self, panel: Panel) -> None:
        """Shows the panel's present form in its message."""
        message = self._message(panel)
        colour = await self._bot.get_embed_color(self._channel(panel.guild_id, panel.channel_id))
        shown = panel_message(panel, colour).to_edit()
        if not panel.owns_message:
            shown = {"view": shown["view"]}
        with translated(channel_id=panel.channel_id, permissions=POSTING):
            await repeated(lambda: message.edit(**shown))

    async def remove(self, panel: Panel) -> None:
        """Removes the panel's message, or only the door from a message that isn't its own."""
        if panel.message_id is None:
            return
        try:
            message = self._message(panel)
            with translated(channel_id=panel.channel_id, permissions=POSTING):
                if panel.owns_message:
                    await repeated(message.delete)
                else:
                    await repeated(lambda: message.edit(view=None))
        except (errors.ChannelGone, errors.MessageGone):
            return

    async def find_message(self, guild_id: int, near_id: int, text: str) -> tuple[int, int]:
        """(channel id, message id) of a message of the bot's that can carry a panel.

        `text` is a link, an id as Discord copies it, or a bare id in the channel `near_id`.
        """
        found = _LINK.search(text) or _ID.match(text.strip())
        if found is None:
            raise errors.NoSuchMessage
        channel_id = int(found["channel"] or near_id)
        channel = self._channel(guild_id, channel_id)
        try:
            with translated(channel_id=channel_id, permissions=POSTING):
                message = await channel.fetch_message(int(found["message"]))
        except errors.MessageGone as error:
            raise errors.NoSuchMessage from error
        if message.author != channel.guild.me:
            raise errors.NotOurMessage
        if message.components:
            raise errors.MessageHasComponents
        return channel_id, message.id

    def usable_emoji(self, guild_id: int, text: str | None) -> str | None:
        """The emoji as stored; raises ``UnusableEmoji`` for what can't be one here."""
        text = (text or "").strip()
        if not text:
            return None
        emoji = discord.PartialEmoji.from_str(text)
        if emoji.id is not None:
            guild = self._rooms.guild(guild_id)
            own = discord.utils.get(guild.emojis, id=emoji.id)
            if own is None or not own.is_usable():
                raise errors.UnusableEmoji(given=text)
            return str(own)
        if len(text) > 16 or not _looks_like_emoji(text):
            raise errors.UnusableEmoji(given=text)
        return text

    def _channel(self, guild_id: int, channel_id: int) -> discord.TextChannel | discord.Thread:
        channel = self._rooms.guild(guild_id).get_channel_or_thread(channel_id)
        if not isinstance(channel, discord.TextChannel | discord.Thread):
            raise errors.ChannelGone
        return channel

    def _message(self, panel: Panel) -> discord.PartialMessage:
        if panel.message_id is None:
            raise errors.MessageGone
        return self._channel(panel.guild_id, panel.channel_id).get_partial_message(
            panel.message_id
        )


def _looks_like_emoji(text: str) -> bool:
    """Symbols, with what joins and varies them; flags and keycaps are made of others."""
    categories: list[Any] = [unicodedata.category(char) for char in text]
    symbols = sum(category in {"So", "Sk", "Sm"} for category in categories)
    keycap = text.endswith("\u20e3")
    return keycap or (symbols > 0 and not any(category[0] in "LZ" for category in categories))
