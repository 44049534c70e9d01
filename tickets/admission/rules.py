"""Who may open a ticket, as far as settings and a member tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused

if TYPE_CHECKING:
    from ..core.ticket import Person
    from .settings import AdmissionSettings

_DAY = 24 * 60 * 60


class NotAdmitted(Refused):
    """One of the rules keeps the member from opening a ticket."""


class RoleRequired(NotAdmitted):
    """The member has none of these roles."""

    role_ids: tuple[int, ...]


class RoleRefused(NotAdmitted):
    """The member has one of the roles that may not open tickets."""

    role_ids: tuple[int, ...]


class AccountTooYoung(NotAdmitted):
    """The member's account is too new; from `until` on it isn't."""

    until: int


class TooNewHere(NotAdmitted):
    """The member came to the server too short a time ago; from `until` on it is long enough."""

    until: int


class PauseNotOver(NotAdmitted):
    """The member's last ticket ended too short a time ago; another may be opened `until` then."""

    until: int


def require_admitted(person: Person, rules: AdmissionSettings, now: int) -> None:
    """Raises the ``NotAdmitted`` that says which rule keeps a member from opening a ticket.

    What isn't known of a member keeps nobody out.
    """
    if rules.required_role_ids and person.role_ids.isdisjoint(rules.required_role_ids):
        raise RoleRequired(role_ids=rules.required_role_ids)
    refused = tuple(role for role in rules.refused_role_ids if role in person.role_ids)
    if refused:
        raise RoleRefused(role_ids=refused)
    if person.created_at is not None:
        until = person.created_at + rules.account_age * _DAY
        if until > now:
            raise AccountTooYoung(until=until)
    if person.joined_at is not None:
        until = person.joined_at + rules.server_age * _DAY
        if until > now:
            raise TooNewHere(until=until)
