"""A server as there are many: staff, members, a few channels, and a bot without Administrator."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import discord
from messages import buttons, text_of
from people import Person
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend import Backend
    from simcord.builders import RoleHandle
    from simulated_red import SimulatedRed

#: What the bot's role holds: what a careful administrator ticks for a ticket system.
BOT_PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    add_reactions=True,
    external_emojis=True,
    read_message_history=True,
    manage_messages=True,
    pin_messages=True,
    manage_channels=True,
    manage_roles=True,
    manage_threads=True,
    create_public_threads=True,
    create_private_threads=True,
    use_application_commands=True,
)


@contextmanager
def _before_the_bot_joins(backend: Backend) -> Iterator[None]:
    """Builds servers of which the bot hears when they are ready, as of a server that it joins.

    Member by member and role by role it was as much work as many a test.
    """
    known = set(backend.guilds)
    # On this backend alone, and only until the server is built.
    backend.emit = lambda event, payload: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del backend.emit
    for guild_id in backend.guilds.keys() - known:
        guild = backend.guilds[guild_id]
        backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, guild))


class Server:
    """The server, its people and places. Build one with ``await Server.on(sim)``."""

    def __init__(
        self, sim: SimulatedRed, *, bot_permissions: discord.Permissions = BOT_PERMISSIONS
    ) -> None:
        self.sim = sim
        env = sim.env
        owner = env.create_user("owner")
        self.guild = env.create_guild("The Server", owner=owner)
        self.bot_role = next(
            role for role in self.guild.roles.values() if self.guild._guild.roles[role.id].managed
        )
        self._set_bot_permissions(bot_permissions)

        create_role = self.guild.create_role
        self.administrators: RoleHandle = create_role(
            "Administrators", permissions=discord.Permissions(administrator=True)
        )
        self.moderators: RoleHandle = create_role("Moderators")
        self.helpers: RoleHandle = create_role("Helpers")
        self.red_admins: RoleHandle = create_role("Red admins")
        self.janitors: RoleHandle = create_role(
            "Janitors",
            permissions=discord.Permissions(manage_messages=True, manage_threads=True),
        )

        self.owner = Person(self, owner)
        self.administrator = self.person("administrator", self.administrators)
        self.moderator = self.person("moderator", self.moderators)
        self.helper = self.person("helper", self.helpers)
        self.alice = self.person("alice")
        self.bob = self.person("bob")
        self.mallory = self.person("mallory", self.janitors)
        self.red_admin = self.person("red-admin", self.red_admins)
        self.blocked = self.person("blocked")
        self.bot_owner = Person(self, sim.bot_owner)

        self.category = self.guild.create_category("Tickets")
        self.general = self.guild.create_text_channel("general")
        shown = discord.PermissionOverwrite(view_channel=True)
        self.staff = self.guild.create_text_channel(
            "staff",
            overwrites={
                self.guild.default_role: discord.PermissionOverwrite(view_channel=False),
                self.moderators: shown,
                self.bot_role: shown,
            },
        )
        self._own_channels = {self.category.id, self.general.id, self.staff.id}

    @classmethod
    async def on(cls, sim: SimulatedRed, **options: Any) -> Server:
        """Builds the server and tells Red who is its admin there and whom it ignores."""
        with _before_the_bot_joins(sim.env.backend):
            server = cls(sim, **options)
        await sim.env.settle()
        red = sim.red
        # What its owner types for that is Red's affair, and would be a part of every test.
        known = red._config.guild_from_id(server.guild.id)
        await known.admin_role.set([server.red_admins.id])
        await known.mod_role.set([server.moderators.id])
        await red.add_to_blacklist([server.blocked.id])
        return server

    def person(self, name: str, *roles: RoleHandle) -> Person:
        """One more member."""
        return Person(self, self.sim.env.create_user(name), *roles)

    async def configured(self) -> Server:
        """The administrator sets the cog up, by typing; every answer must be free of errors."""
        for words in (
            f"category {self.category.id}",
            f"modrole {self.moderators.mention}",
            "limit 0",
            f"accessrole {self.helpers.mention}",
            "enable",
        ):
            cursor = self.sim.env.error_cursor
            answers = await self.administrator.types(f"!ticketset {words}", in_=self.staff)
            texts = [text_of(self.sim.env, answer) for answer in answers]
            errors = self.sim.env.errors_since(cursor)
            if not texts or errors:
                raise AssertionError(f"ticketset {words}: {texts} {errors}")
        return self

    async def prepared(self) -> Server:
        """The settings that `configured` makes, for tests that aren't about typing them."""
        return await self.has_set(
            category_id=self.category.id,
            moderator_role_ids=[self.moderators.id],
            access_role_ids=[self.helpers.id],
            # So that one person is enough for several tickets.
            limit=0,
            enabled=True,
        )

    async def has_set(self, **stored: Any) -> Server:
        """Settings, by their keys and as they are stored, that somebody has made before."""
        await self.sim.cog.app.settings.change_stored(self.guild.id, stored)
        return self

    # ------------------------------------------------------------- the bot's

    @property
    def bot_id(self) -> int:
        """The bot's user id."""
        return self.sim.env.backend.bot_user.id

    async def bot_may(self, **permissions: bool) -> None:
        """Changes what the bot's role holds: ``await server.bot_may(manage_roles=False)``."""
        held = discord.Permissions(self.guild._guild.roles[self.bot_role.id].permissions)
        held.update(**permissions)
        self._set_bot_permissions(held)
        await self.sim.env.settle()

    def _set_bot_permissions(self, permissions: discord.Permissions) -> None:
        self.sim.env.backend.edit_role(
            self.guild.id, self.bot_role.id, {"permissions": permissions.value}
        )

    # -------------------------------------------------------------- channels

    def channel(self, channel_id: int) -> ChannelHandle:
        """A channel or thread of the server by its id."""
        env = self.sim.env
        return ChannelHandle(env, self.guild, env.backend.get_channel(channel_id))

    def parent(self, channel: ChannelHandle) -> ChannelHandle:
        """The category of a channel, or the channel of a thread; it has to have one."""
        parent_id = channel._channel.parent_id
        assert parent_id is not None
        return self.channel(parent_id)

    def exists(self, channel: Any) -> bool:
        """Whether the channel has not been deleted."""
        return channel.id in self.sim.env.backend.channels

    def ticket_channels(self) -> list[ChannelHandle]:
        """Text channels that came into being after the server was built, oldest first."""
        backend = self.sim.env.backend
        return [
            self.channel(channel_id)
            for channel_id in sorted(self.guild._guild.channel_ids)
            if channel_id not in self._own_channels and backend.channels[channel_id].type == 0
        ]

    def newest_ticket(self) -> ChannelHandle:
        """The ticket channel that was created last."""
        channels = self.ticket_channels()
        assert channels, "there is no ticket channel"
        return channels[-1]

    def private_threads(self, channel: Any) -> list[ChannelHandle]:
        """The private threads of a channel, oldest first."""
        return [
            self.channel(one.id)
            for one in self.sim.env.backend.channels.values()
            if one.parent_id == channel.id and one.type == 12
        ]

    def messages(self, channel: ChannelHandle) -> list[discord.Message]:
        """Everything that stands in a channel, oldest first, ephemeral answers left out."""
        return channel.history()

    def welcome_message(self, channel: ChannelHandle) -> discord.Message:
        """The bot's first message with buttons in a channel."""
        for message in channel.history():
            if message.author.id == self.bot_id and message.components:
                return message
        raise AssertionError(f"no message with buttons in #{channel.name}")

    def buttons(self, message: Any) -> list[str]:
        """The labels of the buttons of a message that can be pressed."""
        return buttons(self.sim.env, message)

    def text(self, message: Any) -> str:
        """All words of a message."""
        return text_of(self.sim.env, message)

    def overwrites(self, channel: Any) -> dict[str, dict[str, bool]]:
        """A channel's overwrites by name: ``{"alice": {"view_channel": True}}``."""
        backend = self.sim.env.backend
        named: dict[str, dict[str, bool]] = {}
        for line in backend.get_channel(channel.id).overwrites:
            role = self.guild._guild.roles.get(line.target_id)
            user = backend.users.get(line.target_id)
            name = role.name if role else user.name if user else str(line.target_id)
            pair = discord.PermissionOverwrite.from_pair(
                discord.Permissions(line.allow), discord.Permissions(line.deny)
            )
            # discord.py iterates by an old name of View Channel.
            named[name] = {
                "view_channel" if key == "read_messages" else key: value
                for key, value in pair
                if value is not None
            }
        return named

    async def overwrite(
        self, channel: Any, target: Any, *, allow: str = "", deny: str = ""
    ) -> None:
        """Somebody changes a channel's permissions by hand, in Discord's own settings.

        `target` is a person or role; permissions are flag names, apart by spaces.
        """
        kind = OverwriteType.MEMBER if isinstance(target, Person) else OverwriteType.ROLE
        line = Overwrite(
            target_id=target.id, type=kind, allow=_bits(allow).value, deny=_bits(deny).value
        )
        self.sim.env.backend.set_overwrite(channel.id, line)
        await self.sim.env.settle()

    async def syncs(self, channel: Any, *, settle: bool = True) -> None:
        """Somebody syncs a channel's permissions with its category: its own lines are gone."""
        backend = self.sim.env.backend
        parent = backend.get_channel(self.parent(channel).id)
        theirs = {line.target_id for line in parent.overwrites}
        for line in [*backend.get_channel(channel.id).overwrites]:
            if line.target_id not in theirs:
                backend.delete_overwrite(channel.id, line.target_id)
        for line in parent.overwrites:
            backend.set_overwrite(channel.id, line)
        if settle:
            await self.sim.env.settle()

    async def takes_line(self, channel: Any, target: Any) -> None:
        """Somebody removes the line of a role or member from a channel's permissions."""
        self.sim.env.backend.delete_overwrite(channel.id, target.id)
        await self.sim.env.settle()

    async def fill(self, category: Any | None, count: int) -> None:
        """Puts channels into a category (None: beside all categories), quickly."""
        backend = self.sim.env.backend
        parent_id = category.id if category is not None else None
        for number in range(count):
            channel = backend.create_channel(
                self.guild.id, f"filler-{number}", parent_id=parent_id
            )
            self._own_channels.add(channel.id)
        await self.sim.env.settle()


def _bits(flags: str) -> discord.Permissions:
    return discord.Permissions(**dict.fromkeys(flags.split(), True))
