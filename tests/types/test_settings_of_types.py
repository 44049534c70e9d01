"""What counts for a type: its own, and of the server's what it may follow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.builders import GUILD, a_ticket
from tests.core.records import DECLARED, settings
from tickets.core.errors import ModeratorsOnly, UnknownTicket
from tickets.core.settings import TEAM, Settings
from tickets.core.team import (
    Team,
    moderates_any,
    of_their_teams,
    require_in_team,
    types_of_same_team,
)
from tickets.core.ticket import Person
from tickets.core.ticket_type import TicketType
from tickets.requests.settings import Validation

#: What the server has set.
SERVER: dict[str, Any] = {
    "configured": True,
    "moderator_role_ids": (1,),
    "access_role_ids": (2,),
    "reception_channel_id": 50,
    "transcript_channel_id": 51,
    "transcripts": True,
    "validation": Validation.MANUAL,
    "limit": 3,
    "opening_reason": True,
}


def a_type(type_id: int = 1, /, **values: Any) -> TicketType:
    """A type with these values as they are stored."""
    is_deleted = values.pop("is_deleted", False)
    return TicketType(
        guild_id=GUILD, id=type_id, name=f"Type {type_id}", is_deleted=is_deleted, values=values
    )


def on_server(*types: TicketType, **changes: Any) -> Settings:
    """The server's settings with these types."""
    return settings(**{**SERVER, **changes}).with_types(types)


def test_what_a_type_does_not_set_follows_the_server() -> None:
    """Now and later; but a limit that it doesn't set is none of its own."""
    of_type = on_server(a_type()).for_type(1)
    assert {key: of_type.get(key) for key in SERVER} == {**SERVER, "limit": 0}
    assert on_server(a_type(), opening_reason=False).for_type(1).get("opening_reason") is False


@pytest.mark.parametrize("key", [one.key for one in DECLARED.of_types])
def test_every_setting_of_a_type_can_be_its_own(key: str) -> None:
    """A value that the type has stored counts, even if it is the default."""
    setting = DECLARED.settings[key]
    if setting.default is None:
        return
    stored = setting.kind.stored(setting.default)
    of_type = on_server(a_type(**{key: stored})).for_type(1)
    assert of_type.get(key) == setting.default


def test_nothing_private_follows_the_server_into_a_team() -> None:
    """Roles and channels of the server's team aren't another team's; what would need such a
    channel is off."""
    of_type = on_server(a_type(**{TEAM: [7]})).for_type(1)
    assert of_type[Team] == Team(moderator_role_ids=(7,), access_role_ids=())
    assert of_type.get("reception_channel_id") is None
    assert of_type.get("transcript_channel_id") is None
    assert of_type.get("validation") is Validation.AUTOMATIC
    assert of_type.get("transcripts") is False
    assert of_type.get("opening_reason") is True


def test_a_team_has_channels_of_its_own() -> None:
    """With these, it may be manual, and saves by itself."""
    own: dict[str, Any] = {TEAM: [7], "reception_channel_id": 60, "transcript_channel_id": 61}
    of_type = on_server(a_type(**own)).for_type(1)
    assert of_type.get("reception_channel_id") == 60
    assert of_type.get("validation") is Validation.MANUAL
    assert of_type.get("transcripts") is True


def test_a_lost_channel_is_missed() -> None:
    """A channel that was deleted is stored as none: requests aren't opened unasked for that, and
    nothing is deleted unsaved."""
    own: dict[str, Any] = {TEAM: [7], "reception_channel_id": None, "transcript_channel_id": None}
    of_type = on_server(a_type(**own)).for_type(1)
    assert of_type.get("validation") is Validation.MANUAL
    assert of_type.get("transcripts") is True
    assert of_type.get("reception_channel_id") is None


@pytest.mark.parametrize("stored", [[], None, "nonsense", 5])
def test_a_team_that_is_nobody_is_not_the_servers(stored: object) -> None:
    """All roles deleted, or a value that can't be understood: only administrators are left."""
    of_type = on_server(a_type(1, **{TEAM: stored})).for_type(1)
    assert of_type[Team].moderator_role_ids == ()


def test_a_ticket_keeps_what_its_deleted_type_says() -> None:
    """Its record stays: team, channels and settings, also after a reset of the server."""
    gone = a_type(is_deleted=True, **{TEAM: [7], "reception_channel_id": 60})
    ticket = a_ticket(type_id=1)
    for server in (on_server(gone), settings().with_types([gone])):
        of_ticket = server.for_ticket(ticket)
        assert of_ticket[Team].moderator_role_ids == (7,)
        assert of_ticket.get("reception_channel_id") == 60
        assert server.types == ()


def test_of_a_types_settings_other_types_are_found() -> None:
    """What counts for one leads to what counts for another, and for the server."""
    server = on_server(a_type(1, **{TEAM: [7]}), a_type(2, opening_reason=False))
    first = server.for_type(1)
    assert first.for_type(2) == server.for_type(2)
    assert first.for_type(None) == first.server == server
    assert first.for_ticket(a_ticket(type_id=2)) == server.for_type(2)
    assert first != server


def test_what_names_a_thing() -> None:
    """Server and types, deleted ones too, by what they have set themselves."""
    server = on_server(
        a_type(1, reception_channel_id=50),
        a_type(2, **{TEAM: [1, 9]}),
        a_type(3, is_deleted=True, **{TEAM: [1]}),
        a_type(4),
    )
    assert server.naming("reception_channel_id", 50) == (None, 1)
    assert server.naming(TEAM, 1) == (None, 2, 3)
    assert server.naming(TEAM, 9) == (2,)


# Teams

SERVERS = Person(id=10, username="s", role_ids=frozenset({1}))
REPORTS = Person(id=11, username="r", role_ids=frozenset({7}))
ADMIN = Person(id=12, username="a", is_administrator=True)
NOBODY = Person(id=13, username="n", role_ids=frozenset({2}))


def test_who_sees_which_tickets() -> None:
    """Each team its own; administrators all; everybody else none."""
    server = on_server(a_type(1, **{TEAM: [7]}), a_type(2))
    tickets = [a_ticket(number=number, type_id=of) for number, of in ((1, None), (2, 1), (3, 2))]

    def seen(person: Person) -> list[int]:
        return [one.number for one in of_their_teams(server, person, tickets)]

    assert [seen(one) for one in (SERVERS, REPORTS, ADMIN, NOBODY)] == [
        [1, 3],
        [2],
        [1, 2, 3],
        [],
    ]
    assert [moderates_any(server, one) for one in (SERVERS, REPORTS, ADMIN, NOBODY)] == [
        True,
        True,
        True,
        False,
    ]


def test_another_teams_ticket_is_as_good_as_none() -> None:
    """Its number is unknown to a moderator of another team; others hear who moderates here."""
    server = on_server(a_type(1, **{TEAM: [7]}))
    ticket = a_ticket(type_id=1)
    require_in_team(server, ticket, REPORTS)
    require_in_team(server, ticket, ADMIN)
    with pytest.raises(UnknownTicket):
        require_in_team(server, ticket, SERVERS)
    with pytest.raises(ModeratorsOnly) as refused:
        require_in_team(server, ticket, NOBODY)
    assert refused.value.role_ids == (1,)


def test_which_types_are_one_teams() -> None:
    """Types with the same moderator roles, in whatever order, and deleted ones with them."""
    server = on_server(
        a_type(1, **{TEAM: [7, 8]}),
        a_type(2),
        a_type(3, is_deleted=True, **{TEAM: [8, 7]}),
        a_type(4, **{TEAM: [7]}),
    )
    assert types_of_same_team(server) == (None, 2)
    assert types_of_same_team(server.for_type(1)) == (1, 3)
    assert types_of_same_team(server.for_type(4)) == (4,)
