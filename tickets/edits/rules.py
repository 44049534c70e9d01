"""What happens to a message, and the channels in which it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.declaration import declaration
from ..core.ticket import LIVE, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.ticket import Ticket

#: The jobs that say in a ticket that words are kept, and that forget them; stored words.
SAY, FORGET = "say-kept", "forget-kept"
#: So often the words of one message are kept; from then on the last ones change.
VERSIONS = 25
#: So many changes wait to be written; what comes then is lost. A write takes them all.
WAITING = 10_000


@declaration(frozen=True)
class Said:
    """Somebody has written a message in a ticket; `files` are the names of what came with it."""

    guild_id: int
    number: int
    message_id: int
    author_id: int
    text: str
    files: tuple[str, ...]
    at: int


@declaration(frozen=True)
class Edited(Said):
    """The same message says this now."""


@declaration(frozen=True)
class Deleted:
    """Messages are gone."""

    message_ids: tuple[int, ...]
    at: int


Change = Said | Deleted


def is_kept(ticket: Ticket) -> bool:
    """Whether words in the ticket's channel are kept."""
    states = (*LIVE, State.OPENING, State.DELETING)
    return ticket.kept_since is not None and ticket.state in states


class KeptChannels:
    """The channels of tickets in which words are kept, in memory: most messages are in none."""

    def __init__(self) -> None:
        self._tickets: dict[int, tuple[int, int]] = {}
        self._channels: dict[tuple[int, int], int] = {}

    def __len__(self) -> int:
        return len(self._tickets)

    def ticket_in(self, channel_id: int) -> tuple[int, int] | None:
        """Server and number of the ticket whose channel this is, if its words are kept."""
        return self._tickets.get(channel_id)

    def fill(self, found: Iterable[tuple[int, int, int]]) -> None:
        """Takes in channels, servers and numbers that the database has."""
        for channel_id, guild_id, number in found:
            self._put(channel_id, guild_id, number)

    def watch(self, ticket: Ticket) -> None:
        """Takes in how a ticket is by now."""
        key = (ticket.guild_id, ticket.number)
        if not self._channels and ticket.kept_since is None:
            return
        self._tickets.pop(self._channels.pop(key, 0), None)
        if ticket.channel_id is not None and is_kept(ticket):
            self._put(ticket.channel_id, *key)

    def forget_server(self, guild_id: int) -> None:
        """From now on nothing of a server is kept."""
        for key in [key for key in self._channels if key[0] == guild_id]:
            del self._tickets[self._channels.pop(key)]

    def _put(self, channel_id: int, guild_id: int, number: int) -> None:
        self._tickets[channel_id] = (guild_id, number)
        self._channels[guild_id, number] = channel_id
