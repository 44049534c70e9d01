"""Members and roles that are given access to a ticket, besides opener and staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from ..core.overwrite import Target
    from ..core.role import RoleFacts
    from ..core.team import Team
    from ..core.ticket import Person, Ticket

#: Notices of this feature; stored words.
MODERATOR_ROLE_GONE, ACCESS_ROLE_GONE = "moderator_role_gone", "access_role_gone"
OBSERVER_ROLE_GONE = "observer_role_gone"
#: What it is about has two numbers: tickets that were changed, tickets that couldn't be.
ROLES_APPLIED, TICKETS_REPAIRED = "roles_applied", "tickets_mended"
#: Discord allows 100 overwrites in a channel; some are left to admins and to the staff's roles.
OVERWRITE_LIMIT = 90


@lazy_dataclass(frozen=True, kw_only=True)
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


def require_addable(guest: Guest, team: Team, *, overwrites: int) -> None:
    """Raises the ``AccessRefused`` that says why `guest` can't be given access."""
    mention = guest.mention
    if not guest.is_here:
        raise errors.NotOnServer(mention)
    if guest.role is not None:
        if guest.role.is_everyone:
            raise AccessForEveryone(mention)
        if guest.role.is_managed:
            raise AccessForManagedRole(mention)
        if guest.role.is_administrator:
            raise IsAdministrator(mention)
        if guest.id in team.moderator_role_ids:
            raise IsModerator(mention)
    elif guest.person is not None and guest.person.is_bot:
        raise AccessForBot(mention)
    if guest.sees:
        raise HasAccess(mention)
    if overwrites >= OVERWRITE_LIMIT and not guest.has_overwrite:
        raise TooManyGuests(mention)


def require_removable(guest: Guest, ticket: Ticket, team: Team, *, bot_id: int) -> None:
    """Raises the ``AccessRefused`` that says why `guest` keeps access."""
    mention = guest.mention
    if guest.id == bot_id:
        raise IsThisBot(mention)
    if guest.id == ticket.opener_id:
        raise IsOpener(mention)
    if guest.role is not None:
        if guest.role.is_everyone:
            raise AccessForEveryone(mention)
        if guest.role.is_administrator:
            raise IsAdministrator(mention)
        if guest.id in team.moderator_role_ids:
            raise IsModerator(mention)
    elif guest.person is not None:
        if guest.person.is_administrator or guest.person.is_guild_owner:
            raise IsAdministrator(mention)
        # Who claimed a ticket may let a colleague into it, and out again.
        only_added = ticket.handler_id not in (None, guest.id) and not guest.through
        if team.is_moderator(guest.person) and not (only_added and guest.is_let_in):
            raise IsModerator(mention)
    if not guest.is_let_in:
        if guest.sees and guest.through:
            raise SeesThroughRole(mention, guest.through)
        raise HasNoAccess(mention)


class AccessRefused(Refused):
    """Access to a ticket can't be given or taken; `mention` names whose."""

    mention: str


class AccessForEveryone(AccessRefused):
    """@everyone was to get access."""


class AccessForManagedRole(AccessRefused):
    """The role belongs to a bot or an integration."""


class AccessForBot(AccessRefused):
    """Bots get access by their own roles, if at all."""


class HasAccess(AccessRefused):
    """The member or role sees the ticket already."""


class HasNoAccess(AccessRefused):
    """The member or role doesn't see the ticket anyway."""


class TooManyGuests(AccessRefused):
    """The channel's permissions have no space for more."""


class IsAdministrator(AccessRefused):
    """Administrators see every channel."""


class IsModerator(AccessRefused):
    """A moderator role, or a member who holds one."""


class IsOpener(AccessRefused):
    """It is their ticket."""


class IsThisBot(AccessRefused):
    """The bot couldn't work any more."""


class SeesThroughRole(AccessRefused):
    """The member has no access of their own: a role has it."""

    role_ids: tuple[int, ...]
