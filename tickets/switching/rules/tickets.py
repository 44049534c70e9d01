"""Tickets of the other cog: which have a channel, who is in them as what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.lazy_dataclass import lazy_dataclass
from ...core.overwrite import Target
from ...core.snowflake import made_at
from ...core.ticket import REASON_LIMIT, State
from .found import FoundThread, FoundTicket
from .left_out import Named, NamedKind, What, Why
from .texts import short_reason
from .things import ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .drafting import Drafted
    from .found import OldMessage, SeenChannel, World
    from .left_out import Notes
    from .things import Things

_STAFF = ("moderator_role_ids", "access_role_ids", "observer_role_ids")


@lazy_dataclass(frozen=True, kw_only=True)
class StoredTicket:
    """A ticket as the other cog has stored it."""

    channel_id: int
    opener_id: int
    #: Of which of their panels or profiles it is.
    key: str
    number: int | None = None
    created_at: int | None = None
    reason: str | None = None
    is_closed: bool = False
    closed_at: int | None = None
    closed_by_id: int | None = None
    closing_reason: str | None = None
    claimed_by_id: int | None = None
    #: Whom the other cog knows to be in it as staff, besides whoever handles it.
    staff_ids: tuple[int, ...] = ()
    #: Whom it let in, and shut out when it was closed.
    removed_ids: tuple[int, ...] = ()
    welcome_id: int | None = None
    old_messages: tuple[OldMessage, ...] = ()
    old_ids: tuple[str, ...] = ()


class Tickets:
    """Sorts tickets into those that come, and threads; what is neither is noted."""

    def __init__(self, found: Drafted, things: Things, world: World, notes: Notes) -> None:
        self._found = found
        self._things = things
        self._world = world
        self._notes = notes
        self._channels: set[int] = set()
        self._tickets: list[FoundTicket] = []
        self._threads: list[FoundThread] = []

    def add(self, stored: StoredTicket) -> None:
        """One more. Of two with one channel, the first counts."""
        channel = self._world.channel(stored.channel_id)
        if stored.channel_id in self._channels:
            self._notes.add(What.TICKET, Why.DAMAGED, owner=stored.key, named=_names(stored))
        elif channel is None:
            self._notes.add(What.TICKET, Why.GONE, owner=stored.key, named=_names(stored))
        elif channel.is_thread:
            self._threads.append(
                FoundThread(
                    channel_id=stored.channel_id,
                    opener_id=stored.opener_id,
                    type_name=self._found.type_of(stored.key),
                )
            )
        else:
            self._tickets.append(self._ticket(stored, channel))
        self._channels.add(stored.channel_id)

    def in_order(self, *, keep_numbers: bool = False) -> tuple[FoundTicket, ...]:
        """All with a channel, as they were opened; with `keep_numbers` if none comes twice."""
        numbers = [one.their_number for one in self._tickets]
        keeps = keep_numbers and None not in numbers and len(set(numbers)) == len(numbers)
        found = sorted(self._tickets, key=lambda one: (one.created_at, one.channel_id))
        return tuple(replace(one, keeps_number=keeps) for one in found)

    @property
    def threads(self) -> tuple[FoundThread, ...]:
        """Those in threads."""
        return tuple(self._threads)

    def _ticket(self, one: StoredTicket, channel: SeenChannel) -> FoundTicket:
        team = self._team(one.key)
        seeing = [line for line in channel.overwrites if "view_channel" in line.allow]
        members = [line.id for line in seeing if line.target is Target.MEMBER]
        roles = [line.id for line in seeing if line.target is Target.ROLE]
        staff = {*one.staff_ids, one.claimed_by_id or 0}
        staff |= {each for each in members if self._roles_of(each) & team}
        # Who opened it is in it as that, even of the staff.
        staff -= {0, one.opener_id}
        others = staff | {one.opener_id, self._world.bot_id}
        guests = {*members, *one.removed_ids} - others
        guest_roles = [
            each
            for each in roles
            if each not in team and each != self._world.guild_id and self._things.fits(each)
        ]
        return FoundTicket(
            channel_id=one.channel_id,
            opener_id=one.opener_id,
            type_name=self._found.type_of(one.key),
            their_number=one.number or None,
            keeps_number=False,
            created_at=one.created_at or made_at(one.channel_id),
            reason=short_reason(one.reason or "", REASON_LIMIT),
            state=State.CLOSED if one.is_closed else State.OPEN,
            closed_at=one.closed_at if one.is_closed else None,
            closed_by_id=one.closed_by_id if one.is_closed else None,
            closing_reason=short_reason(one.closing_reason or "", REASON_LIMIT),
            claimed_by_id=one.claimed_by_id,
            guest_ids=tuple(sorted(guests)),
            guest_role_ids=tuple(sorted(guest_roles)),
            staff_ids=tuple(sorted(staff)),
            welcome_id=one.welcome_id or None,
            old_messages=one.old_messages,
            old_ids=one.old_ids,
        )

    def _roles_of(self, member_id: int) -> frozenset[int]:
        return self._world.roles_of(member_id) or frozenset()

    def _team(self, key: str) -> frozenset[int]:
        """The staff's roles in tickets of one of their panels or profiles."""
        every: Iterable[Any] = (self._found.value(key, setting) or () for setting in _STAFF)
        return frozenset().union(*map(ids_of, every))


def _names(one: StoredTicket) -> tuple[Named, ...]:
    return (
        Named(NamedKind.CHANNEL, one.channel_id),
        *([Named(NamedKind.MEMBER, one.opener_id)] if one.opener_id else ()),
    )
