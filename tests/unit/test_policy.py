"""Who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tickets.core import errors, policy
from tickets.core.settings import Settings
from tickets.lifecycle.rules import OpenerOrModeratorsOnly, SystemDisabled

from .builders import HELPER_ROLE, MODERATOR_ROLE, OPENER, STRANGER, a_person, a_ticket, some_terms

if TYPE_CHECKING:
    from tickets.core.ticket import Person

SETTINGS = Settings(
    configured=True, moderator_role_ids=(MODERATOR_ROLE,), access_role_ids=(HELPER_ROLE,)
)
OWNER = a_person(is_guild_owner=True)
ADMINISTRATOR = a_person(is_administrator=True)
MODERATOR = a_person(role_ids=frozenset({1, MODERATOR_ROLE}))
HELPER = a_person(role_ids=frozenset({HELPER_ROLE}))
#: An admin or mod role of Red and Manage Server are nothing but roles to a ticket.
RED_ADMIN = a_person(role_ids=frozenset({99}))
THE_OPENER = a_person(id=OPENER)

moderators = pytest.mark.parametrize("person", [OWNER, ADMINISTRATOR, MODERATOR])
others = pytest.mark.parametrize("person", [HELPER, RED_ADMIN, a_person()])


@moderators
def test_who_is_a_ticket_moderator(person: Person) -> None:
    """The server's owner, administrators and members with a moderator role moderate."""
    policy.require_moderator(person, a_ticket(), SETTINGS)
    policy.require_may_close(person, a_ticket(), SETTINGS)


@pytest.mark.parametrize("person", [HELPER, RED_ADMIN, THE_OPENER])
def test_who_is_not_a_ticket_moderator(person: Person) -> None:
    """Access roles, Red's admins and the opener don't; the refusal names who does."""
    with pytest.raises(errors.ModeratorsOnly) as refused:
        policy.require_moderator(person, a_ticket(), SETTINGS)
    assert refused.value.role_ids == (MODERATOR_ROLE,)


def test_without_moderator_roles_only_administrators_moderate() -> None:
    """An empty list of roles lets nobody in."""
    assert not policy.is_ticket_moderator(RED_ADMIN, ())
    assert policy.is_ticket_moderator(ADMINISTRATOR, ())


def test_the_opener_may_close() -> None:
    """Openers may close their own ticket."""
    policy.require_may_close(THE_OPENER, a_ticket(), SETTINGS)


@others
def test_others_may_not_close(person: Person) -> None:
    """Everybody else is refused; the refusal names the opener and the moderators."""
    with pytest.raises(OpenerOrModeratorsOnly) as refused:
        policy.require_may_close(person, a_ticket(), SETTINGS)
    assert (refused.value.opener_id, refused.value.role_ids) == (OPENER, (MODERATOR_ROLE,))


def test_who_opened_for_somebody_else_is_not_the_opener() -> None:
    """A ticket that staff opened for a member is the member's."""
    with pytest.raises(OpenerOrModeratorsOnly):
        policy.require_may_close(a_person(), a_ticket(opened_by_id=STRANGER), SETTINGS)


def test_rights_follow_the_present_settings() -> None:
    """A role that became moderator role today moderates tickets of yesterday."""
    ticket = a_ticket(terms=some_terms(moderator_role_ids=(HELPER_ROLE,)))
    assert policy.terms_in_force(ticket, SETTINGS) == SETTINGS.terms()
    policy.require_moderator(MODERATOR, ticket, SETTINGS)
    with pytest.raises(errors.ModeratorsOnly):
        policy.require_moderator(HELPER, ticket, SETTINGS)


def test_after_a_reset_a_ticket_has_its_own_terms() -> None:
    """When the configuration was reset, the roles of the time of opening still moderate."""
    ticket = a_ticket(terms=some_terms(moderator_role_ids=(HELPER_ROLE,)))
    assert policy.terms_in_force(ticket, Settings()) is ticket.terms
    policy.require_moderator(HELPER, ticket, Settings())
    with pytest.raises(errors.ModeratorsOnly):
        policy.require_moderator(MODERATOR, ticket, Settings())


def test_no_ticket_is_opened_while_the_system_is_disabled() -> None:
    """Opening is refused until an admin enables the system."""
    with pytest.raises(SystemDisabled):
        policy.require_system_enabled(Settings(configured=True))
    policy.require_system_enabled(Settings(enabled=True))


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
    assert policy.checked_reason(text, required=required) == reason


@pytest.mark.parametrize("text", [None, "", "   ", "\n\t "])
def test_no_reason(text: str | None) -> None:
    """Without words there is no reason; where one is asked for, that is refused."""
    assert policy.checked_reason(text, required=False) is None
    with pytest.raises(errors.ReasonMissing):
        policy.checked_reason(text, required=True)


@pytest.mark.parametrize("required", [False, True])
def test_reasons_that_are_too_long(required: bool) -> None:
    """The 401st character is refused, with how many there are."""
    with pytest.raises(errors.ReasonTooLong) as refused:
        policy.checked_reason("x" * 401, required=required)
    assert (refused.value.limit, refused.value.length) == (400, 401)
