"""Servers on which another ticket cog has worked: what it has stored, and what it has made.

The samples in ``tests/fixtures/switching`` are what each of these cogs left behind. Discord's ids
can't be chosen, so theirs are replaced, everywhere, by those of the test's server.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
from redbot.core import Config
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

if TYPE_CHECKING:
    from people import Person
    from server import Server

SAMPLES = Path(__file__).resolve().parent.parent / "fixtures" / "switching"
_TEXT, _CATEGORY, _PRIVATE_THREAD = 0, 4, 12
_ID = re.compile(r"(?<!\d)\d{19}(?!\d)")


class SampleServer:
    """A server with all that a sample's world has, and the other cog's data in Red's Config."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.world = json.loads((SAMPLES / f"{name}.world.json").read_text("utf-8"))
        self.stored = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
        #: This server's ids by those of the sample.
        self.ids: dict[str, int] = {self.world["guild_id"]: server.guild.id}
        self.people: dict[str, Person] = {}
        self.roles: dict[str, Any] = {}
        self.channels: dict[str, Any] = {}

    @classmethod
    async def on(cls, server: Server, name: str) -> SampleServer:
        """Builds it on a server on which nothing is set up."""
        built = cls(server, name)
        built._make_roles()
        built._make_people()
        built._make_channels()
        built._make_messages()
        await server.sim.env.settle()
        await built.store()
        return built

    def _make_roles(self) -> None:
        for role in self.world["roles"]:
            if role["id"] == self.world["guild_id"]:
                continue
            if role["name"] == "redbot":
                self.ids[role["id"]] = self.server.bot_role.id
                continue
            admin = discord.Permissions(administrator=role["name"] == "Admin")
            made = self.server.guild.create_role(role["name"], permissions=admin)
            self.roles[role["name"]] = made
            self.ids[role["id"]] = made.id

    def _make_people(self) -> None:
        by_id = {role["id"]: role["name"] for role in self.world["roles"]}
        for member in self.world["members"]:
            if member["id"] == self.world["bot_user_id"]:
                self.ids[member["id"]] = self.server.bot_id
                continue
            roles = [self.roles[by_id[one]] for one in member["roles"]]
            person = self.server.person(member["name"], *roles)
            self.people[member["name"]] = person
            self.ids[member["id"]] = person.id

    def _make_channels(self) -> None:
        backend, guild_id = self.server.sim.env.backend, self.server.guild.id
        for channel in sorted(self.world["channels"], key=lambda one: one["type"] != _CATEGORY):
            parent = channel.get("parent_id")
            parent_id = None if parent is None else self.ids[parent]
            if channel["type"] == _PRIVATE_THREAD:
                assert parent_id is not None
                made = backend.create_thread(
                    parent_id, channel["name"], self.server.bot_id, type=_PRIVATE_THREAD
                )
            else:
                made = backend.create_channel(
                    guild_id,
                    channel["name"],
                    type=channel["type"],
                    parent_id=parent_id,
                    topic=channel.get("topic"),
                    overwrites=self._bots_line(channel)
                    + [
                        Overwrite(
                            target_id=self.ids[one["id"]],
                            type=OverwriteType(one["type"]),
                            allow=int(one["allow"]),
                            deny=int(one["deny"]),
                        )
                        for one in channel.get("permission_overwrites", ())
                        # Somebody who left.
                        if one["id"] in self.ids
                    ],
                )
            self.ids[channel["id"]] = made.id
            if channel["type"] != _CATEGORY:
                self.channels[channel["name"]] = self.server.channel(made.id)

    def _bots_line(self, channel: Any) -> list[Overwrite]:
        """There the bot was an administrator; here it is let in where nobody is."""
        lines = channel.get("permission_overwrites", ())
        if len(lines) != 1 or channel["type"] == _CATEGORY:
            return []
        allow = discord.Permissions(view_channel=True).value
        return [
            Overwrite(target_id=self.server.bot_id, type=OverwriteType.MEMBER, allow=allow, deny=0)
        ]

    def _make_messages(self) -> None:
        backend = self.server.sim.env.backend
        for channel in self.world["channels"]:
            for message in channel.get("messages", ()):
                # Commands would be commands again.
                if message["type"] != 0 or message["content"].startswith("!"):
                    continue
                # A message knows itself in nothing that the cogs wrote on it.
                about = self.replaced(
                    {key: message[key] for key in ("content", "embeds", "components")}
                )
                made = backend.create_message(
                    self.ids[channel["id"]],
                    self.ids[message["author_id"]],
                    about["content"],
                    embeds=about["embeds"],
                    components=about["components"],
                )
                self.ids[message["id"]] = made.id

    def replaced(self, value: Any) -> Any:
        """The same with this server's ids. What isn't there has ids that nobody has."""
        text = json.dumps(value)
        return json.loads(_ID.sub(lambda found: str(self.id_of(found[0])), text))

    def id_of(self, theirs: str) -> int:
        """This server's id for one of the sample's."""
        return self.ids.setdefault(theirs, 10**17 + len(self.ids))

    async def store(self) -> None:
        """Puts the other cog's data where it has it."""
        data = self.replaced(self.stored)
        for identifier, scopes in data.items():
            config = self._config(int(identifier))
            for key, value in scopes.get("GLOBAL", {}).items():
                await config.set_raw(key, value=value)
            for guild_id, values in scopes.get("GUILD", {}).items():
                for key, value in values.items():
                    await config.guild_from_id(int(guild_id)).set_raw(key, value=value)

    def _config(self, identifier: int) -> Any:
        names = {"TicketTool": "TicketTool", "TicketsTrini": "TicketsTrini"}
        return Config.get_conf(
            None, identifier=identifier, cog_name=names.get(self.world["cog"], "Tickets")
        )

    def file(self) -> Path:
        """The file in which the other cog's data stands, among others'."""
        folder = Path(self.server.sim.data_path, "cogs", self.world["cog"])
        return folder / "settings.json"

    def theirs(self) -> Any:
        """What that file has of the other cog."""
        found = json.loads(self.file().read_text("utf-8"))
        return {key: found[key] for key in self.stored}


async def of_another_cog(server: Server, channel: Any, opener: Person) -> None:
    """A channel is a member's ticket, as vrt-cogs' tickets knows it."""
    await server.sim.env.settle()
    theirs = Config.get_conf(None, identifier=117117, cog_name="Tickets")
    panels = {"help": {"category_id": server.category.id, "channel_id": server.general.id}}
    opened = {str(opener.id): {str(channel.id): {"panel": "help"}}}
    guild = theirs.guild_from_id(server.guild.id)
    await guild.set_raw("panels", value=panels)
    await guild.set_raw("opened", value=opened)
