"""What the opener of a closed ticket is offered, and why they can't reopen it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..core.feature import Sentence
from ..core.render import words
from ..core.render.controls import button
from ..i18n import _
from .rules import NotOnServerAnyMore, ReopeningOver

if TYPE_CHECKING:
    from ..core.direct import DirectMessage


def offer(
    guild_id: int, about: DirectMessage, until: int
) -> tuple[str, str, list[discord.ui.Item[Any]]]:
    """Below the message about the closing: until when, and the button."""
    text = _("You can reopen this ticket until {date}.").format(date=words.moment(until))
    reopen = button(
        "reopen-own",
        guild_id,
        about.number,
        label=_("Reopen"),
        style=discord.ButtonStyle.blurple,
    )
    return _("Not solved yet?"), text, [reopen]


def reopened(channel_id: int | None) -> str:
    """The answer to the opener."""
    return _("✅ Your ticket is open again: {channel}").format(
        channel=words.channel(channel_id or 0)
    )


def _reopening_over(error: ReopeningOver) -> str:
    return _(
        "You could reopen this ticket until {date}. If you still need help, open a new one."
    ).format(date=words.moment(error.until))


def _not_on_server(error: NotOnServerAnyMore) -> str:
    return _("You have left this server, so your ticket stays closed.")


SENTENCES = (
    Sentence(ReopeningOver, _reopening_over),
    Sentence(NotOnServerAnyMore, _not_on_server),
)
