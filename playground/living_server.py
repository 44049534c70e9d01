"""The server of ``make demo``: set up, with panels, for visitors who are several people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from places import UnreadMessages
from server import Server
from speech import LOCALES, SAID, Words

if TYPE_CHECKING:
    from people import Person
    from simcord.builders import ChannelHandle
    from simulated_red import SimulatedRed


@dataclass(frozen=True)
class Role:
    """Somebody whom a visitor can be."""

    person: Person
    #: What the person is or does on the server.
    part: str
    #: What the visitor may want to try as that person.
    idea: str


class LivingServer:
    """The server with its roles for visitors. Build one with ``await LivingServer.on(sim)``."""

    def __init__(self, server: Server, help_channel: ChannelHandle, language: str) -> None:
        self.server = server
        self.language = language
        self.said = SAID[language]
        #: Where the panels are, and where every visitor starts.
        self.help_channel = help_channel
        self.unread = UnreadMessages(server)
        people = ("alice", "bob", "moderator", "administrator", "owner")
        self.roles = [
            Role(
                getattr(server, name),
                self.said["member" if name in ("alice", "bob") else name],
                self.said[f"{name}'s idea"],
            )
            for name in people
        ]

    @classmethod
    async def on(
        cls, sim: SimulatedRed, *, language: str = "en", lived_in: bool = True
    ) -> LivingServer:
        """Builds the server; its administrator sets the cog up and posts two panels.

        `lived_in` is whether anything has happened there already.
        """
        sim.env.backend.edit_bot_profile("Red")
        server, said, words = await Server.on(sim), SAID[language], Words(language)
        await server.owner.types(f"!set locale {LOCALES[language]}", in_=server.staff)
        await server.configured()
        guild = server.guild
        help_channel = guild.create_text_channel(
            said["help"],
            overwrites={
                guild.default_role: discord.PermissionOverwrite(send_messages=False),
                server.bot_role: discord.PermissionOverwrite(send_messages=True),
            },
        )
        await _post_panels(server, help_channel, said, words)
        if lived_in:
            await _live(server, said, words)
        welcome = said["welcome"].format(channel=help_channel.mention)
        await server.owner.actor.send(server.general, welcome)
        living = cls(server, help_channel, language)
        for role in living.roles:
            living.unread.catch_up(role.person)
        return living

    def role(self, person_id: int) -> Role | None:
        """The role of the person with this id; None for who isn't offered to visitors."""
        return next((one for one in self.roles if one.person.id == person_id), None)


async def _live(server: Server, said: dict[str, Any], words: Words) -> None:
    """What has happened before a visitor comes: a closed and an open ticket, with log, saved
    conversation and staff thread, and a request that waits.

    Tickets open without approval again since then. The doctor says that a request is left.
    """
    admin, moderator = server.administrator, server.moderator
    log, saved = (
        server.guild.create_text_channel(name, overwrites=_staff_only(server))
        for name in ("staff-tickets", said["saved"])
    )
    await server.sim.env.settle()

    async def sets(setting: str) -> None:
        await admin.types(f"!ticketset {setting}", in_=server.staff)

    await sets(f"receptionchannel {log.mention}")
    await sets(f"transcriptchannel {saved.mention}")
    await sets("transcripts on")
    await sets("staffthread on")
    carol, dave = server.person("carol"), server.person("dave")
    await carol.opens_a_ticket(said["charged"])
    ticket = server.newest_ticket()
    await moderator.actor.send(ticket, said["looking"])
    await moderator.actor.send(ticket, said["sent back"])
    await carol.actor.send(ticket, said["thanks"])
    form = await moderator.presses(words("Close ticket"), on=ticket)
    await moderator.submits(form, reason=said["paid back"])
    await carol.opens_a_ticket(said["voice"])
    await moderator.actor.send(server.newest_ticket(), said["which"])
    await sets("validation manual")
    await dave.opens_a_ticket(said["event"])
    await sets("validation automatic")
    await server.sim.env.settle()


def _staff_only(server: Server) -> Any:
    hidden = discord.PermissionOverwrite(view_channel=False)
    shown = discord.PermissionOverwrite(view_channel=True)
    return {
        server.guild.default_role: hidden,
        server.moderators: shown,
        server.bot_role: shown,
    }


async def _post_panels(
    server: Server, channel: ChannelHandle, said: dict[str, Any], words: Words
) -> None:
    """A panel with a button and one with a selector, made as administrators make them."""
    admin = server.administrator
    await _make(
        server,
        channel,
        words,
        "button",
        label=said["button"],
        emoji="🎫",
        reason="",
        colour=["green"],
    )
    first, *others = said["reasons"]
    await _make(
        server,
        channel,
        words,
        "selector",
        name=first,
        emoji="❔",
        description="",
        placeholder="",
    )
    for reason in others:
        await admin.types(f"!ticketset panel addreason 2 {reason}", in_=server.staff)


async def _make(
    server: Server, channel: ChannelHandle, words: Words, kind: str, **texts: Any
) -> None:
    admin = server.administrator
    form = await admin.runs("ticketset panel create", in_=server.staff, kind=kind, channel=channel)
    editor = await admin.submits(form, **texts)
    await admin.presses(words("Post"), on=editor)
