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
                "Answer in a member's ticket. Close, reopen or delete it with its buttons. In "
                "#staff-tickets a request waits.",
            ),
            Role(
                server.administrator,
                "sets everything up",
                "Type !ticketset in #staff for all settings, or !ticketset check: something is "
                "left to be done.",
            ),
            Role(server.owner, "owns the server", "You see everything, and may do everything."),
        ]

    @classmethod
    async def on(cls, sim: SimulatedRed, *, lived_in: bool = True) -> LivingServer:
        """Builds the server; its administrator sets the cog up and posts two panels.

        `lived_in` is whether anything has happened there already.
        """
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
        if lived_in:
            await _live(server)
        welcome = f"Welcome! If you need help, open a ticket in {help_channel.mention}."
        await server.owner.actor.send(server.general, welcome)
        living = cls(server, help_channel)
        for role in living.roles:
            living.unread.catch_up(role.person)
        return living

    def role(self, person_id: int) -> Role | None:
        """The role of the person with this id; None for who isn't offered to visitors."""
        return next((one for one in self.roles if one.person.id == person_id), None)


async def _live(server: Server) -> None:
    """What has happened before a visitor comes: a closed and an open ticket, with log, saved
    conversation and staff thread, and a request that waits.

    Tickets open without approval again since then. The doctor says that a request is left.
    """
    admin, moderator = server.administrator, server.moderator
    log, saved = (
        server.guild.create_text_channel(name, overwrites=_staff_only(server))
        for name in ("staff-tickets", "ticket-transcripts")
    )
    await server.sim.env.settle()

    async def sets(words: str) -> None:
        await admin.types(f"!ticketset {words}", in_=server.staff)

    await sets(f"receptionchannel {log.mention}")
    await sets(f"transcriptchannel {saved.mention}")
    await sets("transcripts on")
    await sets("staffthread on")
    carol, dave = server.person("carol"), server.person("dave")
    await carol.opens_a_ticket("I was charged twice")
    ticket = server.newest_ticket()
    await moderator.actor.send(ticket, "Hello carol, I'll look at it right away.")
    await moderator.actor.send(ticket, "The second payment has been sent back.")
    await carol.actor.send(ticket, "Thank you, that was quick!")
    form = await moderator.presses("Close ticket", on=ticket)
    await moderator.submits(form, reason="Paid back")
    await carol.opens_a_ticket("I can't see the voice channels")
    await moderator.actor.send(server.newest_ticket(), "Hello carol, which ones do you miss?")
    await sets("validation manual")
    await dave.opens_a_ticket("May I share our event here?")
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
