"""Who may open a ticket, as far as settings and a member tell."""

from __future__ import annotations

from typing import Any

import pytest

from tickets.admission.rules import (
    AccountTooYoung,
    NotAdmitted,
    RoleRefused,
    RoleRequired,
    TooNewHere,
    require_admitted,
)
from tickets.admission.settings import AdmissionSettings
from tickets.core.ticket import Person

DAY = 86_400
NOW = 1_800_000_000


def a_member(**facts: Any) -> Person:
    """A member with roles 1 and 2, of an old account, long here."""
    return Person(
        **{
            "id": 5,
            "username": "m",
            "role_ids": frozenset({1, 2}),
            "created_at": NOW - 1000 * DAY,
            "joined_at": NOW - 100 * DAY,
            **facts,
        }
    )


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"required_role_ids": (9, 2)},
        {"refused_role_ids": (9,)},
        {"account_age": 1000},
        {"server_age": 100},
    ],
)
def test_who_is_admitted(rules: dict[str, Any]) -> None:
    """Who has one of the roles, none of the others, and is old enough to the second."""
    require_admitted(a_member(), AdmissionSettings(**rules), NOW)


@pytest.mark.parametrize(
    ("rules", "error", "facts"),
    [
        ({"required_role_ids": (8, 9)}, RoleRequired, {"role_ids": (8, 9)}),
        ({"refused_role_ids": (9, 2, 1)}, RoleRefused, {"role_ids": (2, 1)}),
        ({"account_age": 1001}, AccountTooYoung, {"until": NOW + DAY}),
        ({"server_age": 101}, TooNewHere, {"until": NOW + DAY}),
    ],
)
def test_who_is_refused(
    rules: dict[str, Any], error: type[NotAdmitted], facts: dict[str, Any]
) -> None:
    """Each refusal says which rule it is and, if time heals it, when."""
    with pytest.raises(error) as refused:
        require_admitted(a_member(), AdmissionSettings(**rules), NOW)
    assert {name: getattr(refused.value, name) for name in facts} == facts


def test_what_is_unknown_refuses_nobody() -> None:
    """Discord doesn't always say when somebody joined."""
    member = a_member(created_at=None, joined_at=None)
    require_admitted(member, AdmissionSettings(account_age=3650, server_age=3650), NOW)


def test_members_without_any_role() -> None:
    """They need one that is required, and have none that is refused."""
    member = a_member(role_ids=frozenset())
    with pytest.raises(RoleRequired):
        require_admitted(member, AdmissionSettings(required_role_ids=(1,)), NOW)
    require_admitted(member, AdmissionSettings(refused_role_ids=(1,)), NOW)
