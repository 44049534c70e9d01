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
from .rules import MessageHasComponents, NoSuchMessage, NotAPanelChannel, NotOurMessage

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

#: Signs that are emoji by Unicode's list: https://www.unicode.org/Public/16.0.0/ucd/emoji/
#: emoji-data.txt. Many signs between them, such as € and ─, are none, and Discord refuses them.
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3"
    "\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d"
    "\u2620\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665"
    "\u2666\u2668\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1"
    "\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd"
    "\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e"
    "\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50"
    "\u2b55\u3030\u303d\u3297\u3299\U0001f004\U0001f0cf\U0001f170-\U0001f171\U0001f17e\U0001f17f"
    "\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f202\U0001f21a\U0001f22f\U0001f232-\U0001f23a"
    "\U0001f250\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0"
    "\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
#: One of them, perhaps with a skin tone or in colour.
_PICTURE = f"[{_EMOJI}]\ufe0f?[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]{{0,8}}"
_UNICODE_EMOJI = lazy_pattern(
    f"[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{{2}}|{_PICTURE}(?:\u200d{_PICTURE}){{0,6}}"
)


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
        if not text or _UNICODE_EMOJI.fullmatch(text):
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
