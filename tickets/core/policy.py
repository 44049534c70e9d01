"""Who may do what. Raises an error that says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import errors
from .ticket import REASON_LIMIT, DeleteOnClose

if TYPE_CHECKING:
    from .settings import Settings
    from .ticket import Person, Terms, Ticket


def terms_in_force(ticket: Ticket, settings: Settings) -> Terms:
    """The present configuration, or what the ticket was opened with after a reset."""
    return settings.terms() if settings.configured else ticket.terms


def has_other_roles(ticket: Ticket, settings: Settings) -> bool:
    """Whether the ticket was opened with other roles of the staff than the present ones.

    After a reset there are no roles to be brought up to date with.
    """
    terms = terms_in_force(ticket, settings)
    return set(ticket.terms.moderator_role_ids) != set(terms.moderator_role_ids) or set(
        ticket.terms.access_role_ids
    ) != set(terms.access_role_ids)


def is_ticket_moderator(person: Person, moderator_role_ids: tuple[int, ...]) -> bool:
    """The server's owner, an administrator, or a member with a moderator role."""
    return (
        person.is_guild_owner
        or person.is_administrator
        or not person.role_ids.isdisjoint(moderator_role_ids)
    )


def require_moderator(person: Person, ticket: Ticket, settings: Settings) -> None:
    """Raises :class:`errors.ModeratorsOnly` unless `person` is a ticket moderator."""
    roles = terms_in_force(ticket, settings).moderator_role_ids
    if not is_ticket_moderator(person, roles):
        raise errors.ModeratorsOnly(role_ids=roles)


def require_staff(person: Person, settings: Settings) -> None:
    """Raises :class:`errors.ModeratorsOnly` unless `person` moderates tickets at present."""
    if not is_ticket_moderator(person, settings.moderator_role_ids):
        raise errors.ModeratorsOnly(role_ids=settings.moderator_role_ids)


def deletes_by_closing(person: Person, ticket: Ticket, settings: Settings) -> bool:
    """Whether the ticket is deleted at once when `person` closes it."""
    terms = terms_in_force(ticket, settings)
    match terms.delete_on_close:
        case DeleteOnClose.MODERATORS:
            return is_ticket_moderator(person, terms.moderator_role_ids)
        case DeleteOnClose.ADMINISTRATORS:
            return person.is_administrator or person.is_guild_owner
        case DeleteOnClose.OFF:
            return False


def require_may_close(person: Person, ticket: Ticket, settings: Settings) -> None:
    """The opener and ticket moderators may close; others raise ``OpenerOrModeratorsOnly``."""
    roles = terms_in_force(ticket, settings).moderator_role_ids
    if person.id != ticket.opener_id and not is_ticket_moderator(person, roles):
        raise errors.OpenerOrModeratorsOnly(opener_id=ticket.opener_id, role_ids=roles)


def require_system_enabled(settings: Settings) -> None:
    """Raises :class:`errors.SystemDisabled` while no tickets may be opened."""
    if not settings.enabled:
        raise errors.SystemDisabled


def checked_reason(text: str | None, *, required: bool) -> str | None:
    """The reason without surrounding white space, None when empty.

    Raises ``ReasonMissing`` when one is required and ``ReasonTooLong`` above 400 characters.
    """
    reason = (text or "").strip()
    if len(reason) > REASON_LIMIT:
        raise errors.ReasonTooLong(limit=REASON_LIMIT, length=len(reason))
    if not reason:
        if required:
            raise errors.ReasonMissing
        return None
    return reason
