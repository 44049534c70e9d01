"""Which channels, threads and direct messages somebody sees, and what is new there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcord.backend.access import channel_accessible, message_accessible
from simcord.enums import ChannelType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people import Person
    from server import Server
    from simcord.backend.models import Channel

_CHANNELS = (ChannelType.TEXT, ChannelType.NEWS)


@dataclass(frozen=True)
class Place:
    """Somewhere messages are written."""

    id: int
    name: str
    #: channel, thread, dm, or web.
    kind: str
    #: The category it is in, or the channel of a thread; empty for neither.
    under: str = ""


def places_of(server: Server, person: Person) -> list[Place]:
    """All that the person can open and read, in the order of Discord's own list."""
    backend = server.sim.env.backend
    conversation = Place(person.user.dm_channel.id, backend.bot_user.name, "dm")
    return [*_on_the_server(server, person), conversation]


def _on_the_server(server: Server, person: Person) -> Iterator[Place]:
    backend = server.sim.env.backend
    here = [one for one in backend.channels.values() if one.guild_id == server.guild.id]
    categories = {one.id: one for one in here if one.type == ChannelType.CATEGORY}

    def order(channel: Channel) -> tuple[tuple[int, int], int, int]:
        category = categories.get(channel.parent_id or 0)
        # What is in no category comes first.
        return (category.position, category.id) if category else (-1, 0), *_rank(channel)

    for channel in sorted((one for one in here if one.type in _CHANNELS), key=order):
        if not channel_accessible(backend, channel.id, person.id, history=True):
            continue
        category = categories.get(channel.parent_id or 0)
        yield Place(channel.id, channel.name or "", "channel", (category and category.name) or "")
        for thread in sorted((one for one in here if one.is_thread), key=_rank):
            if thread.parent_id == channel.id and channel_accessible(
                backend, thread.id, person.id, history=True
            ):
                yield Place(thread.id, thread.name or "", "thread", channel.name or "")


def _rank(channel: Channel) -> tuple[int, int]:
    return channel.position, channel.id


class UnreadMessages:
    """Remembers how far each person has read, in each place."""

    def __init__(self, server: Server) -> None:
        self._backend = server.sim.env.backend
        self._server = server
        self._read: dict[tuple[int, int], int] = {}

    def catch_up(self, person: Person) -> None:
        """The person has read everything there is now."""
        for place in places_of(self._server, person):
            self.read(person, place.id)

    def read(self, person: Person, place_id: int) -> None:
        """The person has read everything in one place."""
        newest = max(self._backend.messages.get(place_id, {}), default=0)
        self._read[person.id, place_id] = newest

    def count(self, person: Person, place: Place) -> int:
        """How much is new to the person there: messages of others, and the place itself."""
        read = self._read.get((person.id, place.id))
        new = sum(
            1
            for message in self._backend.messages.get(place.id, {}).values()
            if message.id > (read or 0)
            and message.author_id != person.id
            and message_accessible(self._backend, place.id, message, person.id, history=True)
        )
        return max(new, 1) if read is None else new
