"""What was said in a ticket since it was saved, and while it is being saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.discord.refusals import translating_refusals
from ..collecting.history import READING, require_history

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    import discord

    from ..document import Message, Transcript

    #: Where people can write.
    Place = discord.TextChannel | discord.Thread


async def is_current(
    channel: discord.TextChannel, saved: int, *, with_staff: bool, ask_for_archived: bool
) -> bool:
    """Whether no message came after `saved`, in the staff's threads either if `with_staff`.

    `ask_for_archived`: discord.py doesn't keep archived threads, and there may be some.
    Raises a ``DiscordSaidNo`` when that can't be found out.
    """
    # Without it Discord answers as if the channel were empty.
    require_history(channel)
    with translating_refusals(where=channel, permissions=READING):
        if await _has_new_messages(channel, saved):
            return False
        for thread in _threads(channel, with_staff=with_staff):
            if _last(thread) > saved and await _has_new_messages(thread, saved):
                return False
        if not ask_for_archived:
            return True
        async for thread in _archived(channel, with_staff=with_staff):
            if _last(thread) > saved and await _has_new_messages(thread, saved):
                return False
    return True


def may_have_grown(channel: discord.TextChannel, saved: int, *, with_staff: bool) -> bool:
    """Whether something seems to have been said after `saved`; Discord isn't asked."""
    return any(_last(place) > saved for place in _places(channel, with_staff=with_staff))


class MessageWatch:
    """Watches what is said while a channel is being read, and may be missing in the result."""

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


async def _has_new_messages(place: Place, saved: int) -> bool:
    """Whether a message stands there that came after `saved`: the last one may be deleted."""
    async for message in place.history(limit=1):
        return message.id > saved
    return False


def _threads(channel: discord.TextChannel, *, with_staff: bool) -> Iterator[discord.Thread]:
    return (one for one in channel.threads if with_staff or not one.is_private())


async def _archived(
    channel: discord.TextChannel, *, with_staff: bool
) -> AsyncIterator[discord.Thread]:
    every = channel.permissions_for(channel.guild.me).manage_threads
    kinds: list[dict[str, Any]] = [{"private": False}]
    if with_staff:
        kinds.append({"private": True, "joined": not every})
    for kind in kinds:
        async for thread in channel.archived_threads(limit=None, **kind):
            yield thread


def _places(channel: discord.TextChannel, *, with_staff: bool) -> tuple[Place, ...]:
    return (channel, *_threads(channel, with_staff=with_staff))


def _last(place: Place) -> int:
    return place.last_message_id or 0


def _newest(messages: Sequence[Message]) -> int:
    return max((message.id for message in messages), default=0)
