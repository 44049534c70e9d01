"""Who has to say something next in a ticket, and what the staff's list can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.declaration import declaration
from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass
from ..core.settings import _
from ..core.snowflake import made_at
from ..core.ticket import Side, State

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..core.event import TicketEvent
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket

#: Who is waited for after a word of a side, by who was before. Nothing else changes that.
AFTER_WORD: Mapping[tuple[Side | None, Side], Side] = {
    # The first word without an answer, and the first answer; old tickets begin like that, too.
    (None, Side.OPENER): Side.STAFF,
    (Side.OPENER, Side.OPENER): Side.STAFF,
    (None, Side.STAFF): Side.OPENER,
    (Side.STAFF, Side.STAFF): Side.OPENER,
}


@lazy_dataclass(frozen=True)
class Word:
    """Something that a person has said: the message's id, which has its time."""

    id: int
    by: Person


class AlreadyWaits(Refused):
    """The ticket waits for that side as it is."""

    side: Side
    since: int


def side_of(
    person: Person,
    *,
    opener_id: int,
    staff_role_ids: Collection[int],
    observer_role_ids: Collection[int] = (),
) -> Side | None:
    """On whose side somebody is who has written in a ticket; None for who is on none.

    `staff_role_ids` are moderator and access roles. A ticket is hidden from everybody: who
    could write and isn't staff was added to it, as a member or by a role.
    """
    if person.is_bot:
        return None
    if person.id == opener_id:
        # A moderator in their own ticket, too.
        return Side.OPENER
    if person.is_guild_owner or person.is_administrator:
        return Side.STAFF
    if not person.role_ids.isdisjoint(staff_role_ids):
        return Side.STAFF
    if not person.role_ids.isdisjoint(observer_role_ids):
        # Observers only read, unless somebody has let them write.
        return None
    return Side.OPENER


def is_heard(ticket: Ticket) -> bool:
    """Whether words in the ticket's channel count.

    They do while it opens, and while a closing isn't finished, for that may be undone.
    """
    return ticket.channel_id is not None and (ticket.state is State.OPEN or not ticket.settled)


def after_word(ticket: Ticket, side: Side, at: int) -> dict[str, Any]:
    """What a word of a side, said `at`, changes in the ticket's record."""
    if not is_heard(ticket) or (ticket.waits_for, side) not in AFTER_WORD:
        return {}
    changed: dict[str, Any] = {
        "waits_for": AFTER_WORD[ticket.waits_for, side],
        "waits_since": at,
    }
    if ticket.waits_for is Side.STAFF and ticket.answered_at is None:
        changed["answered_at"] = at
    return changed


def after_opening(
    event: TicketEvent, ticket: Ticket, settings: Settings | None = None
) -> dict[str, Any]:
    """The staff is waited for if the opener has said why, and otherwise the opener."""
    if ticket.waits_for is not None:
        # Somebody was faster than the first message.
        return {}
    by_opener = ticket.opened_by_id == ticket.opener_id
    has_spoken = by_opener and (ticket.reason is not None or bool(ticket.answers))
    return {
        "waits_for": Side.STAFF if has_spoken else Side.OPENER,
        "waits_since": event.at if ticket.welcome_id is None else made_at(ticket.welcome_id),
    }


def after_reopening(
    event: TicketEvent, ticket: Ticket, settings: Settings | None = None
) -> dict[str, Any]:
    """Who reopens a ticket has something to do in it."""
    return {"waits_for": Side.STAFF, "waits_since": event.at}


# -------------------------------------------------------------------------- list


@declaration(frozen=True)
class ListFilter:
    """What the staff's list can be narrowed to.

    `choice` stands in the slash command, `title` above the list; `where` says it in SQL, where
    `:reader` is who reads the list.
    """

    choice: str
    title: str
    where: str = "TRUE"


#: By the word that is typed, and that stands in ids of buttons: only ever add to them.
LIST_FILTERS: Mapping[str, ListFilter] = {
    "all": ListFilter(choice=_("all tickets"), title=_("Tickets")),
    # Requests, too: they wait for a decision. As the index of the list has them.
    "waiting": ListFilter(
        choice=_("waiting for us"), title=_("Waiting for us"), where="list_place < 1 << 60"
    ),
    "mine": ListFilter(choice=_("mine"), title=_("Mine"), where="handler_id = :reader"),
    "unclaimed": ListFilter(
        choice=_("unclaimed"),
        title=_("Unclaimed"),
        where="list_place BETWEEN 2 AND 1 << 60 AND handler_id IS NULL",
    ),
}


@lazy_dataclass(frozen=True)
class ListWish:
    """What somebody of the staff wants to see: a filter, and a type or any."""

    show: str = "all"
    type_id: int | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of the list, counted from 0, and how many there are of each state on all."""

    wish: ListWish
    tickets: tuple[Ticket, ...]
    counts: Mapping[State, int]
    number: int
    pages: int
