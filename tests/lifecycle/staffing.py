"""What ticket moderators do with ``/ticketmod``, typed and as slash commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from people import Person
    from server import Server

both_forms = pytest.mark.parametrize("by", ["slash", "prefix"])

#: The French alias of each command.
FRENCH = {
    "open": "ouvrir",
    "add": "ajouter",
    "remove": "retirer",
    "close": "fermer",
    "reopen": "rouvrir",
    "delete": "supprimer",
    "list": "liste",
    "block": "bloquer",
    "unblock": "débloquer",
}


async def mods(
    person: Person, command: str, *, in_: Any, by: str = "slash", **options: Any
) -> Any:
    """Uses one of the commands; options are people, roles and texts, in their order.

    `who` stands for ``member-or-role``. By ``alias`` it is typed in French.
    """
    if by == "slash":
        given = {
            "member-or-role" if name == "who" else name: getattr(one, "actor", one)
            for name, one in options.items()
        }
        return await person.runs(f"ticketmod {command}", in_=in_, **given)
    name = FRENCH[command] if by == "alias" else command
    words = " ".join(str(getattr(one, "mention", one)) for one in options.values())
    return await person.types(f"!ticketmod {name} {words}".rstrip(), in_=in_)


async def shows_slash_commands(server: Server) -> None:
    """Discord shows ``/ticketmod`` where one has Manage Messages: moderators do in public."""
    await server.overwrite(server.general, server.moderators, allow="manage_messages")


def a_bot(server: Server) -> Any:
    """Another bot on the server."""
    return server.guild.add_member(server.sim.env.create_user("robot", bot=True))


async def a_ticket(server: Server, reason: str | None = "help") -> Any:
    """alice's ticket."""
    await server.alice.opens_a_ticket(reason=reason)
    return server.newest_ticket()


async def closed_ticket(server: Server) -> Any:
    """alice's ticket, closed by the moderator."""
    channel = await a_ticket(server)
    await mods(server.moderator, "close", in_=channel, reason="done")
    return channel


def everything_said(server: Server, channel: Any) -> str:
    """All words of a channel that are not private answers."""
    return "\n".join(server.text(message) for message in server.messages(channel))


def announcements(server: Server, channel: Any) -> list[str]:
    """What the bot has announced in a ticket, oldest first."""
    return [
        message.embeds[0].author.name
        for message in server.messages(channel)
        if message.author.id == server.bot_id and message.embeds and message.embeds[0].author.name
    ]
