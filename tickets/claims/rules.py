"""Who may claim a ticket, and what becomes of the others' access."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ..core.access import MODERATE, READ_ONLY, SILENCED, TAKE_PART
from ..core.errors import Refused
from ..core.overwrite import Overwrite, Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.team import Team
    from ..core.ticket import Person, Ticket

#: Kinds of events; stored words.
CLAIMED, HANDED_OVER, TAKEN_OVER = "claimed", "handed_over", "taken_over"
RELEASED = "released"
#: Why a ticket was released that nobody gave back: details of that event, stored words.
LEFT, ROLE_LOST, MOVED, OFF = "left", "role", "moved", "off"
#: The notice that a handler is gone; a stored word.
HANDLER_GONE = "handler_gone"


class Others(str, Enum):
    """What moderators may do in a ticket that another one has claimed. Stored values."""

    WRITE = "write"
    READ = "read"
    HIDE = "hide"


class ClaimsOff(Refused):
    """Tickets aren't claimed here."""


class ClaimsOffForAdmin(ClaimsOff):
    """The same for somebody who may change that."""


class AlreadyHandled(Refused):
    """A moderator, `handler_id`, has had ticket `number` since `claimed_at`."""

    number: int
    handler_id: int
    claimed_at: int


class HandledByYou(Refused):
    """Who claims it has it already."""


class NotHandled(Refused):
    """Nobody has claimed the ticket."""


class NotHandledBy(Refused):
    """The ticket was to be taken over from somebody who no longer has it."""

    member_id: int


class OpenersOwn(Refused):
    """The opener can't handle their own ticket."""


class NotInTeam(Refused):
    """Only moderators of the ticket's team can handle it."""

    member_id: int


def require_may_handle(person: Person, ticket: Ticket, team: Team) -> None:
    """Raises ``NotInTeam`` or ``OpenersOwn`` if somebody can't be the handler of a ticket."""
    if not team.is_moderator(person) or person.is_bot:
        raise NotInTeam(member_id=person.id)
    if person.id == ticket.opener_id:
        raise OpenersOwn


def require_free(ticket: Ticket, by: Person) -> None:
    """Raises ``HandledByYou`` or ``AlreadyHandled`` for a ticket that somebody has."""
    if ticket.handler_id is None:
        return
    if ticket.handler_id == by.id:
        raise HandledByYou
    raise already_handled(ticket)


def require_may_give(ticket: Ticket, by: Person) -> None:
    """The handler and administrators give a ticket away; others raise ``AlreadyHandled``.

    While nobody has it, any moderator does.
    """
    is_administrator = by.is_administrator or by.is_guild_owner
    if ticket.handler_id in (None, by.id) or is_administrator:
        return
    raise already_handled(ticket)


def already_handled(ticket: Ticket) -> AlreadyHandled:
    """Says who has a ticket, and since when."""
    return AlreadyHandled(
        number=ticket.number,
        handler_id=ticket.handler_id or 0,
        claimed_at=ticket.claimed_at or ticket.created_at,
    )


def claimed_lines(
    ticket: Ticket, team: Team, lines: Mapping[int, Overwrite]
) -> Mapping[int, Overwrite]:
    """The lines of a ticket's staff, of which only the handler keeps what moderators have.

    A moderator role that is an access role, too, keeps what that gives.
    """
    handler_id, others = ticket.handler_id, ticket.claim_access
    if handler_id is None or others not in (Others.READ, Others.HIDE):
        return lines
    reduced = dict(lines)
    for role in team.moderator_role_ids:
        if role not in lines:
            continue
        if role in team.access_role_ids:
            reduced[role] = Overwrite(Target.ROLE, role, allow=TAKE_PART)
        elif others == Others.READ:
            reduced[role] = Overwrite(Target.ROLE, role, allow=READ_ONLY, deny=SILENCED)
        else:
            reduced[role] = Overwrite(Target.ROLE, role, deny=frozenset({"view_channel"}))
    reduced[handler_id] = Overwrite(Target.MEMBER, handler_id, allow=TAKE_PART | MODERATE)
    return reduced
