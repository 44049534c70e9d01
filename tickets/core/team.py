"""A ticket's staff: its roles, and who may do what by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .declaration import declaration
from .errors import ModeratorsOnly, ReasonMissing, ReasonTooLong, UnknownTicket
from .kinds.roles import Roles
from .settings import BASICS, TEAMWORK, _, setting
from .ticket import REASON_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .settings import Settings
    from .ticket import Person, Ticket


#: The settings that say who the staff is.
STAFF_ROLES = ("access_role_ids", "moderator_role_ids", "observer_role_ids")


@declaration(frozen=True, kw_only=True)
class Team:
    """The roles of the staff."""

    access_role_ids: tuple[int, ...] = setting(
        (),
        Roles(),
        command="accessrole",
        page=BASICS,
        order=30,
        title=_("Access roles"),
        help=_("Roles that can read and write in every ticket but can't moderate."),
        examples=("@Helpers", "@Helpers @Translators"),
        kept=True,
        private=True,
        applied=True,
    )
    moderator_role_ids: tuple[int, ...] = setting(
        (),
        Roles(),
        command="modrole",
        page=BASICS,
        order=40,
        title=_("Moderator roles"),
        help=_("Roles whose members are ticket moderators. Administrators always are."),
        examples=("@Moderators", "@Moderators @Support"),
        kept=True,
        applied=True,
    )
    observer_role_ids: tuple[int, ...] = setting(
        (),
        Roles(),
        command="observerrole",
        page=TEAMWORK,
        order=90,
        title=_("Observer roles"),
        help=_(
            "Roles that can read every ticket but can't write. Roles that also moderate or have "
            "access keep those rights."
        ),
        examples=("@Trainees", "@Trainees @Council"),
        kept=True,
        private=True,
        applied=True,
    )

    @property
    def role_ids(self) -> tuple[int, ...]:
        """All roles that see tickets, each once, the moderators' first."""
        every = (*self.moderator_role_ids, *self.access_role_ids, *self.observer_role_ids)
        return tuple(dict.fromkeys(every))

    def is_moderator(self, person: Person) -> bool:
        """The server's owner, an administrator, or a member with a moderator role."""
        return (
            person.is_guild_owner
            or person.is_administrator
            or not person.role_ids.isdisjoint(self.moderator_role_ids)
        )

    def require_moderator(self, person: Person) -> None:
        """Raises :class:`ModeratorsOnly` unless `person` is a ticket moderator."""
        if not self.is_moderator(person):
            raise ModeratorsOnly(role_ids=self.moderator_role_ids)

    def has_same_roles(self, other: Team) -> bool:
        """Whether the same people have the same part in tickets."""
        return all(set(getattr(self, key)) == set(getattr(other, key)) for key in STAFF_ROLES)


def moderates_any(settings: Settings, person: Person) -> bool:
    """Whether somebody is in the server's team, or in one of its types'."""
    teams = (settings.for_type(one.id)[Team] for one in settings.types)
    return settings.server[Team].is_moderator(person) or any(
        team.is_moderator(person) for team in teams
    )


def require_moderates_any(settings: Settings, person: Person) -> None:
    """Raises :class:`ModeratorsOnly` unless somebody is in any team of the server's."""
    if not moderates_any(settings, person):
        raise ModeratorsOnly(role_ids=settings.server[Team].moderator_role_ids)


def require_in_team(settings: Settings, ticket: Ticket, person: Person) -> None:
    """Raises unless somebody is in the team of a ticket that they need not see.

    To other teams it is as if it didn't exist: ``UnknownTicket``. Others hear who moderates here.
    """
    if not settings.for_ticket(ticket)[Team].is_moderator(person):
        require_moderates_any(settings, person)
        raise UnknownTicket


def of_their_teams(
    settings: Settings, person: Person, tickets: Iterable[Ticket]
) -> tuple[Ticket, ...]:
    """Those of the tickets in whose teams somebody is."""
    return tuple(one for one in tickets if settings.for_ticket(one)[Team].is_moderator(person))


def types_of_their_teams(settings: Settings, person: Person) -> tuple[int | None, ...]:
    """The types, deleted ones too, in whose teams somebody is; None is no type."""
    every = settings.type_ids
    return tuple(one for one in every if settings.for_type(one)[Team].is_moderator(person))


def types_of_same_team(settings: Settings) -> tuple[int | None, ...]:
    """The types, deleted ones too, whose team has the same roles as that of `settings`."""
    roles = set(settings[Team].moderator_role_ids)
    every = settings.type_ids
    return tuple(
        one for one in every if set(settings.for_type(one)[Team].moderator_role_ids) == roles
    )


def has_other_roles(ticket: Ticket, team: Team) -> bool:
    """Whether the ticket was opened with other roles of the staff than `team`, the present ones.

    After a reset these are the ticket's own: there is nothing to be brought up to date with.
    """
    return not ticket.terms[Team].has_same_roles(team)


def checked_reason(text: str | None, *, required: bool) -> str | None:
    """The reason without surrounding white space, None when empty.

    Raises ``ReasonMissing`` when one is required and ``ReasonTooLong`` above 400 characters.
    """
    reason = (text or "").strip()
    if len(reason) > REASON_LIMIT:
        raise ReasonTooLong(limit=REASON_LIMIT, length=len(reason))
    if not reason:
        if required:
            raise ReasonMissing
        return None
    return reason
