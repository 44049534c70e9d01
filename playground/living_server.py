"""The server of ``make demo``: set up, with panels, for visitors who are several people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from lived_in import Past
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
    #: Whether the person may change settings.
    configures: bool = False


class LivingServer:
    """The server with its roles for visitors. Build one with ``await LivingServer.on(sim)``."""

    def __init__(
        self, server: Server, help_channel: ChannelHandle, language: str, judge: Person
    ) -> None:
        self.server = server
        self.language = language
        self.said = SAID[language]
        #: Moderates reports, and nothing else.
        self.judge = judge
        #: Where the panels are, and where every visitor starts.
        self.help_channel = help_channel
        self.unread = UnreadMessages(server)
        self.roles = [
            Role(
                person,
                self.said["member" if person in (server.alice, server.bob) else person.name],
                self.said[f"{person.name}'s idea"],
                person in (server.administrator, server.owner),
            )
            for person in (
                server.alice,
                server.bob,
                server.moderator,
                judge,
                server.administrator,
                server.owner,
            )
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
        past = Past(server, said, words)
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
        await past.set_up(help_channel)
        await _post_reasons(server, help_channel, said, words)
        if lived_in:
            await past.goes_by(help_channel)
        await sim.catches_up_with_real_time()
        welcome = said["welcome"].format(channel=help_channel.mention)
        await server.owner.actor.send(server.general, welcome)
        living = cls(server, help_channel, language, past.judge)
        for role in living.roles:
            living.unread.catch_up(role.person)
        return living

    def role(self, person_id: int) -> Role | None:
        """The role of the person with this id; None for who isn't offered to visitors."""
        return next((one for one in self.roles if one.person.id == person_id), None)


async def _post_reasons(
    server: Server, channel: ChannelHandle, said: dict[str, Any], words: Words
) -> None:
    """A panel with a selector of reasons, which open tickets of no type."""
    admin = server.administrator
    first, *others = said["reasons"]
    form = await admin.runs(
        "ticketset panel create", in_=server.staff, kind="selector", channel=channel
    )
    editor = await admin.submits(form, name=first, emoji="❔", description="", type=["0"])
    await admin.presses(words("Post"), on=editor)
    for reason in others:
        await admin.types(f"!ticketset panel addreason 2 {reason}", in_=server.staff)
