"""A server of discord.py's own objects, made from what Discord sends; and its answers.

Only the connection to Discord is ours: :class:`Http` answers from lists that a test fills.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord.http import HTTPClient, Route
from discord.state import ConnectionState

from tests.core.builders import BOT, CHANNEL, EVERYONE, GUILD, MODERATOR, MODERATOR_ROLE, OPENER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST = CHANNEL + 1000
TEXT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 11, 12
_READER = discord.Permissions(view_channel=True, read_message_history=True, manage_threads=True)


def a_user(user_id: int = OPENER, name: str = "alice", **changes: Any) -> dict[str, Any]:
    """A user as Discord describes one."""
    return {
        "id": str(user_id),
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        **changes,
    }


def a_member(user: dict[str, Any], *role_ids: int, **changes: Any) -> dict[str, Any]:
    """A member as Discord describes one."""
    return {
        "user": user,
        "roles": [str(one) for one in role_ids],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        **changes,
    }


def a_role(role_id: int, name: str, **changes: Any) -> dict[str, Any]:
    """A role as Discord describes one."""
    role: dict[str, Any] = {
        "id": str(role_id),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 1,
        "permissions": "0",
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    role.update(changes)
    role["colors"]["primary_color"] = role["color"]
    return role


def a_channel(channel_id: int = CHANNEL, name: str = "ticket-7", **changes: Any) -> dict[str, Any]:
    """A text channel as Discord describes one."""
    return {
        "id": str(channel_id),
        "type": TEXT,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        **changes,
    }


def a_thread(
    thread_id: int, name: str, kind: int = PUBLIC_THREAD, *, archived: bool = False
) -> dict[str, Any]:
    """A thread of the ticket's channel as Discord describes one."""
    return {
        "id": str(thread_id),
        "parent_id": str(CHANNEL),
        "guild_id": str(GUILD),
        "owner_id": str(BOT),
        "name": name,
        "type": kind,
        "last_message_id": None,
        "message_count": 1,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def a_message(number: int = 0, content: str = "", **changes: Any) -> dict[str, Any]:
    """The message with this number as Discord sends it."""
    return {
        "id": str(FIRST + number),
        "type": 0,
        "channel_id": str(CHANNEL),
        "author": a_user(),
        "content": content,
        "timestamp": "2026-01-02T03:04:05.678000+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "flags": 0,
        "components": [],
        **changes,
    }


def an_attachment(name: str, url: str, size: int = 10, **changes: Any) -> dict[str, Any]:
    """An attachment as Discord describes one."""
    return {
        "id": "77",
        "filename": name,
        "size": size,
        "url": url,
        "proxy_url": url,
        "content_type": "image/png",
        **changes,
    }


class Http(HTTPClient):
    """Discord's answers, from what a test put here."""

    def __init__(self) -> None:
        super().__init__(asyncio.get_running_loop())
        #: Messages by channel or thread, in any order.
        self.said: dict[int, list[dict[str, Any]]] = {CHANNEL: []}
        self.active: list[dict[str, Any]] = []
        self.archived: dict[str, list[dict[str, Any]]] = {"public": [], "private": []}
        self.users: dict[int, dict[str, Any]] = {}
        self.members: dict[int, dict[str, Any]] = {}
        self.asked: list[str] = []
        #: Called before each answer; may raise.
        self.before: Callable[[str], Any] = lambda path: None

    async def request(self, route: Route, **arguments: Any) -> Any:
        """Answers one question."""
        path = route.url.removeprefix(Route.BASE)
        self.asked.append(path)
        waiting = self.before(path)
        if waiting is not None:
            await waiting
        await asyncio.sleep(0)
        return self._answer(path.strip("/").split("/"), arguments.get("params") or {})

    def _answer(self, parts: list[str], params: dict[str, Any]) -> Any:
        match parts:
            case ["channels", place, "messages"]:
                return self._page(int(place), params)
            case ["guilds", _, "threads", "active"]:
                return {"threads": self.active, "members": []}
            case ["channels", _, "threads", "archived", kind]:
                return {"threads": self.archived[kind], "has_more": False}
            case ["channels", _, "users", "@me", "threads", "archived", "private"]:
                return {"threads": [], "has_more": False}
            case ["guilds", _, "members", user_id] if int(user_id) in self.members:
                return self.members[int(user_id)]
            case ["users", user_id] if int(user_id) in self.users:
                return self.users[int(user_id)]
        raise refusal(404, 10003)

    def _page(self, place: int, params: dict[str, Any]) -> list[dict[str, Any]]:
        if place not in self.said:
            raise refusal(404, 10003)
        later = [one for one in self.said[place] if int(one["id"]) > int(params["after"])]
        first = sorted(later, key=lambda one: int(one["id"]))[: params["limit"]]
        return list(reversed(first))


def refusal(status: int, code: int = 0) -> discord.HTTPException:
    """What discord.py raises for such an answer."""

    class Answer:
        reason = "No"
        headers: dict[str, str] = {}  # noqa: RUF012

    answer: Any = Answer()
    answer.status = status
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status > 499 else discord.HTTPException)
    return kind(answer, {"code": code, "message": "No"})


class SmallDiscord:
    """One server with a ticket's channel, its opener, a moderator and the bot."""

    def __init__(
        self,
        *,
        bot_permissions: discord.Permissions = _READER,
        intents: discord.Intents | None = None,
        channel: dict[str, Any] | None = None,
        chunked: bool = True,
    ) -> None:
        self.http = Http()
        self.state: ConnectionState[Any] = ConnectionState(
            dispatch=lambda *_: None,
            handlers={},
            hooks={},
            http=self.http,
            max_messages=None,
            intents=intents or discord.Intents.all(),
        )
        own: Any = a_user(BOT, "tickets", bot=True)
        self.state.user = discord.ClientUser(state=self.state, data=own)
        self.members = [
            a_member(own, BOT),
            a_member(a_user()),
            a_member(a_user(MODERATOR, "mona", global_name="Mona"), MODERATOR_ROLE),
        ]
        data: Any = {
            "id": str(GUILD),
            "name": "The Server",
            "icon": None,
            "owner_id": "1",
            "member_count": len(self.members) if chunked else 1000,
            "large": False,
            "features": [],
            "emojis": [],
            "stickers": [],
            "roles": [
                a_role(EVERYONE, "@everyone", position=0),
                a_role(BOT, "tickets", permissions=str(bot_permissions.value)),
                a_role(MODERATOR_ROLE, "Moderators", color=0x5865F2),
            ],
            "channels": [channel or a_channel()],
            "members": self.members,
            "threads": [],
            "preferred_locale": "en-US",
            "premium_tier": 0,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "afk_timeout": 0,
            "system_channel_flags": 0,
            "premium_progress_bar_enabled": False,
        }
        self.guild = discord.Guild(data=data, state=self.state)
        self.state._add_guild(self.guild)
        found = self.guild.get_channel(CHANNEL)
        assert isinstance(found, discord.TextChannel)
        self.channel = found

    def says(self, *messages: dict[str, Any], place: int = CHANNEL) -> None:
        """What was written in the ticket, or one of its threads."""
        self.http.said.setdefault(place, []).extend(messages)


def numbered(count: int, **changes: Any) -> Iterator[dict[str, Any]]:
    """So many messages, one after the other."""
    for number in range(count):
        yield a_message(number, f"message {number}", **changes)
