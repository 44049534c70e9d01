"""What was said in a ticket since it was saved, and while it is being saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..transcripts.collecting.history import READING, require_history
from .failures import translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import discord

    from ..transcripts.document import Message, Transcript

    #: Where people can write.
    Place = discord.TextChannel | discord.Thread


async def is_current(channel: discord.TextChannel, saved: int, *, with_staff: bool) -> bool:
    """Whether no message came after `saved`, in the staff's threads either if `with_staff`.

    Raises a ``DiscordSaidNo`` when that can't be found out.
    """
    # Without it Discord answers as if the channel were empty.
    require_history(channel)
    if any(_last(place) > saved for place in _places(channel, with_staff=with_staff)):
        return False
    with translated(channel_id=channel.id, permissions=READING):
        async for message in channel.history(limit=1):
            if message.id > saved:
                return False
    return not await _said_in_archived(channel, saved, with_staff=with_staff)


def may_have_grown(channel: discord.TextChannel, saved: int, *, with_staff: bool) -> bool:
    """Whether something seems to have been said after `saved`; Discord isn't asked."""
    return any(_last(place) > saved for place in _places(channel, with_staff=with_staff))


class Attention:
    """Notices what is said while a channel is being read, and may be missing in the result."""

    def __init__(self, channel: discord.TextChannel) -> None:
        self._channel = channel
        self._before = {place.id: _last(place) for place in _places(channel, with_staff=True)}

    def upto(self, transcript: Transcript) -> int:
        """The id up to which the transcript surely holds every message, whatever the place."""
        threads = [*transcript.threads]
        threads += [one.thread for one in transcript.messages if one.thread is not None]
        newest = {self._channel.id: _newest(transcript.messages)}
        newest |= {thread.id: _newest(thread.messages) for thread in threads}
        upto = max(newest.values())
        for place in _places(self._channel, with_staff=True):
            if _last(place) > max(self._before.get(place.id, 0), newest.get(place.id, 0)):
                # Said too late to be read here, perhaps sooner than the newest that was read.
                return min(upto, max(self._before.values()))
        return upto


async def _said_in_archived(channel: discord.TextChannel, saved: int, *, with_staff: bool) -> bool:
    """Whether a thread that was archived since then has a newer message."""
    every = channel.permissions_for(channel.guild.me).manage_threads
    kinds: list[dict[str, Any]] = [{"private": False}]
    if with_staff:
        kinds.append({"private": True, "joined": not every})
    for kind in kinds:
        with translated(channel_id=channel.id, permissions=READING):
            async for thread in channel.archived_threads(limit=None, **kind):
                if _last(thread) > saved:
                    return True
    return False


def _places(channel: discord.TextChannel, *, with_staff: bool) -> Iterator[Place]:
    yield channel
    for thread in channel.threads:
        if with_staff or not thread.is_private():
            yield thread


def _last(place: Place) -> int:
    return place.last_message_id or 0


def _newest(messages: Sequence[Message]) -> int:
    return max((message.id for message in messages), default=0)
