"""Rules of Discord's that SimCord doesn't know, enforced between it and the bot.

Names of channels and how often they change, the number of channels, nonces, and what a bot
without Administrator may put into overwrites. Only calls of the bot are held to them: who builds
the simulated world may do as he likes.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import discord
from simcord.backend import serializers
from traffic import Call, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from simcord import Env
    from simcord.backend.models import Channel

Proceed = Callable[[], Awaitable[Any]]

CHANNELS_PER_CATEGORY = 50
CHANNELS_PER_GUILD = 500
OVERWRITES_PER_REQUEST = 100
#: For so long the same nonce means the same message ("a few minutes").
NONCE_SECONDS = 300
#: Name and topic of a channel change so often in so many seconds. No header says so.
RENAMES, RENAMES_WITHIN = 2, 600

_TEXT, _CATEGORY, _NEWS, _FORUM = 0, 4, 5, 15
#: Kinds of channels whose names Discord normalises.
_NORMALISED = (_TEXT, _NEWS, _FORUM)
_FORBIDDEN_IN_NAMES = re.compile(r"[!\"#$%&'()*+,./:;<=>?@\[\\\]^`{|}~]")


def normalised(name: str) -> str:
    """A text channel's name as Discord would store it."""
    name = _FORBIDDEN_IN_NAMES.sub("", name.strip().lower())
    name = re.sub(r"\s+", "-", name)
    return re.sub(r"-{2,}", "-", name)


def _flag(name: str) -> int:
    return int(getattr(discord.Permissions, name).flag)


def _invalid(where: str, code: str, message: str) -> NoReturn:
    refuse(
        400,
        50035,
        "Invalid Form Body",
        errors={where: {"_errors": [{"code": code, "message": message}]}},
    )


#: Letters, money, lines, boxes and stars: what people take for emoji, and Discord doesn't.
_NO_EMOJI = re.compile(
    "[A-Za-z\u20a0-\u20cf\u2190-\u2193\u2500-\u25a9\u2605-\u260d\u2630-\u2637]+"
)


class DiscordRules:
    """Holds the bot of one environment to the rules. Switch them off with `enforced`."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self.enforced = True
        #: Users who take no direct messages from the bot.
        self.closed_dms: set[int] = set()
        self._refused_names: list[Callable[[str], bool]] = []
        self._renamed_at: dict[int, list[datetime]] = {}
        self._by_nonce: dict[tuple[int, str], tuple[int, datetime]] = {}

    def refuse_name(self, predicate: Callable[[str], bool]) -> None:
        """Discord's word filter refuses channel names for which `predicate` is true."""
        self._refused_names.append(predicate)

    async def __call__(self, call: Call, proceed: Proceed) -> Any:
        """Checks one call; refuses it, changes its body, or lets it through."""
        if not self.enforced:
            return await proceed()
        _refuse_signs_that_are_no_emoji(call.body)
        match (call.method, *call.parts):
            case ("POST", "guilds", guild_id, "channels"):
                self._creating_a_channel(call, int(guild_id))
            case ("PATCH", "guilds", guild_id, "channels"):
                self._moving_channels(call.body)
            case ("PATCH", "channels", channel_id):
                self._editing_a_channel(call, int(channel_id))
                if {"name", "topic"} & set(call.body or {}):
                    await self._renaming(call, int(channel_id))
            case ("PUT", "channels", channel_id, "permissions", target_id):
                self._editing_one_overwrite(call, int(channel_id), int(target_id))
            case ("DELETE", "channels", channel_id, "permissions", _):
                self._require(int(channel_id), "manage_roles")
            case ("PUT" | "DELETE", "channels", channel_id, "messages", "pins", _):
                self._require(int(channel_id), "pin_messages")
            case ("POST", "channels", channel_id, "messages"):
                self._writing_a_direct_message(int(channel_id))
                return await self._sending_with_a_nonce(call, int(channel_id), proceed)
        return await proceed()

    # -------------------------------------------------------------- channels

    def _creating_a_channel(self, call: Call, guild_id: int) -> None:
        body = dict(call.body or {})
        kind = int(body.get("type", _TEXT))
        body["name"] = self._allowed_name(body.get("name"), kind)
        call.body = body
        guild = self._env.backend.get_guild(guild_id)
        if len(guild.channel_ids) >= CHANNELS_PER_GUILD:
            refuse(400, 30013, f"Maximum number of server channels reached ({CHANNELS_PER_GUILD})")
        parent_id = int(body["parent_id"]) if body.get("parent_id") else None
        self._parent_has_space(guild_id, parent_id)
        if parent_id is not None:
            self._require(parent_id, "view_channel", "manage_channels")
        overwrites = body.get("permission_overwrites") or []
        if not overwrites:
            return
        held = self._held(guild_id) | self._held(guild_id, parent_id)
        if not self._held(guild_id, parent_id) & _flag("manage_roles"):
            refuse(403, 50013, "Missing Permissions")
        self._may_set(guild_id, overwrites, held)

    def _editing_a_channel(self, call: Call, channel_id: int) -> None:
        channel = self._env.backend.channels.get(channel_id)
        if channel is None or channel.guild_id is None:
            return
        body = dict(call.body or {})
        if "name" in body:
            body["name"] = self._allowed_name(body["name"], channel.type)
        call.body = body
        if channel.is_thread:
            return
        if body.get("parent_id") and int(body["parent_id"]) != channel.parent_id:
            self._parent_has_space(channel.guild_id, int(body["parent_id"]))
        if "permission_overwrites" in body:
            self._require(channel_id, "view_channel", "manage_channels", "manage_roles")
            self._may_change(channel, body["permission_overwrites"] or [])

    async def _renaming(self, call: Call, channel_id: int) -> None:
        """The hidden limit: discord.py sleeps it out, unless its client has no patience."""
        renamed = self._renamed_at.setdefault(channel_id, [])
        while True:
            now = self._env.now()
            recent = [at for at in renamed if (now - at).total_seconds() < RENAMES_WITHIN]
            if len(recent) < RENAMES:
                break
            retry_after = RENAMES_WITHIN - (now - recent[-RENAMES]).total_seconds()
            if call.patience is not None and retry_after > call.patience:
                raise discord.RateLimited(retry_after)
            await asyncio.sleep(retry_after)
        renamed.append(now)

    def _editing_one_overwrite(self, call: Call, channel_id: int, target_id: int) -> None:
        channel = self._env.backend.channels.get(channel_id)
        if channel is None or channel.guild_id is None:
            return
        self._require(channel_id, "view_channel", "manage_channels", "manage_roles")
        line = {"id": target_id, **(call.body or {})}
        held = self._held_around(channel)
        self._may_set(channel.guild_id, [line], held)

    def _moving_channels(self, items: Iterable[dict[str, Any]]) -> None:
        for item in items or ():
            channel = self._env.backend.channels.get(int(item["id"]))
            if channel is None or channel.guild_id is None or not item.get("parent_id"):
                continue
            if int(item["parent_id"]) != channel.parent_id:
                self._parent_has_space(channel.guild_id, int(item["parent_id"]))

    def _allowed_name(self, name: Any, kind: int) -> str:
        allowed = str(name or "")
        if kind in _NORMALISED:
            allowed = normalised(allowed)
        if not 1 <= len(allowed) <= 100:
            _invalid("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        if any(refused(allowed) for refused in self._refused_names):
            _invalid(
                "name",
                "CHANNEL_NAME_INVALID",
                "Contains words not allowed for servers in Server Discovery.",
            )
        return allowed

    def _parent_has_space(self, guild_id: int, parent_id: int | None) -> None:
        if parent_id is None:
            return
        channels = self._env.backend.channels
        parent = channels.get(parent_id)
        if parent is None or parent.guild_id != guild_id or parent.type != _CATEGORY:
            _invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
        inside = sum(
            1 for one in channels.values() if one.parent_id == parent_id and not one.is_thread
        )
        if inside >= CHANNELS_PER_CATEGORY:
            _invalid(
                "parent_id",
                "CHANNEL_PARENT_MAX_CHANNELS",
                f"Maximum number of channels in category reached ({CHANNELS_PER_CATEGORY})",
            )

    # ----------------------------------------------------------- permissions

    def _held(self, guild_id: int, channel_id: int | None = None) -> int:
        backend = self._env.backend
        return int(backend.compute_permissions(guild_id, backend.bot_user.id, channel_id))

    def _held_around(self, channel: Channel) -> int:
        assert channel.guild_id is not None
        return (
            self._held(channel.guild_id)
            | self._held(channel.guild_id, channel.id)
            | self._held(channel.guild_id, channel.parent_id)
        )

    def _require(self, channel_id: int, *names: str) -> None:
        channel = self._env.backend.channels.get(channel_id)
        if channel is None or channel.guild_id is None:
            return
        here = self._held(channel.guild_id, channel_id)
        if not here & _flag("view_channel"):
            refuse(403, 50001, "Missing Access")
        if any(not here & _flag(name) for name in names):
            refuse(403, 50013, "Missing Permissions")

    def _may_change(self, channel: Channel, lines: list[dict[str, Any]]) -> None:
        """Overwrites that stay as they are may hold anything; new ones may not."""
        before = {one.target_id: (one.allow, one.deny) for one in channel.overwrites}
        changed = [
            line
            for line in lines
            if before.get(int(line["id"]))
            != (int(line.get("allow") or 0), int(line.get("deny") or 0))
        ]
        if len(lines) > OVERWRITES_PER_REQUEST:
            _invalid("permission_overwrites", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer.")
        assert channel.guild_id is not None
        self._may_set(channel.guild_id, changed, self._held_around(channel))

    def _may_set(self, guild_id: int, lines: list[dict[str, Any]], held: int) -> None:
        if len(lines) > OVERWRITES_PER_REQUEST:
            _invalid("permission_overwrites", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer.")
        if self._held(guild_id) & _flag("administrator"):
            return
        for line in lines:
            bits = int(line.get("allow") or 0) | int(line.get("deny") or 0)
            if bits & _flag("manage_roles") or bits & ~held:
                refuse(403, 50013, "Missing Permissions")

    # -------------------------------------------------------------- messages

    def _writing_a_direct_message(self, channel_id: int) -> None:
        channel = self._env.backend.channels.get(channel_id)
        if channel is not None and self.closed_dms.intersection(channel.recipient_ids):
            refuse(403, 50007, "Cannot send messages to this user")

    async def _sending_with_a_nonce(self, call: Call, channel_id: int, proceed: Proceed) -> Any:
        body = call.body or {}
        nonce = body.get("nonce")
        if nonce is None:
            return await proceed()
        backend = self._env.backend
        now = self._env.now()
        key = (channel_id, str(nonce))
        if body.get("enforce_nonce") and key in self._by_nonce:
            message_id, since = self._by_nonce[key]
            stored = backend.messages.get(channel_id, {}).get(message_id)
            if stored is not None and (now - since).total_seconds() < NONCE_SECONDS:
                payload = dict(serializers.message_payload(backend, stored))
                payload["nonce"] = nonce
                return payload
        payload = await proceed()
        self._by_nonce[key] = (int(payload["id"]), now)
        payload["nonce"] = nonce
        return payload


def _refuse_signs_that_are_no_emoji(body: Any) -> None:
    """Discord takes no message with a button or option whose emoji is none."""
    data = body.get("data", body) if isinstance(body, dict) else {}
    for path, emoji in _emojis(data.get("components") if isinstance(data, dict) else None):
        if not emoji.get("id") and _NO_EMOJI.fullmatch(emoji.get("name") or ""):
            refuse(400, 50035, f"Invalid Form Body\nIn {path}.emoji.name: Invalid emoji")


def _emojis(components: Any, path: str = "components") -> Iterator[tuple[str, dict[str, Any]]]:
    for number, one in enumerate(components or ()):
        here = f"{path}.{number}"
        if one.get("emoji"):
            yield here, one["emoji"]
        for inside in ("components", "options"):
            yield from _emojis(one.get(inside), f"{here}.{inside}")
