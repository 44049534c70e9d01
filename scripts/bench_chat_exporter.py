"""The same conversation, written by chat-exporter: a part of ``make bench-transcripts``.

Runs in an environment that has chat-exporter and discord.py only, with messages as Discord
sends them in a JSON file. It awaits its work in the event loop, so that is where it is
measured; files are links there and cost it nothing.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import discord
from discord.http import HTTPClient
from discord.state import ConnectionState

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import chat_exporter  # type: ignore[import-not-found,unused-ignore]

GUILD, CHANNEL = 5, 4


class Answers(HTTPClient):
    """Discord, as far as it is asked: for messages that others answer to."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        super().__init__(asyncio.get_running_loop())
        self._messages = {int(message["id"]): message for message in messages}

    async def get_message(self, _channel_id: Any, message_id: Any) -> Any:
        """One of the messages."""
        return self._messages[int(message_id)]


def server_of(messages: list[dict[str, Any]]) -> discord.Guild:
    """A server in which all who write are members."""
    state: ConnectionState[Any] = ConnectionState(
        dispatch=lambda *_: None,
        handlers={},
        hooks={},
        http=Answers(messages),
        intents=discord.Intents.all(),
    )
    people = {message["author"]["id"]: message["author"] for message in messages}
    own: Any = {**next(iter(people.values())), "bot": True}
    state.user = discord.ClientUser(state=state, data=own)
    data: Any = {
        "id": str(GUILD),
        "name": "The Server",
        "icon": None,
        "owner_id": "1",
        "member_count": len(people),
        "roles": [
            {"id": str(GUILD), "name": "@everyone", "permissions": "0", "position": 0, "color": 0}
        ],
        "channels": [
            {
                "id": str(CHANNEL),
                "type": 0,
                "name": "ticket-7",
                "position": 0,
                "permission_overwrites": [],
                "topic": None,
            }
        ],
        "members": [
            {
                "user": user,
                "roles": [],
                "joined_at": "2026-01-01T00:00:00+00:00",
                "deaf": False,
                "mute": False,
                "flags": 0,
            }
            for user in people.values()
        ],
        "threads": [],
        "emojis": [],
        "stickers": [],
        "features": [],
    }
    guild = discord.Guild(data=data, state=state)
    state._add_guild(guild)
    return guild


def peak() -> int:
    """The most memory that this program ever had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage says is at least what whoever started this program had.
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def measured(payloads: list[dict[str, Any]]) -> dict[str, float]:
    """Writes them beside an event loop that ticks."""
    guild = server_of(payloads)
    channel: Any = guild.get_channel(CHANNEL)
    state = channel._state
    messages = [
        discord.Message(state=state, channel=channel, data=data)  # type: ignore[arg-type]
        for data in payloads
    ]
    gap, is_done = 0.0, False

    async def ticks() -> None:
        nonlocal gap
        last = time.perf_counter()
        while not is_done:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            gap, last = max(gap, now - last), now

    ticking = asyncio.create_task(ticks())
    await asyncio.sleep(0.01)
    memory, start = peak(), time.perf_counter()
    page: str | None = await chat_exporter.raw_export(
        channel, list(reversed(messages)), guild=guild, raise_exceptions=True
    )
    seconds, memory = time.perf_counter() - start, peak() - memory
    await asyncio.sleep(0.01)
    is_done = True
    await ticking
    assert page is not None
    assert page.count("chatlog__message-container") >= len(messages)
    return {"seconds": seconds, "bytes": len(page.encode()), "gap": gap, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured(json.loads(Path(sys.argv[1]).read_text("utf-8"))))))
