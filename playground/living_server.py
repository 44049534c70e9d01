"""The server of ``make demo``: set up, with panels, for visitors who are several people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from places import UnreadMessages
from server import Server

if TYPE_CHECKING:
    from people import Person
    from simcord.builders import ChannelHandle
    from simulated_red import SimulatedRed

_REASONS = ("A question", "A bug", "Something else")


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

    def __init__(self, server: Server, help_channel: ChannelHandle) -> None:
        self.server = server
        #: Where the panels are, and where every visitor starts.
        self.help_channel = help_channel
        self.unread = UnreadMessages(server)
        self.roles = [
            Role(
                server.alice,
                "member",
                "Press “Get help” in #get-help, or type /ticket anywhere. Your ticket then shows "
                "up in the list.",
            ),
            Role(
                server.bob,
                "member",
                "Open a ticket of your own. What belongs to alice isn't there for you.",
            ),
            Role(
                server.moderator,
                "answers tickets",
                "Answer in a member's ticket; close, reopen or delete it with its buttons.",
            ),
            Role(
                server.administrator,
                "sets everything up",
                "Type !ticketset in #staff for all settings, or !ticketset panel for the panels.",
            ),
            Role(server.owner, "owns the server", "You see everything, and may do everything."),
        ]

    @classmethod
    async def on(cls, sim: SimulatedRed) -> LivingServer:
        """Builds the server; its administrator sets the cog up and posts two panels."""
        sim.env.backend.edit_bot_profile("Red")
        server = await (await Server.on(sim)).configured()
        guild = server.guild
        help_channel = guild.create_text_channel(
            "get-help",
            overwrites={
                guild.default_role: discord.PermissionOverwrite(send_messages=False),
                server.bot_role: discord.PermissionOverwrite(send_messages=True),
            },
        )
        await _post_panels(server, help_channel)
        welcome = f"Welcome! If you need help, open a ticket in {help_channel.mention}."
        await server.owner.actor.send(server.general, welcome)
        living = cls(server, help_channel)
        for role in living.roles:
            living.unread.catch_up(role.person)
        return living

    def role(self, person_id: int) -> Role | None:
        """The role of the person with this id; None for who isn't offered to visitors."""
        return next((one for one in self.roles if one.person.id == person_id), None)


async def _post_panels(server: Server, channel: ChannelHandle) -> None:
    """A panel with a button and one with a selector, made as administrators make them."""
    admin = server.administrator
    await _make(
        server, channel, "button", label="Get help", emoji="🎫", reason="", colour=["green"]
    )
    first, *others = _REASONS
    await _make(
        server, channel, "selector", name=first, emoji="❔", description="", placeholder=""
    )
    for reason in others:
        await admin.types(f"!ticketset panel addreason 2 {reason}", in_=server.staff)


async def _make(server: Server, channel: ChannelHandle, kind: str, **words: Any) -> None:
    admin = server.administrator
    form = await admin.runs("ticketset panel create", in_=server.staff, kind=kind, channel=channel)
    editor = await admin.submits(form, **words)
    await admin.presses("Post", on=editor)
