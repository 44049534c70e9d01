"""Reading a channel's messages from Discord, page by page, oldest first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.discord.refusals import repeat_if_lost, translating_refusals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import discord
    from discord.state import ConnectionState

#: Messages that Discord gives at once.
PAGE = 100
_BEFORE_ALL = 0
READING = ("view_channel", "read_message_history")


def connection(channel: discord.TextChannel) -> ConnectionState[discord.Client]:
    """What discord.py knows of the bot's connection.

    ``channel.history`` can't be used: one message that discord.py fails to understand would
    end it, and parts of messages that it doesn't know yet would be gone without a trace.
    """
    return channel._state  # noqa: SLF001


def require_history(channel: discord.TextChannel) -> None:
    """Raises ``MissingPermissions`` when Discord would answer with an empty list."""
    held = channel.permissions_for(channel.guild.me)
    for name in READING:
        if not getattr(held, name):
            raise errors.MissingPermissions(names=(name,), channel_id=channel.id)


async def pages(
    channel: discord.TextChannel, place_id: int, *, seconds: float
) -> AsyncIterator[list[dict[str, Any]]]:
    """The messages of the channel, or of its thread `place_id`, as Discord sends them."""
    after = _BEFORE_ALL
    while True:
        # The permission may be taken away in the middle, and what follows would be missing.
        require_history(channel)
        page = await _page(channel, place_id, after, seconds)
        require_history(channel)
        fresh = sorted(
            (one for one in page if int(one["id"]) > after), key=lambda one: int(one["id"])
        )
        if fresh:
            yield fresh
            after = int(fresh[-1]["id"])
        if len(page) < PAGE or not fresh:
            return


async def _page(
    channel: discord.TextChannel, place_id: int, after: int, seconds: float
) -> list[dict[str, Any]]:
    http = connection(channel).http

    async def ask() -> Any:
        return await asyncio.wait_for(http.logs_from(place_id, PAGE, after=after), seconds)

    with translating_refusals(channel_id=place_id, permissions=READING):
        answer: list[dict[str, Any]] = await repeat_if_lost(ask)
    return answer
