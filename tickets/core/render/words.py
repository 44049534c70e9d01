"""Small pieces of text: names, quotes, lists, dates; all safe to show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from ...i18n import _
from ..lazy_pattern import lazy_pattern
from ..naming import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..ticket import Ticket

#: Discord's limit for an embed's description, and for a message.
DESCRIPTION_LIMIT = 4096
MESSAGE_LIMIT = 2000
#: Discord's limit for an embed's author name and title.
TITLE_LIMIT = 256

#: Characters that turn the direction of the text around them.
_TURNING = lazy_pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = lazy_pattern("[\u0000-\u0008\u000b-\u001f\u007f]")
#: A web address, which Discord takes as it stands, or a sign that formats.
_MARKDOWN = lazy_pattern(
    r"(https?://[^\s<]+[^<.,:;\"'\]\s])|(^[^\S\n]*)?((?(2)[#>-]|(?!))|[\\`*_~|<>\[\]])",
    re.MULTILINE,
)


def clip(text: str, limit: int) -> str:
    """`text`, or its beginning and an ellipsis when it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def whole_sentences(text: str, limit: int) -> str:
    """One of our own texts, or as many of its first sentences as `limit` has room for."""
    while len(text) > limit and ". " in text:
        text = f"{text.rpartition('. ')[0]}."
    return clip(text, limit)


def whole_names(names: Sequence[str], limit: int) -> str:
    """Names in a row, or as many of the first as `limit` has room for, and an ellipsis."""
    shown = ", ".join(names)
    for count in range(len(names) - 1, 0, -1):
        if len(shown) <= limit:
            break
        shown = f"{', '.join(names[:count])}, …"
    return clip(shown, limit)


def plain(text: str) -> str:
    """A user's text without the characters that disturb the text around it."""
    return _INVISIBLE.sub("", _TURNING.sub("", text))


def escaped(text: str) -> str:
    """A user's text that shows as typed: no formatting, links, mentions or timestamps."""
    shown = _MARKDOWN.sub(lambda match: match[1] or f"{match[2] or ''}\\{match[3]}", plain(text))
    return discord.utils.escape_mentions(shown).replace("](", "]\\(")


def quoted(text: str) -> str:
    """A user's text as a quote, every line of it."""
    return "\n".join(f"> {line}" for line in escaped(text).splitlines())


def name(text: str) -> str:
    """A person's or server's name for the places that show no formatting."""
    shown = " ".join(plain(text).split())
    return clip(shown, 100) if is_visible(shown) else "?"


def member(user_id: int) -> str:
    """A mention of a person; who may be pinged is said where the message is sent.

    Of people who were forgotten nothing is stored but 0.
    """
    return f"<@{user_id}>" if user_id else _("someone unknown")


def role(role_id: int) -> str:
    """A mention of a role."""
    return f"<@&{role_id}>"


def channel(channel_id: int) -> str:
    """A link to a channel."""
    return f"<#{channel_id}>"


def ticket(shown: Ticket) -> str:
    """A ticket by its channel and number: several may have the same name."""
    number = f"#{shown.number}"
    return number if shown.channel_id is None else f"{channel(shown.channel_id)} ({number})"


def request(shown: Ticket) -> str:
    """The address of a request's message."""
    return message(shown.guild_id, shown.request_channel_id or 0, shown.request_id or 0)


def message(guild_id: int, channel_id: int, message_id: int) -> str:
    """The address of a message."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def roles(role_ids: Iterable[int]) -> str:
    """Mentions of several roles, apart by spaces."""
    return " ".join(map(role, role_ids))


def for_count(count: int, one: str, many: str, **facts: str) -> str:
    """The sentence for one or for several, with `facts` and ``{count}`` filled in.

    Both are translated sentences: Red's catalogues know no plurals.
    """
    return (one if count == 1 else many).format(count=count, **facts)


def moment(seconds: int, style: discord.utils.TimestampStyle = "f") -> str:
    """A point in time that every client shows in its own zone and language."""
    return f"<t:{seconds}:{style}>"


def span(seconds: int) -> str:
    """How long something took, in at most two units."""
    minutes = max(seconds, 0) // 60
    if minutes < 1:
        return _("less than 1 min")
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        text = _("{days} d {hours} h") if hours else _("{days} d")
    elif hours:
        text = _("{hours} h {minutes} min") if minutes else _("{hours} h")
    else:
        text = _("{minutes} min")
    return text.format(days=days, hours=hours, minutes=minutes)
