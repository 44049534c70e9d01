"""Who can be given access to a ticket, and from whom it can be taken (M2, M3)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.builders import (
    BOT,
    EVERYONE,
    GUEST,
    GUEST_ROLE,
    HELPER_ROLE,
    MODERATOR_ROLE,
    OPENER,
    STRANGER,
    a_person,
    a_team,
    a_ticket,
    for_member,
    for_role,
    line_of,
)
from tickets.access.rules import (
    OVERWRITE_LIMIT,
    AccessForBot,
    AccessForEveryone,
    AccessForManagedRole,
    AccessRefused,
    Guest,
    HasAccess,
    HasNoAccess,
    IsAdministrator,
    IsModerator,
    IsOpener,
    IsThisBot,
    SeesThroughRole,
    TooManyGuests,
    require_addable,
    require_removable,
)
from tickets.core import errors
from tickets.core.access import MODERATE, TAKE_PART, changed_plan, opening_plan, staff_lines
from tickets.core.overwrite import Overwrite, Target
from tickets.core.role import RoleFacts
from tickets.core.team import Team


def a_member(identity: int = STRANGER, **changes: Any) -> Guest:
    """Somebody who doesn't see the ticket."""
    person = changes.pop("person", {})
    facts: dict[str, Any] = {
        "target": Target.MEMBER,
        "id": identity,
        "mention": f"<@{identity}>",
        "name": "somebody",
        "person": a_person(id=identity, **person),
    }
    return Guest(**{**facts, **changes})


def a_role(identity: int = GUEST_ROLE, **changes: Any) -> Guest:
    """A role that doesn't see the ticket."""
    facts: dict[str, Any] = {
        "target": Target.ROLE,
        "id": identity,
        "mention": f"<@&{identity}>",
        "name": "Experts",
        "role": RoleFacts(id=identity, **changes.pop("role", {})),
    }
    return Guest(**{**facts, **changes})


LET_IN = {"has_overwrite": True, "is_let_in": True, "sees": True}


@pytest.mark.parametrize(
    "guest",
    [
        a_member(),
        a_role(),
        a_member(has_overwrite=True),
        # A role that the present configuration no longer knows as the staff's.
        a_role(HELPER_ROLE),
    ],
)
def test_who_can_be_added(guest: Guest) -> None:
    """Members and roles that don't see the ticket, named in it or not."""
    require_addable(guest, a_team(), overwrites=5)


@pytest.mark.parametrize(
    ("guest", "error"),
    [
        (a_role(role={"is_everyone": True}), AccessForEveryone),
        (a_role(role={"is_managed": True}), AccessForManagedRole),
        (a_role(role={"is_administrator": True}), IsAdministrator),
        (a_role(MODERATOR_ROLE), IsModerator),
        (a_role(sees=True), HasAccess),
        (a_member(sees=True), HasAccess),
        (a_member(person={"is_bot": True}), AccessForBot),
        (a_member(is_here=False), errors.NotOnServer),
        (a_role(is_here=False, role={}), errors.NotOnServer),
    ],
)
def test_who_cannot_be_added(guest: Guest, error: type[AccessRefused]) -> None:
    """Each refusal is an error of its own that names whom it is about."""
    with pytest.raises(error) as refused:
        require_addable(guest, a_team(), overwrites=5)
    assert refused.value.mention == guest.mention


@pytest.mark.parametrize(
    ("overwrites", "named", "possible"),
    [(89, False, True), (90, False, False), (90, True, True), (100, True, True)],
)
def test_the_limit_of_overwrites(overwrites: int, named: bool, possible: bool) -> None:
    """At the limit only who is named already can be let in."""
    assert OVERWRITE_LIMIT == 90
    guest = a_member(has_overwrite=named)
    if possible:
        require_addable(guest, a_team(), overwrites=overwrites)
    else:
        with pytest.raises(TooManyGuests):
            require_addable(guest, a_team(), overwrites=overwrites)


@pytest.mark.parametrize(
    "guest",
    [
        a_member(**LET_IN),
        a_role(**LET_IN),
        a_role(HELPER_ROLE, **LET_IN),
        a_role(role={"is_managed": True}, **LET_IN),
        a_member(person={"is_bot": True}, **LET_IN),
        a_member(through=(HELPER_ROLE,), **LET_IN),
        # Who left, and would see it again on returning.
        a_member(is_here=False, has_overwrite=True, is_let_in=True),
    ],
)
def test_who_can_be_removed(guest: Guest) -> None:
    """Whoever was let in, other bots and access roles included."""
    require_removable(guest, a_ticket(), a_team(), bot_id=BOT)


@pytest.mark.parametrize(
    ("guest", "error"),
    [
        (a_member(BOT, **LET_IN), IsThisBot),
        (a_member(OPENER, **LET_IN), IsOpener),
        (a_role(role={"is_everyone": True}), AccessForEveryone),
        (a_role(role={"is_administrator": True}, **LET_IN), IsAdministrator),
        (a_role(MODERATOR_ROLE, **LET_IN), IsModerator),
        (a_member(person={"is_administrator": True}, **LET_IN), IsAdministrator),
        (a_member(person={"is_guild_owner": True}, **LET_IN), IsAdministrator),
        (
            a_member(person={"role_ids": frozenset({MODERATOR_ROLE})}, **LET_IN),
            IsModerator,
        ),
        (a_member(), HasNoAccess),
        (a_role(), HasNoAccess),
        (a_role(is_here=False), HasNoAccess),
        (a_member(sees=True, through=(HELPER_ROLE,)), SeesThroughRole),
        # A denial made by hand isn't an access that could be taken.
        (
            a_member(sees=True, has_overwrite=True, through=(HELPER_ROLE,)),
            SeesThroughRole,
        ),
        (a_member(has_overwrite=True, through=(HELPER_ROLE,)), HasNoAccess),
    ],
)
def test_who_cannot_be_removed(guest: Guest, error: type[AccessRefused]) -> None:
    """Staff, opener and bot stay; who has no access of their own has nothing to lose."""
    with pytest.raises(error) as refused:
        require_removable(guest, a_ticket(), a_team(), bot_id=BOT)
    assert refused.value.mention == guest.mention


def test_the_role_is_named() -> None:
    """Who sees the ticket through a role only is told through which."""
    guest = a_member(sees=True, through=(HELPER_ROLE,))
    with pytest.raises(SeesThroughRole) as refused:
        require_removable(guest, a_ticket(), a_team(), bot_id=BOT)
    assert refused.value.role_ids == (HELPER_ROLE,)


# The staff's roles change

ROLES = (MODERATOR_ROLE, HELPER_ROLE, GUEST_ROLE)


def opened(team: Team) -> tuple[Overwrite, ...]:
    """A ticket's permissions when it was opened."""
    return opening_plan(
        everyone_id=EVERYONE, bot_id=BOT, opener_id=OPENER, team=team, existing_roles=ROLES
    )


def changed(present: tuple[Overwrite, ...], former: Team, team: Team) -> tuple[Overwrite, ...]:
    """The permissions after the roles changed from `former` to `team`."""
    before, after = staff_lines(former, ROLES), staff_lines(team, ROLES)
    return changed_plan(present, before=before, after=after)


SETS = st.lists(st.sampled_from(ROLES), unique=True, max_size=3).map(tuple)
TEAMS = st.builds(Team, moderator_role_ids=SETS, access_role_ids=SETS)


@given(former=TEAMS, team=TEAMS)
def test_an_untouched_ticket_becomes_like_a_new_one(former: Team, team: Team) -> None:
    """Whatever roles there were and are, the ticket has in the end what a new one would."""
    assert set(changed(opened(former), former, team)) == set(opened(team))


@given(former=TEAMS, team=TEAMS)
def test_guests_stay(former: Team, team: Team) -> None:
    """Lines that are not about the staff's roles are left alone."""
    extra = (for_member(GUEST, TAKE_PART), for_member(STRANGER, deny={"view_channel"}))
    plan = changed((*opened(former), *extra), former, team)
    for line in extra:
        assert line_of(plan, line.id) == line


@given(team=TEAMS)
def test_the_same_roles_change_nothing(team: Team) -> None:
    """Hand-made changes of the staff's lines stay while their part stays the same."""
    by_hand = tuple(
        Overwrite(line.target, line.id, line.allow, line.deny | {"attach_files"})
        if line.id in ROLES
        else line
        for line in opened(team)
    )
    assert set(changed(by_hand, team, team)) == set(by_hand)


def test_a_guest_role_that_becomes_the_staffs() -> None:
    """A role that had been added by hand gets the line of its new part."""
    former, team = a_team(), a_team(moderator_role_ids=(MODERATOR_ROLE, GUEST_ROLE))
    present = (*opened(former), for_role(GUEST_ROLE, TAKE_PART))
    plan = changed(present, former, team)
    assert line_of(plan, GUEST_ROLE) == for_role(GUEST_ROLE, TAKE_PART | MODERATE)
