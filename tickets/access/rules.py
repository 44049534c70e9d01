"""Members and roles that are given access to a ticket, besides opener and staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core import errors
from ..core.policy import is_ticket_moderator

if TYPE_CHECKING:
    from ..core.kinds import RoleFacts
    from ..core.overwrite import Target
    from ..core.ticket import Person, Terms, Ticket

#: Discord allows 100 overwrites in a channel; some are left to admins and to the staff's roles.
OVERWRITE_LIMIT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A member or role, and how it stands to one ticket's channel."""

    target: Target
    id: int
    mention: str
    name: str
    #: One of the two.
    person: Person | None = None
    role: RoleFacts | None = None
    #: False for a member who left, or a role that was deleted.
    is_here: bool = True
    #: Whether the channel's permissions name it.
    has_overwrite: bool = False
    #: Whether they let it see the channel, and not only something else.
    is_let_in: bool = False
    sees: bool = False
    #: Roles by which a member sees the channel, and would without an overwrite of their own.
    through: tuple[int, ...] = ()


def require_addable(guest: Guest, terms: Terms, *, overwrites: int) -> None:
    """Raises the ``AccessRefused`` that says why `guest` can't be given access."""
    mention = guest.mention
    if not guest.is_here:
        raise errors.NotOnServer(mention)
    if guest.role is not None:
        if guest.role.is_everyone:
            raise errors.AccessForEveryone(mention)
        if guest.role.is_managed:
            raise errors.AccessForManagedRole(mention)
        if guest.role.is_administrator:
            raise errors.IsAdministrator(mention)
        if guest.id in terms.moderator_role_ids:
            raise errors.IsModerator(mention)
    elif guest.person is not None and guest.person.is_bot:
        raise errors.AccessForBot(mention)
    if guest.sees:
        raise errors.HasAccess(mention)
    if overwrites >= OVERWRITE_LIMIT and not guest.has_overwrite:
        raise errors.TooManyGuests(mention)


def require_removable(guest: Guest, ticket: Ticket, terms: Terms, *, bot_id: int) -> None:
    """Raises the ``AccessRefused`` that says why `guest` keeps access."""
    mention = guest.mention
    if guest.id == bot_id:
        raise errors.IsThisBot(mention)
    if guest.id == ticket.opener_id:
        raise errors.IsOpener(mention)
    if guest.role is not None:
        if guest.role.is_everyone:
            raise errors.AccessForEveryone(mention)
        if guest.role.is_administrator:
            raise errors.IsAdministrator(mention)
        if guest.id in terms.moderator_role_ids:
            raise errors.IsModerator(mention)
    elif guest.person is not None:
        if guest.person.is_administrator or guest.person.is_guild_owner:
            raise errors.IsAdministrator(mention)
        if is_ticket_moderator(guest.person, terms.moderator_role_ids):
            raise errors.IsModerator(mention)
    if not guest.is_let_in:
        if guest.sees and guest.through:
            raise errors.SeesThroughRole(mention, guest.through)
        raise errors.HasNoAccess(mention)
