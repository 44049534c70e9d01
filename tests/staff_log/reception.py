"""What stands in the reception channel: requests to decide, and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from people import Person
    from server import Server


async def sets(server: Server, words: str) -> str:
    """The administrator changes a setting; returns the answer."""
    answers = await server.administrator.types(f"!ticketset {words}")
    return "\n".join(server.text(answer) for answer in answers)


async def receiving_channel(server: Server, name: str = "reception") -> Any:
    """A channel for the staff and the bot."""
    shown = discord.PermissionOverwrite(view_channel=True)
    channel = server.guild.create_text_channel(
        name,
        overwrites={
            server.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            server.moderators: shown,
            server.bot_role: shown,
        },
    )
    # It is none of the tickets' channels.
    server._own_channels.add(channel.id)
    await server.sim.env.settle()
    return channel


def reception(server: Server) -> Any:
    """The channel that the fixtures have made."""
    return server.guild.channels["reception"]


def posted(server: Server, channel: Any = None) -> list[Any]:
    """The messages of requests, oldest first."""
    return [
        message
        for message in server.messages(channel or reception(server))
        if message.embeds and "would like to open" in (message.embeds[0].author.name or "")
    ]


def logged(server: Server, channel: Any = None) -> list[str]:
    """The sentences of the log, oldest first; a notice is its whole text."""
    return [
        message.embeds[0].author.name or message.embeds[0].description or ""
        for message in server.messages(channel or reception(server))
        if message.author.id == server.bot_id
        and message.embeds
        and "would like to open" not in (message.embeds[0].author.name or "")
    ]


async def refuses(person: Person, message: Any, reason: str = "") -> Any:
    """A moderator presses *Refuse* and sends the form."""
    window = await person.presses("Refuse", on=message)
    return await person.submits(window, reason=reason)


async def closes(person: Person, channel: Any, reason: str = "done") -> Any:
    """Somebody closes a ticket by its button and form."""
    window = await person.presses("Close ticket", on=channel)
    return await person.submits(window, reason=reason)


async def told(person: Person, shown: list[Any]) -> str:
    """What somebody of the staff reads who typed a command and presses *Show* below it."""
    return person.answer(await person.presses("Show", on=shown))


async def state_of(server: Server, number: int = 1) -> str:
    """The ticket's state as it is stored."""
    ticket = await server.sim.cog.app.tickets.get(server.guild.id, number)
    return str(ticket.state.value)
