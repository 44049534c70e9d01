"""Channels that were there already, and how the administrator makes them tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from people import Person
    from server import Server

HIDDEN = discord.PermissionOverwrite(view_channel=False)
SHOWN = discord.PermissionOverwrite(view_channel=True)


async def asks(server: Server, channel: Any, opener: Person, type_: str = "") -> Any:
    """The administrator wants to adopt a channel; returns the bot's answer."""
    words = f"!ticketset adopt {channel.mention} {opener.mention} {type_}".strip()
    return await server.administrator.types(words, in_=server.staff)


async def adopts(server: Server, channel: Any, opener: Person, type_: str = "") -> str:
    """The administrator adopts a channel, and confirms; returns the answer."""
    administrator = server.administrator
    asked = await asks(server, channel, opener, type_)
    return administrator.answer(await administrator.presses("Confirm", on=asked))


def confirm_id(asked: Any) -> str:
    """The id of *Confirm* below the question."""
    return str(asked[-1].components[0].children[0].custom_id)


async def stored(server: Server, channel: Any) -> Any:
    """The record of a channel's ticket; None if it has none."""
    return await server.sim.cog.app.tickets.in_channel(server.guild.id, channel.id)


async def card(server: Server, channel: Any) -> Any:
    """The first message of a channel's ticket."""
    record = await stored(server, channel)
    (found,) = (one for one in server.messages(channel) if one.id == record.welcome_id)
    return found


def seen_by(server: Server, channel: Any) -> list[str]:
    """Who of the people sees a channel."""
    people = (server.alice, server.bob, server.mallory, server.moderator, server.helper)
    return [one.name for one in people if one.sees(channel)]


async def of_another_bot(server: Server) -> Any:
    """A ticket that another bot has made: alice and the helpers see it, and that bot."""
    other = server.person("other-bot")
    create = server.guild.create_text_channel
    overwrites: Any = {
        server.guild.default_role: HIDDEN,
        server.bot_role: SHOWN,
        server.helpers: SHOWN,
        server.alice.user: SHOWN,
        other.user: SHOWN,
    }
    return create("ticket-0007", overwrites=overwrites, topic="Ticket of alice")


async def made_by_hand(server: Server) -> Any:
    """Everybody sees it, but bob; mallory and the janitors have lines of their own."""
    overwrites: Any = {server.bob.user: HIDDEN, server.mallory.user: SHOWN, server.janitors: SHOWN}
    return server.guild.create_text_channel("help", overwrites=overwrites)


async def of_a_lost_record(server: Server) -> Any:
    """A ticket of alice's that was ours, with bob added, and its record gone."""
    await server.alice.opens_a_ticket(reason="help")
    channel = server.newest_ticket()
    await server.overwrite(channel, server.bob, allow="view_channel send_messages")
    await server.sim.cog.app.database.run(
        lambda cursor: cursor.execute("DELETE FROM tickets; DELETE FROM counters").fetchall()
    )
    await server.sim.restart()
    return channel


SHAPES = {
    "of another bot": of_another_bot,
    "made by hand": made_by_hand,
    "of a lost record": of_a_lost_record,
}
