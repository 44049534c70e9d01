"""A conversation in a ticket, and where its transcripts end up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from messages import stored_message

if TYPE_CHECKING:
    from people import Person
    from server import Server


async def sets(server: Server, *settings: str) -> None:
    """The administrator changes settings."""
    for words in settings:
        await server.administrator.types(f"!ticketset {words}")


async def conversation(server: Server, *, closed: bool = True) -> Any:
    """Alice and a moderator have talked; the ticket is closed, or not."""
    await server.alice.opens_a_ticket("My role is gone")
    channel = server.newest_ticket()
    await server.alice.types("I can't see the voice channels", in_=channel)
    await server.moderator.types("Let me look", in_=channel)
    if closed:
        await closes(server.moderator, channel)
    return channel


def a_new_session(server: Server) -> None:
    """The gateway shows the server anew: what it told of threads before doesn't count."""
    red = server.sim.red
    red.dispatch("guild_available", red.get_guild(server.guild.id))


async def closes(person: Person, channel: Any) -> Any:
    """Closes a ticket by its button and form."""
    window = await person.presses("Close ticket", on=channel)
    return await person.submits(window, reason="Solved")


async def deletes(person: Person, channel: Any) -> Any:
    """Deletes a ticket by its button; returns the answer."""
    question = await person.presses("Delete", on=channel)
    return await person.presses("Confirm", on=question)


def transcripts_in(server: Server, channel: Any) -> list[Any]:
    """The messages that bring transcripts."""
    return [message for message in server.messages(channel) if message.content.startswith("📄")]


def kept(server: Server, message: Any) -> dict[str, bytes]:
    """The files of a message by name, as Discord has them."""
    stored = stored_message(server.sim.env, message)
    return {
        one["filename"]: server.sim.env.backend.cdn.get(one["url"]) or b""
        for one in stored.attachments
    }


def page_of(server: Server, message: Any) -> str:
    """The first file of a message, as text."""
    return next(iter(kept(server, message).values())).decode()


def pages_in(server: Server, channel: Any) -> list[str]:
    """All transcripts in a channel."""
    return [page_of(server, message) for message in transcripts_in(server, channel)]


def answered_files(server: Server, answer: Any) -> dict[str, bytes]:
    """The files of an answer that only its reader sees, those below it included."""
    found: dict[str, bytes] = {}
    for message in (answer.response, *answer.followups):
        found |= kept(server, message)
    return found


async def kept_checksum(server: Server) -> str:
    """The SHA-256 of ticket #1's file, as the database keeps it."""
    app = server.sim.cog.app
    events = await app.events.of(server.guild.id, 1)
    return str(next(event.detail for event in events if event.kind == "saved"))


def seal_of(page: str) -> str:
    """The checksum that a page says it has."""
    return str(re.findall(r"[0-9a-f]{64}", page)[-1])
