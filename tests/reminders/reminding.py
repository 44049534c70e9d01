"""Tickets in which nobody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.activity.waiting import Waiting, opened
from tests.staff_log.reception import sets

if TYPE_CHECKING:
    from people import Person
    from server import Server

HOUR = 3600
REMINDER, WAITED = "The staff is waiting for your answer.", "has been waiting for the staff"


async def passes(server: Server, hours: float) -> None:
    """Hours pass, and a little more."""
    await server.sim.time_passes(hours * HOUR + 30)


def texts(server: Server, channel: Any) -> list[str]:
    """What the bot has posted in a channel: the texts of all embeds."""
    return [
        embed.description or ""
        for message in server.messages(channel)
        if message.author.id == server.bot_id
        for embed in message.embeds
    ]


def reminders(server: Server, channel: Any, words: str = REMINDER) -> list[Any]:
    """The reminders in a channel, as messages."""
    return [
        message
        for message in server.messages(channel)
        if any(words in (embed.description or "") for embed in message.embeds)
    ]


async def answered(server: Server, alice: Person, reason: str = "help") -> Waiting:
    """A ticket of alice's in which the staff has answered: it waits for her."""
    ticket = await opened(server, reason)
    await server.moderator.actor.send(ticket.channel, "what exactly?")
    return ticket


async def silent(server: Server, *, after: int = 24, closes: int = 48) -> None:
    """The opener is reminded after so many hours, and silence closes tickets then."""
    await sets(server, f"openerreminder {after}")
    await sets(server, f"silence {closes}")
