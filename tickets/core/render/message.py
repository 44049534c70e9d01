"""Messages, and the pieces that several kinds of them share."""

from __future__ import annotations

import io
from dataclasses import field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from ..lazy_dataclass import lazy_dataclass
from . import words
from .controls import row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..direct import DirectMessage
    from ..feature import DirectWords

# What the colours say: open, ended or refused, done, past, waiting. None is the bot's own.
BLURPLE = discord.Colour(0x5865F2)
RED = discord.Colour(0xED4245)
GREEN = discord.Colour(0x248046)
GREY = discord.Colour(0x80848E)
AMBER = discord.Colour(0xF0B232)

NOBODY = discord.AllowedMentions.none()


@lazy_dataclass(frozen=True, kw_only=True)
class Message:
    """A message to send, with exactly who may be pinged by it."""

    content: str | None = None
    embed: discord.Embed | None = None
    #: What stands below that embed.
    more_embeds: Sequence[discord.Embed] = ()
    #: The name and the text of a file that is sent with it; editing leaves that alone.
    text_file: tuple[str, str] | None = None
    view: discord.ui.View | None = None
    pings: discord.AllowedMentions = field(default_factory=discord.AllowedMentions.none)

    @property
    def texts(self) -> list[str]:
        """The descriptions of its embeds, as Discord keeps them."""
        embeds = (self.embed, *self.more_embeds)
        return [(one.description or "").strip() for one in embeds if one is not None]

    def is_shown_by(self, posted: discord.Message) -> bool:
        """Whether a message's embeds say the same."""
        return [(one.description or "").strip() for one in posted.embeds] == self.texts

    def to_send(self) -> dict[str, Any]:
        """Arguments for ``send``; a file can be sent once, so ask again for another attempt."""
        parts = {"content": self.content, **self._embeds(), "view": self.view}
        if self.text_file is not None:
            name, text = self.text_file
            parts["file"] = discord.File(io.BytesIO(text.encode("utf-8")), filename=name)
        return {
            **{name: part for name, part in parts.items() if part is not None},
            "allowed_mentions": self.pings,
        }

    def to_edit(self) -> dict[str, Any]:
        """Arguments for ``edit``: what isn't there any more is taken away."""
        return {
            "content": self.content,
            **self._embeds(),
            "view": self.view,
            "allowed_mentions": NOBODY,
        }

    def _embeds(self) -> dict[str, Any]:
        if not self.more_embeds:
            return {"embed": self.embed}
        return {"embeds": [one for one in (self.embed, *self.more_embeds) if one is not None]}


@lazy_dataclass(frozen=True, kw_only=True)
class Profiles:
    """Names and pictures of the people in a message, by id."""

    names: Mapping[int, str] = field(default_factory=dict)
    avatars: Mapping[int, str] = field(default_factory=dict)

    def name(self, user_id: int | None) -> str:
        """The name as people know it, or the id."""
        if not user_id:
            return _("Someone")
        return words.name(self.names.get(user_id, str(user_id)))


def link_to(guild_id: int, channel_id: int, label: str) -> discord.ui.View:
    """A button that leads to a channel."""
    return row(_link(guild_id, channel_id, label))


def _link(guild_id: int, channel_id: int, label: str) -> discord.ui.Button[discord.ui.View]:
    url = f"https://discord.com/channels/{guild_id}/{channel_id}"
    return discord.ui.Button(label=label, url=url)


def reason_quoted(text: str) -> str:
    """A reason as a quote."""
    return as_quote(_("**Reason:** {reason}").format(reason=words.escaped(text)))


def as_quote(text: str) -> str:
    """What is safe to show already, as a quote."""
    return "\n".join(f"> {line}" for line in text.splitlines())


def direct_message(
    guild_id: int,
    guild_name: str,
    guild_icon: str | None,
    about: DirectMessage,
    how: DirectWords,
    *,
    by: str | None,
    at: int,
    parts: Sequence[tuple[str, str, Sequence[discord.ui.Item[Any]]]] = (),
) -> Message:
    """What the opener of a ticket is told in private, of what `by` did at `at`.

    `parts` are what they are offered or asked: titles, texts and what can be pressed.
    """
    controls: list[discord.ui.Item[Any]] = []
    if how.links and about.channel_id is not None:
        controls.append(_link(guild_id, about.channel_id, _("Go to ticket")))
    title = _("Request #{number}") if how.of_request else _("Ticket #{number}")
    embed = discord.Embed(colour=how.colour, title=title.format(number=about.number))
    embed.timestamp = datetime.fromtimestamp(at, timezone.utc)
    if about.reason is not None:
        embed.description = reason_quoted(about.reason)
    for part, text, below in parts:
        embed.add_field(name=part, value=text, inline=False)
        controls += below
    server = words.name(guild_name)
    footer = server if how.of_request else _("Ticket on {server}").format(server=server)
    embed.set_footer(text=footer, icon_url=guild_icon)
    name = None if by is None else words.escaped(words.name(by))
    view = row(*controls) if controls else None
    return Message(content=how.content(words.escaped(server), name), embed=embed, view=view)
