"""What other ticket cogs have left behind, and the servers that it belongs to."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord

from tickets.core.discord.overwrites import names
from tickets.core.overwrite import Overwrite, Target
from tickets.core.references import Thing, ThingKind
from tickets.core.role import RoleFacts
from tickets.switching.rules.found import SeenButton, SeenChannel, SeenMessage, Source
from tickets.switching.rules.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tickets.switching.rules.found import Found

FOLDER = Path(__file__).parent.parent / "fixtures" / "switching"
FILES = {
    Source.VRT_3: "vrt-tickets-3",
    Source.VRT_2: "vrt-tickets-2",
    Source.AAA3A_TICKETS: "aaa3a-tickets",
    Source.AAA3A_TICKETTOOL: "aaa3a-tickettool",
    Source.TRINI: "ticketstrini",
}
#: Some day after all of it.
NOW = 1_796_000_000
_KINDS = {0: ThingKind.CHANNEL, 4: ThingKind.CATEGORY}


def settings_file(source: Source) -> bytes:
    """The file as the cog left it."""
    return (FOLDER / f"{FILES[source]}.json").read_bytes()


def stored(source: Source) -> dict[str, Any]:
    """What it holds of the one server, each time anew."""
    (scopes,) = json.loads(settings_file(source)).values()
    if source is Source.VRT_3:
        (found,) = scopes["GLOBAL"]["db"]["configs"].values()
    else:
        (found,) = scopes["GUILD"].values()
    return dict(found)


class WorldOf:
    """A server as its file has it. Tests take from it what was deleted meanwhile."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.guild_id = int(facts["guild_id"])
        self.bot_id = int(facts["bot_user_id"])
        self.now = NOW
        self.role_names = {int(one["id"]): one["name"] for one in facts["roles"]}
        self.unusable: set[int] = set()
        self.members = {int(one["id"]): one for one in facts["members"]}
        self.channels = {int(one["id"]): one for one in facts["channels"]}
        self.emojis: dict[int, str] = {}

    @property
    def things(self) -> Iterator[Thing]:
        """Roles, text channels and categories."""
        for one, name in self.role_names.items():
            facts = RoleFacts(
                one, is_everyone=one == self.guild_id, is_managed=one in self.unusable
            )
            yield Thing(ThingKind.ROLE, one, name, facts)
        for one, channel in self.channels.items():
            if channel["type"] in _KINDS:
                yield Thing(_KINDS[channel["type"]], one, channel["name"])

    def named(self, name: str) -> int:
        """The id of the role, channel or member with that name."""
        every: list[tuple[int, str]] = [
            *self.role_names.items(),
            *((one, channel["name"]) for one, channel in self.channels.items()),
            *((one, member["name"]) for one, member in self.members.items()),
        ]
        return next(one for one, called in every if called == name)

    def roles_of(self, member_id: int) -> frozenset[int] | None:
        """A member's roles."""
        found = self.members.get(member_id)
        return None if found is None else frozenset(map(int, found["roles"]))

    def channel(self, channel_id: int) -> SeenChannel | None:
        """A text channel or thread."""
        found = self.channels.get(channel_id)
        if found is None or found["type"] == 4:
            return None
        parent = found.get("parent_id")
        return SeenChannel(
            id=channel_id,
            is_thread=found["type"] == 12,
            parent_id=None if parent is None else int(parent),
            overwrites=tuple(map(_overwrite, found.get("permission_overwrites") or ())),
        )

    def message(self, channel_id: int, message_id: int) -> SeenMessage | None:
        """A message."""
        messages = self.channels.get(channel_id, {}).get("messages", ())
        found = next((one for one in messages if int(one["id"]) == message_id), None)
        if found is None:
            return None
        parts = [part for row in found["components"] for part in row["components"]]
        selectors = [part for part in parts if part["type"] == 3]
        return SeenMessage(
            author_id=int(found["author_id"]),
            buttons=tuple(_button(part) for part in parts if part["type"] == 2),
            selectors=tuple(part["custom_id"] for part in selectors),
            placeholder=next((part.get("placeholder") for part in selectors), None),
        )

    def emoji(self, emoji_id: int) -> str | None:
        """An emoji of the server's own."""
        return self.emojis.get(emoji_id)


def _overwrite(facts: Mapping[str, Any]) -> Overwrite:
    held = (discord.Permissions(int(facts[key])) for key in ("allow", "deny"))
    allow, deny = (names(one) for one in held)
    target = Target.MEMBER if facts["type"] == 1 else Target.ROLE
    return Overwrite(target, int(facts["id"]), allow=allow, deny=deny)


def _button(facts: Mapping[str, Any]) -> SeenButton:
    return SeenButton(
        custom_id=facts["custom_id"],
        label=facts.get("label"),
        emoji=(facts.get("emoji") or {}).get("name"),
        style=facts["style"],
    )


@lru_cache(maxsize=len(FILES))
def _facts(source: Source) -> str:
    return (FOLDER / f"{FILES[source]}.world.json").read_text(encoding="utf-8")


def world_of(source: Source) -> WorldOf:
    """The server that a cog was on, each time anew."""
    return WorldOf(json.loads(_facts(source)))


def found_in(source: Source) -> tuple[Found, WorldOf]:
    """What is read of a sample, and its server."""
    world = world_of(source)
    return read(source, stored(source), world), world
