"""Mentions and times, spelled out where nothing else does it."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server import Server

_MARK = re.compile(r"<(@&|@!?|#|t:)(\d+)(?::\w)?>")


def spelled_out(server: Server, text: str) -> str:
    """A text with the names of those, and of the times, that it mentions."""
    backend = server.sim.env.backend

    def spelled(mark: re.Match[str]) -> str:
        kind, number = mark[1], int(mark[2])
        if kind == "t:":
            return f"{datetime.fromtimestamp(number, timezone.utc):%Y-%m-%d %H:%M}"
        if kind == "#":
            channel = backend.channels.get(number)
            return f"#{channel.name if channel else 'deleted-channel'}"
        if kind == "@&":
            role = server.guild._guild.roles.get(number)
            return f"@{role.name if role else 'deleted-role'}"
        user = backend.users.get(number)
        return f"@{user.name if user else 'unknown-user'}"

    return _MARK.sub(spelled, text)
