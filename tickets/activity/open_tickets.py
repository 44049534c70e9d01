"""The tickets in which words count, in memory: most messages are in none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.team import Team
from .rules import is_heard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.settings import Terms
    from ..core.ticket import Side, Ticket


class OpenTicket:
    """What is to be known of a ticket to see whether a word changes anything."""

    __slots__ = (
        "guild_id",
        "is_claimed",
        "newest_word_id",
        "number",
        "opener_id",
        "staff_role_ids",
        "type_id",
        "waits_for",
    )

    def __init__(
        self,
        *,
        guild_id: int,
        number: int,
        opener_id: int,
        type_id: int | None,
        waits_for: Side | None,
        staff_role_ids: frozenset[int],
        is_claimed: bool,
    ) -> None:
        self.guild_id = guild_id
        self.number = number
        self.opener_id = opener_id
        self.type_id = type_id
        self.waits_for = waits_for
        #: Whether a moderator handles it.
        self.is_claimed = is_claimed
        #: The staff's roles when it was opened.
        self.staff_role_ids = staff_role_ids
        #: The last message, or correction, that was looked at since the bot's start.
        self.newest_word_id = 0

    def hears(self, word_id: int) -> bool:
        """Whether a word is newer than all that were heard; from now on it is one of them.

        Events about two messages may be worked on in another order than they were written.
        """
        if word_id <= self.newest_word_id:
            return False
        self.newest_word_id = word_id
        return True


class OpenTickets:
    """All of them, on all servers, by channel. Records are the truth: this only saves looks."""

    def __init__(self) -> None:
        self._by_channel: dict[int, OpenTicket] = {}
        self._channels: dict[tuple[int, int], int] = {}
        self._role_sets: dict[frozenset[int], frozenset[int]] = {}

    def in_channel(self, channel_id: int) -> OpenTicket | None:
        """The ticket whose channel this is, if words count in it."""
        return self._by_channel.get(channel_id)

    def fill(self, found: Iterable[tuple[int, OpenTicket]]) -> None:
        """Takes in what the database has at the start, by channel."""
        for channel_id, ticket in found:
            self._put(channel_id, ticket)

    def watch(self, ticket: Ticket) -> None:
        """Takes in how a ticket is by now."""
        channel_id = self._channels.pop((ticket.guild_id, ticket.number), 0)
        before = self._by_channel.pop(channel_id, None)
        if ticket.channel_id is None or not is_heard(ticket):
            return
        now = OpenTicket(
            guild_id=ticket.guild_id,
            number=ticket.number,
            opener_id=ticket.opener_id,
            type_id=ticket.type_id,
            waits_for=ticket.waits_for,
            staff_role_ids=staff_roles_of(ticket.terms),
            is_claimed=ticket.handler_id is not None,
        )
        now.newest_word_id = before.newest_word_id if before is not None else 0
        self._put(ticket.channel_id, now)

    def forget_opener(self, user_id: int) -> None:
        """Forgets somebody's id."""
        for ticket in self._by_channel.values():
            if ticket.opener_id == user_id:
                ticket.opener_id = 0

    def _put(self, channel_id: int, ticket: OpenTicket) -> None:
        # Nearly all tickets have the same roles.
        roles = ticket.staff_role_ids
        ticket.staff_role_ids = self._role_sets.setdefault(roles, roles)
        self._by_channel[channel_id] = ticket
        self._channels[ticket.guild_id, ticket.number] = channel_id


def staff_roles_of(terms: Terms) -> frozenset[int]:
    """The staff's roles that a ticket was opened with: they may still see it."""
    return staff_roles(terms[Team])


def staff_roles(team: Team) -> frozenset[int]:
    """The roles of everybody who is on the staff's side."""
    return frozenset((*team.moderator_role_ids, *team.access_role_ids))
