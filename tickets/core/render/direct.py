"""What members are told in private."""

from __future__ import annotations

from datetime import datetime, timezone

import discord

from ...i18n import _
from ...lifecycle.render.ticket import RED, Message
from ...staff_log.render.log import GREEN, GREY, link_to, reason_quoted
from ..direct import DirectMessage, News
from . import words


def direct_message(
    guild_id: int, guild_name: str, guild_icon: str | None, news: DirectMessage, *, at: int
) -> Message:
    """One piece of news about a ticket, for its opener, from the time `at`."""
    server = words.escaped(words.name(guild_name))
    number = news.number
    view = None
    match news.news:
        case News.ACCEPTED:
            content = _("Your ticket on {server} was accepted.").format(server=server)
            colour = GREEN
            if news.channel_id is not None:
                view = link_to(guild_id, news.channel_id, _("Go to ticket"))
        case News.REFUSED:
            content = _("Your request for a ticket on {server} was refused.").format(server=server)
            colour = RED
        case News.CLOSED:
            content = _("Your ticket on {server} was closed.").format(server=server)
            colour = GREY
    embed = discord.Embed(colour=colour, title=_("Ticket #{number}").format(number=number))
    embed.timestamp = datetime.fromtimestamp(at, timezone.utc)
    if news.reason is not None:
        embed.description = reason_quoted(news.reason)
    embed.set_footer(
        text=_("Ticket on {server}").format(server=words.name(guild_name)), icon_url=guild_icon
    )
    return Message(content=content, embed=embed, view=view)
