"""What a ticket is and which way it may move.

Every state change goes through :data:`TRANSITIONS`; a pair that is missing there
can't happen. Storage performs the change with compare-and-set, so that of two people
who act at the same moment one succeeds.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any

from .errors import WrongState
from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .due import PutOff
    from .files import SentFile
    from .form import Answer
    from .overwrite import Overwrite
    from .settings import Terms


class State(str, Enum):
    """Where a ticket stands. The values are stored: never change them."""

    REQUESTED = "requested"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    OPENING = "opening"
    FAILED = "failed"
    OPEN = "open"
    CLOSED = "closed"
    DELETING = "deleting"
    DELETED = "deleted"


class Action(str, Enum):
    """What moves a ticket from one state to the next."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    CANCEL = "cancel"
    RETURN_REQUEST = "return_request"
    FINISH_OPENING = "finish_opening"
    FINISH_CLOSED = "finish_closed"
    FAIL_OPENING = "fail_opening"
    CLOSE = "close"
    REOPEN = "reopen"
    MOVE = "move"
    DELETE = "delete"
    KEEP_OPEN = "keep_open"
    KEEP_CLOSED = "keep_closed"
    FINISH_DELETING = "finish_deleting"
    VANISH = "vanish"


class Side(str, Enum):
    """Who has to say something next. The values are stored: never change them."""

    #: Moderators and access roles.
    STAFF = "staff"
    #: The opener, and members and roles that were added.
    OPENER = "opener"


TRANSITIONS: Mapping[tuple[State, Action], State] = {
    (State.REQUESTED, Action.ACCEPT): State.OPENING,
    (State.REQUESTED, Action.REFUSE): State.REFUSED,
    (State.REQUESTED, Action.CANCEL): State.CANCELLED,
    # Nobody could be shown the request.
    (State.REQUESTED, Action.FAIL_OPENING): State.FAILED,
    (State.OPENING, Action.RETURN_REQUEST): State.REQUESTED,
    (State.OPENING, Action.FINISH_OPENING): State.OPEN,
    # It was closed before it became one of ours.
    (State.OPENING, Action.FINISH_CLOSED): State.CLOSED,
    (State.OPENING, Action.FAIL_OPENING): State.FAILED,
    (State.OPEN, Action.CLOSE): State.CLOSED,
    (State.CLOSED, Action.REOPEN): State.OPEN,
    # To another type.
    (State.OPEN, Action.MOVE): State.OPEN,
    (State.OPEN, Action.DELETE): State.DELETING,
    (State.CLOSED, Action.DELETE): State.DELETING,
    # A deletion that Discord refused leaves the ticket as it was.
    (State.DELETING, Action.KEEP_OPEN): State.OPEN,
    (State.DELETING, Action.KEEP_CLOSED): State.CLOSED,
    (State.DELETING, Action.FINISH_DELETING): State.DELETED,
    # Somebody deleted the channel in Discord.
    (State.OPENING, Action.VANISH): State.FAILED,
    (State.OPEN, Action.VANISH): State.DELETED,
    (State.CLOSED, Action.VANISH): State.DELETED,
    (State.DELETING, Action.VANISH): State.DELETED,
}

#: Characters that a reason for opening or closing may have.
REASON_LIMIT = 400

#: States that count towards a member's limit.
COUNTED = (State.REQUESTED, State.OPENING, State.OPEN)
#: States in which the ticket's channel is there to be used.
LIVE = (State.OPEN, State.CLOSED)
#: What a ticket without a channel no longer has.
NO_CHANNEL: dict[str, Any] = {
    "channel_id": None,
    "welcome_id": None,
    "thread_id": None,
    "welcome_text": None,
    "closed_message_id": None,
    "removed_overwrites": (),
    "closed_category_id": None,
    "moved_from": None,
    "claim_change": None,
    "asked_by_id": None,
    "asked_at": None,
    "asked_reason": None,
    "asked_until": None,
    "question_id": None,
}
#: What a request has lost that waits for a decision again.
UNDECIDED: dict[str, Any] = {"decided_by_id": None, "decided_at": None}


@lazy_dataclass(frozen=True)
class Earlier:
    """What a member asked for before: how many tickets and refused requests, and when last."""

    tickets: int = 0
    last_ticket_at: int | None = None
    #: The channel of the last ticket, as long as it has one.
    last_channel_id: int | None = None
    refused: int = 0
    last_refused_at: int | None = None


@lazy_dataclass(frozen=True)
class Adopted:
    """A channel that becomes a ticket, and its overwrites before; at least one."""

    channel_id: int
    overwrites: tuple[Overwrite, ...]
    #: The other cog whose ticket it was, as a stored word, and what it was called there.
    came_from: str | None = None
    former_number: int | None = None
    #: The number that it is to have, if no other ticket has it.
    number: int | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class MovedFrom:
    """The type and the terms that a ticket had before a move that isn't finished."""

    type_id: int | None
    terms: Terms


@lazy_dataclass(frozen=True, kw_only=True)
class ClaimChange:
    """A change of a ticket's handler that isn't finished: what is told of it, and what was before.

    `kind` is that of its event, `by_id` who did it and `detail` what else is told.
    """

    kind: str
    by_id: int | None = None
    detail: str | None = None
    handler_id: int | None = None
    claimed_at: int | None = None
    claim_access: str | None = None


@lazy_dataclass(frozen=True, kw_only=True)
class Ticket:
    """One private conversation, as stored. Times are whole seconds since the epoch, UTC."""

    guild_id: int
    number: int
    state: State
    opener_id: int
    opened_by_id: int
    reason: str | None
    created_at: int
    terms: Terms
    channel_id: int | None = None
    welcome_id: int | None = None
    #: None for a ticket of no type, which is the server's.
    type_id: int | None = None
    #: While a move to its present type isn't finished on Discord.
    moved_from: MovedFrom | None = None
    #: The moderator who has claimed it, and since when.
    handler_id: int | None = None
    claimed_at: int | None = None
    #: What the other moderators may do meanwhile; a stored word, None while nobody has it.
    claim_access: str | None = None
    #: While a change of its handler isn't finished on Discord.
    claim_change: ClaimChange | None = None
    #: The panel from which it was asked for.
    panel: int | None = None
    #: The message in the reception channel by which it was requested.
    request_id: int | None = None
    request_channel_id: int | None = None
    #: Who accepted, refused or withdrew the request, and when.
    decided_by_id: int | None = None
    decided_at: int | None = None
    refusal: str | None = None
    closed_by_id: int | None = None
    closed_at: int | None = None
    close_reason: str | None = None
    #: Why it was closed by itself; a stored word, None if somebody has closed it.
    closing_cause: str | None = None
    #: The message in it that says so; None in tickets from before that was kept.
    closed_message_id: int | None = None
    #: When that message says that it will be deleted.
    deletion_told: int | None = None
    reopened_by_id: int | None = None
    deleted_by_id: int | None = None
    #: When its channel went; None in tickets from before that was kept.
    deleted_at: int | None = None
    #: Whether nothing but numbers is left of it.
    is_forgotten: bool = False
    #: The staff's private thread in the channel.
    thread_id: int | None = None
    #: What the first message says besides reason and answers; None for nothing, or before that
    #: was kept.
    welcome_text: str | None = None
    #: What the opener answered to a form.
    answers: tuple[Answer, ...] = ()
    #: What the opener sent with it, until the ticket has its copies.
    files: tuple[SentFile, ...] = ()
    #: The last message that a transcript on Discord holds.
    saved_upto: int | None = None
    #: Overwrites that closing took away and reopening gives back; in a channel that is being
    #: adopted, all that it had.
    removed_overwrites: tuple[Overwrite, ...] = field(default=())
    #: Who was waited for when it was open last, and since when: see :attr:`waiting`. None before
    #: somebody has written, in a ticket from before that was kept.
    waits_for: Side | None = None
    waits_since: int | None = None
    #: When the staff first answered; None also in tickets from before that was kept.
    answered_at: int | None = None
    #: The other cog whose ticket it was, as a stored word, and its number there.
    came_from: str | None = None
    former_number: int | None = None
    #: From when on somebody of the staff is there, as the opener was told; None within opening
    #: hours, and without any.
    staffed_from: int | None = None
    #: Seconds of opening hours from its beginning until the first answer, and until closing; None
    #: where there were no opening hours.
    answer_seconds: int | None = None
    closing_seconds: int | None = None
    #: The category for closed tickets when it was closed, in which its channel may be.
    closed_category_id: int | None = None
    #: The question to the opener whether to close: who asks, since when, why, and until when; None
    #: while there is none. The message stays known until it shows that it is over.
    asked_by_id: int | None = None
    asked_at: int | None = None
    asked_reason: str | None = None
    asked_until: int | None = None
    question_id: int | None = None
    #: How often somebody was reminded in the wait that began then, and when that was begun last.
    reminded_wait: int | None = None
    reminders: int = 0
    reminder_begun: int | None = None
    #: When the opener was reminded last, by Discord's clock; and when they were told that silence
    #: closes it.
    pinged_at: int | None = None
    closes_at: int | None = None
    #: Whether silence doesn't close it.
    kept_open: bool = False
    #: When something is due in it next, and what of that couldn't be done.
    due_at: int | None = None
    put_off: Mapping[str, PutOff] = field(default_factory=dict, hash=False)
    #: One to five, which the opener gave since it was closed last, and what they wrote about it.
    stars: int | None = None
    rating_comment: str | None = None
    #: Since when edits and deletions in it are kept, as was said there; None where they aren't.
    kept_since: int | None = None
    #: Grows with every state change: makes message nonces unique.
    revision: int = 0
    #: False while Discord may not show what the record says.
    settled: bool = True

    @property
    def label(self) -> str:
        """How logs name the ticket."""
        return f"ticket #{self.number} of server {self.guild_id}"

    @property
    def was_requested(self) -> bool:
        """Whether a moderator had to accept it."""
        return self.decided_by_id is not None

    @property
    def is_being_adopted(self) -> bool:
        """Whether it is made of a channel that was there: that one is never deleted by failing."""
        return self.state is State.OPENING and bool(self.removed_overwrites)

    @property
    def waiting(self) -> tuple[Side, int] | None:
        """Who has to say something next, and since when; only an open ticket waits."""
        if self.state is not State.OPEN or self.waits_for is None or self.waits_since is None:
            return None
        return self.waits_for, self.waits_since

    @property
    def is_changing_hands(self) -> bool:
        """Whether who sees it isn't settled: it is being moved, or its handler changes."""
        return self.moved_from is not None or self.claim_change is not None

    @property
    def since(self) -> int:
        """When the present state began, as far as people care: opened or closed."""
        return self.closed_at or self.created_at


@lazy_dataclass(frozen=True, kw_only=True)
class Person:
    """A member of a server, reduced to what the rules ask about."""

    id: int
    username: str
    global_name: str | None = None
    nickname: str | None = None
    role_ids: frozenset[int] = frozenset()
    is_guild_owner: bool = False
    is_administrator: bool = False
    is_bot: bool = False
    #: When the account was made, and when they came to the server; None if unknown.
    created_at: int | None = None
    joined_at: int | None = None

    @property
    def shown_name(self) -> str:
        """The name that Discord shows in the server."""
        return self.nickname or self.global_name or self.username


#: What a ticket no longer has when it has changed hands.
IN_HANDS: dict[str, Any] = {"moved_from": None, "claim_change": None}


def as_before(ticket: Ticket) -> dict[str, Any]:
    """The fields that a ticket had before a move or claim that isn't finished."""
    fields = dict(IN_HANDS)
    if ticket.moved_from is not None:
        fields |= {"type_id": ticket.moved_from.type_id, "terms": ticket.moved_from.terms}
    change = ticket.claim_change
    if change is not None:
        names = ("handler_id", "claimed_at", "claim_access")
        fields |= {name: getattr(change, name) for name in names}
    return fields


def next_state(state: State, action: Action) -> State | None:
    """The state after `action`, or None when the action makes no sense there."""
    return TRANSITIONS.get((state, action))


def require_state(ticket: Ticket, action: Action, *states: State) -> None:
    """Raises ``WrongState`` unless the ticket is in one of these states."""
    if ticket.state not in states:
        raise WrongState(action=action, ticket=ticket)
