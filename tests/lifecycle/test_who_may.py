"""Who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.core.builders import (
    HELPER_ROLE,
    MODERATOR_ROLE,
    OPENER,
    STRANGER,
    a_person,
    a_ticket,
    settings,
    some_terms,
)
from tickets.core import errors
from tickets.core.team import Team, checked_reason
from tickets.lifecycle.rules import (
    DeleteOnClose,
    OpenerOrModeratorsOnly,
    SystemDisabled,
    deletes_by_closing,
    require_may_close,
    require_system_enabled,
)

if TYPE_CHECKING:
    from tickets.core.settings import Settings
    from tickets.core.ticket import Person, Ticket

SETTINGS = settings(
    configured=True, moderator_role_ids=(MODERATOR_ROLE,), access_role_ids=(HELPER_ROLE,)
)
TEAM = SETTINGS[Team]
OWNER = a_person(is_guild_owner=True)
ADMINISTRATOR = a_person(is_administrator=True)
MODERATOR = a_person(role_ids=frozenset({1, MODERATOR_ROLE}))
HELPER = a_person(role_ids=frozenset({HELPER_ROLE}))
#: An admin or mod role of Red and Manage Server are nothing but roles to a ticket.
RED_ADMIN = a_person(role_ids=frozenset({99}))
THE_OPENER = a_person(id=OPENER)

moderators = pytest.mark.parametrize("person", [OWNER, ADMINISTRATOR, MODERATOR])
others = pytest.mark.parametrize("person", [HELPER, RED_ADMIN, a_person()])


def team_of(ticket: Ticket, present: Settings) -> Team:
    """The staff of a ticket."""
    return present.for_ticket(ticket)[Team]


@moderators
def test_who_is_a_ticket_moderator(person: Person) -> None:
    """The server's owner, administrators and members with a moderator role moderate."""
    team_of(a_ticket(), SETTINGS).require_moderator(person)
    require_may_close(person, a_ticket(), team_of(a_ticket(), SETTINGS))


@pytest.mark.parametrize("person", [HELPER, RED_ADMIN, THE_OPENER])
def test_who_is_not_a_ticket_moderator(person: Person) -> None:
    """Access roles, Red's admins and the opener don't; the refusal names who does."""
    with pytest.raises(errors.ModeratorsOnly) as refused:
        team_of(a_ticket(), SETTINGS).require_moderator(person)
    assert refused.value.role_ids == (MODERATOR_ROLE,)


def test_without_moderator_roles_only_administrators_moderate() -> None:
    """An empty list of roles lets nobody in."""
    assert not Team().is_moderator(RED_ADMIN)
    assert Team().is_moderator(ADMINISTRATOR)


def test_the_opener_may_close() -> None:
    """Openers may close their own ticket."""
    require_may_close(THE_OPENER, a_ticket(), TEAM)


@others
def test_others_may_not_close(person: Person) -> None:
    """Everybody else is refused; the refusal names the opener and the moderators."""
    with pytest.raises(OpenerOrModeratorsOnly) as refused:
        require_may_close(person, a_ticket(), team_of(a_ticket(), SETTINGS))
    assert (refused.value.opener_id, refused.value.role_ids) == (OPENER, (MODERATOR_ROLE,))


def test_who_opened_for_somebody_else_is_not_the_opener() -> None:
    """A ticket that staff opened for a member is the member's."""
    with pytest.raises(OpenerOrModeratorsOnly):
        require_may_close(a_person(), a_ticket(opened_by_id=STRANGER), TEAM)


def test_rights_follow_the_present_settings() -> None:
    """A role that became moderator role today is a ticket moderator of yesterday."""
    ticket = a_ticket(terms=some_terms(moderator_role_ids=(HELPER_ROLE,)))
    assert SETTINGS.for_ticket(ticket) == SETTINGS
    team_of(ticket, SETTINGS).require_moderator(MODERATOR)
    with pytest.raises(errors.ModeratorsOnly):
        team_of(ticket, SETTINGS).require_moderator(HELPER)


def test_after_a_reset_a_ticket_has_its_own_terms() -> None:
    """When the configuration was reset, the roles of the time of opening still moderate."""
    ticket = a_ticket(terms=some_terms(moderator_role_ids=(HELPER_ROLE,)))
    assert settings().for_ticket(ticket).terms() == settings().terms().with_values(
        **ticket.terms.values
    )
    team_of(ticket, settings()).require_moderator(HELPER)
    with pytest.raises(errors.ModeratorsOnly):
        team_of(ticket, settings()).require_moderator(MODERATOR)


def test_no_ticket_is_opened_while_the_system_is_disabled() -> None:
    """Opening is refused until an admin enables the system."""
    with pytest.raises(SystemDisabled):
        require_system_enabled(settings(configured=True))
    require_system_enabled(settings(enabled=True))


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Help", "Help"),
        ("  Help me \n", "Help me"),
        ("x" * 400, "x" * 400),
        (" " * 50 + "x" * 400 + " " * 50, "x" * 400),
        ("a\nb", "a\nb"),
    ],
)
def test_reasons_are_taken(text: str, reason: str, required: bool) -> None:
    """1 to 400 characters are a reason; white space around them isn't."""
    assert checked_reason(text, required=required) == reason


@pytest.mark.parametrize("text", [None, "", "   ", "\n\t "])
def test_no_reason(text: str | None) -> None:
    """Without words there is no reason; where one is asked for, that is refused."""
    assert checked_reason(text, required=False) is None
    with pytest.raises(errors.ReasonMissing):
        checked_reason(text, required=True)


@pytest.mark.parametrize("required", [False, True])
def test_reasons_that_are_too_long(required: bool) -> None:
    """The 401st character is refused, with how many there are."""
    with pytest.raises(errors.ReasonTooLong) as refused:
        checked_reason("x" * 401, required=required)
    assert (refused.value.limit, refused.value.length) == (400, 401)


@pytest.mark.parametrize(
    ("wanted", "by"),
    [
        (DeleteOnClose.OFF, ()),
        (DeleteOnClose.ADMINISTRATORS, (OWNER, ADMINISTRATOR)),
        (DeleteOnClose.MODERATORS, (OWNER, ADMINISTRATOR, MODERATOR)),
    ],
)
def test_whose_closing_deletes(wanted: DeleteOnClose, by: tuple[Person, ...]) -> None:
    """A ticket is deleted at once by whom the setting says, never by its opener's closing."""
    everybody = (OWNER, ADMINISTRATOR, MODERATOR, HELPER, RED_ADMIN, THE_OPENER)
    assert tuple(one for one in everybody if deletes_by_closing(one, TEAM, wanted)) == by
