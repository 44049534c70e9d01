"""A simulated Discord as JSON: what a bot of years ago had before it, built again on SimCord.

Only what Discord itself keeps is written: people, roles, channels with their overwrites,
messages with their components, slash commands. A field that has its default is left out, so a
later SimCord reads what an earlier one had.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from people import Person
from server import Server
from simcord.actors import MemberActor
from simcord.backend.models import (
    AllowedMentions,
    Channel,
    Guild,
    Member,
    Message,
    Overwrite,
    Reaction,
    Role,
    SystemMessageMetadata,
    ThreadMetadata,
    User,
)
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.enums import OverwriteType
from simcord.results import ResponseMessage

if TYPE_CHECKING:
    from simcord.results import InteractionResult
    from simulated_red import SimulatedRed

#: Channels that were there before anybody opened a ticket.
_PLACES = ("Tickets", "general", "staff", "reception", "archive", "news")
_FILLER = "filler-"


# ------------------------------------------------------------------------------ writing


def written_world(sim: SimulatedRed) -> dict[str, Any]:
    """All that JSON has to hold of the Discord of `sim`."""
    backend = sim.env.backend
    (guild,) = backend.guilds.values()
    people = {member.user_id for member in guild.members.values()} | {sim.bot_owner.id}
    return {
        "seconds": backend.clock.elapsed,
        "application_id": backend.application_id,
        "bot_id": backend.bot_user.id,
        "bot_owner_id": sim.bot_owner.id,
        "users": [_plain(user) for user in backend.users.values() if user.id in people],
        "guild": {
            "id": guild.id,
            "name": guild.name,
            "owner_id": guild.owner_id,
            "roles": [_plain(role) for role in guild.roles.values()],
            "members": [_plain(member) for member in guild.members.values()],
        },
        "channels": [_plain(channel) for channel in backend.channels.values()],
        "direct": [[user, channel] for user, channel in backend.dm_channels.items()],
        "messages": [
            _plain(message)
            for channel in backend.messages.values()
            for message in channel.values()
        ],
        "commands": list(backend.commands.get(None, {}).values()),
    }


def _plain(thing: Any) -> Any:
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        given = {field.name: getattr(thing, field.name) for field in dataclasses.fields(thing)}
        return {
            field.name: _plain(given[field.name])
            for field in dataclasses.fields(thing)
            if given[field.name] != _default(field)
        }
    if isinstance(thing, frozenset | set):
        return sorted(thing)
    if isinstance(thing, list | tuple):
        return [_plain(one) for one in thing]
    if isinstance(thing, dict):
        return {str(key): _plain(value) for key, value in thing.items()}
    return thing


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


# ------------------------------------------------------------------------------ reading


def built_world(sim: SimulatedRed, world: dict[str, Any]) -> OldServer:
    """Builds that Discord for `sim`, which hasn't been started; returns the server on it."""
    backend = sim.env.backend
    backend.clock.advance(world["seconds"] - backend.clock.elapsed)
    backend.application_id = world["application_id"]
    backend.users = {one["id"]: User(**one) for one in world["users"]}
    backend.bot_user = backend.users[world["bot_id"]]
    guild = _guild(world["guild"])
    backend.guilds = {guild.id: guild}
    backend.channels = {one["id"]: _channel(one) for one in world["channels"]}
    backend.dm_channels = dict(world["direct"])
    backend.messages = {channel_id: {} for channel_id in backend.channels}
    for one in world["messages"]:
        message = _message(one)
        backend.messages[message.channel_id][message.id] = message
    backend.commands = {None: {(one["name"], one["type"]): one for one in world["commands"]}}
    for channel in backend.channels.values():
        if channel.guild_id is not None:
            (guild.thread_ids if channel.is_thread else guild.channel_ids).append(channel.id)
    backend._reserved_ids |= {
        backend.application_id,
        *backend.users,
        *backend.channels,
        *guild.roles,
        *(one["id"] for one in world["messages"]),
    }
    sim.bot_owner = UserHandle(sim.env, backend.users[world["bot_owner_id"]])
    return OldServer(sim, guild)


def _guild(fields: dict[str, Any]) -> Guild:
    roles = {one["id"]: Role(**one) for one in fields["roles"]}
    members = {one["user_id"]: Member(**one) for one in fields["members"]}
    return Guild(**{**fields, "roles": roles, "members": members})


def _channel(fields: dict[str, Any]) -> Channel:
    made = dict(fields)
    made["overwrites"] = [
        Overwrite(**{**one, "type": OverwriteType(one["type"])})
        for one in fields.get("overwrites", ())
    ]
    if "thread_metadata" in fields:
        made["thread_metadata"] = ThreadMetadata(**fields["thread_metadata"])
    joined = fields.get("thread_members", {})
    made["thread_members"] = {int(user_id): since for user_id, since in joined.items()}
    return Channel(**made)


def _message(fields: dict[str, Any]) -> Message:
    made = dict(fields)
    made["reactions"] = [Reaction(**one) for one in fields.get("reactions", ())]
    if "system_metadata" in fields:
        made["system_metadata"] = SystemMessageMetadata(**fields["system_metadata"])
    mentions = dict(fields.get("allowed_mentions", {}))
    for key in ("users", "roles"):
        if mentions.get(key) is not None:
            mentions[key] = frozenset(mentions[key])
    made["allowed_mentions"] = AllowedMentions(**mentions)
    return Message(**made)


class OldServer(Server):
    """The server of the playground as it was when that world was written."""

    def __init__(self, sim: SimulatedRed, guild: Guild) -> None:
        self.sim = sim
        env = sim.env
        self.guild = GuildHandle(env, guild)
        roles = {role.name: RoleHandle(env, self.guild, role) for role in guild.roles.values()}
        self.bot_role = next(one for one in roles.values() if one._role.managed)
        self.administrators = roles["Administrators"]
        self.moderators = roles["Moderators"]
        self.helpers = roles["Helpers"]
        self.red_admins = roles["Red admins"]
        self.janitors = roles["Janitors"]

        self.owner = self._member("owner")
        self.administrator = self._member("administrator")
        self.moderator = self._member("moderator")
        self.helper = self._member("helper")
        self.alice = self._member("alice")
        self.bob = self._member("bob")
        self.mallory = self._member("mallory")
        self.red_admin = self._member("red-admin")
        self.blocked = self._member("blocked")
        self.members = [self._member(f"member-{number}") for number in range(3)]
        self.bot_owner = self._member("bot-owner")

        channels = [env.backend.channels[one] for one in guild.channel_ids]
        named = {one.name: ChannelHandle(env, self.guild, one) for one in reversed(channels)}
        self.category = named["Tickets"]
        self.general = named["general"]
        self.staff = named["staff"]
        self.reception = named["reception"]
        self.archive = named["archive"]
        self.news = named["news"]
        self._own_channels = {named[name].id for name in _PLACES} | {
            one.id for one in channels if (one.name or "").startswith(_FILLER)
        }

    async def clicks(
        self, who: Person, custom_id: str, values: list[str] | None = None
    ) -> InteractionResult:
        """Somebody presses, or chooses in, the oldest message that has exactly this id."""
        backend = self.sim.env.backend
        found = {
            message.id: message
            for channel in backend.messages.values()
            for message in channel.values()
            if custom_id in ids_in(message.components)
        }
        assert found, f"no message has {custom_id}"
        message = found[min(found)]
        shown: Any = ResponseMessage(self.sim.env, message)
        if values is not None:
            return await who.actor.select(shown, values, custom_id=custom_id)
        return await who.actor.click(shown, custom_id=custom_id)

    def _member(self, name: str) -> Person:
        users = self.sim.env.backend.users.values()
        handle = UserHandle(self.sim.env, next(one for one in users if one.name == name))
        person = Person.__new__(Person)
        person.server, person.user = self, handle
        person.actor = MemberActor(self.sim.env, self.guild, handle)
        person._roles, person._env = (), self.sim.env
        return person


def ids_in(components: Any) -> list[str]:
    """The ids of all buttons and selectors, in order."""
    found: list[str] = []
    for one in components:
        if "custom_id" in one:
            found.append(one["custom_id"])
        found += ids_in(one.get("components", ()))
    return found
