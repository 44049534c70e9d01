"""Who has to say something next: all cases, without a bot (W2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.builders import (
    CHANNEL,
    GUEST_ROLE,
    GUILD,
    HELPER_ROLE,
    MODERATOR_ROLE,
    OPENER,
    STRANGER,
    a_person,
    a_team,
    a_ticket,
    some_terms,
)
from tickets.activity.open_tickets import OpenTickets, staff_roles
from tickets.activity.rules import after_opening, after_reopening, after_word, side_of
from tickets.core.event import TicketEvent
from tickets.core.form import Answer, QuestionKind
from tickets.core.snowflake import made_at
from tickets.core.ticket import Side, State, Ticket

STAFF, OPENER_S = Side.STAFF, Side.OPENER
NOW = 1_800_000_000


def waits(side: Side | None, state: State = State.OPEN, **changes: Any) -> Ticket:
    """A ticket that has waited for a side since a while."""
    since = None if side is None else NOW - 600
    return a_ticket(state, waits_for=side, waits_since=since, **changes)


#: Who was waited for, who has written, who is waited for then; None where nothing is stored.
WORDS = [
    (None, OPENER_S, STAFF),
    (None, STAFF, OPENER_S),
    (OPENER_S, OPENER_S, STAFF),
    (OPENER_S, STAFF, None),
    (STAFF, OPENER_S, None),
    (STAFF, STAFF, OPENER_S),
]


@pytest.mark.parametrize(("before", "by", "after"), WORDS)
def test_a_word(before: Side | None, by: Side, after: Side | None) -> None:
    """The first word without an answer, and the first answer, count; more words move nothing."""
    changed = after_word(waits(before), by, NOW)
    if after is None:
        assert changed == {}
    else:
        assert changed["waits_for"] is after
        assert changed["waits_since"] == NOW


def test_every_case_is_in_the_table() -> None:
    """Each pair of who was waited for and who writes."""
    assert {(before, by) for before, by, _ in WORDS} == {
        (before, by) for before in (None, *Side) for by in Side
    }


def test_the_first_answer_is_remembered() -> None:
    """Once, and only what answers something: an old ticket's first word may answer anything."""
    assert after_word(waits(STAFF), STAFF, NOW)["answered_at"] == NOW
    assert "answered_at" not in after_word(waits(STAFF, answered_at=5), STAFF, NOW)
    assert "answered_at" not in after_word(waits(None), STAFF, NOW)
    assert "answered_at" not in after_word(waits(OPENER_S), OPENER_S, NOW)


@pytest.mark.parametrize(
    ("state", "settled", "counts"),
    [
        (State.OPENING, False, True),
        (State.OPEN, True, True),
        # It is being reopened, or moved.
        (State.OPEN, False, True),
        # Discord may refuse it: then the ticket is open again.
        (State.CLOSED, False, True),
        (State.CLOSED, True, False),
        (State.DELETED, True, False),
    ],
)
def test_when_words_count(state: State, settled: bool, counts: bool) -> None:
    """In open tickets, and in those of which nobody knows yet whether they will be."""
    ticket = waits(OPENER_S, state, settled=settled)
    assert bool(after_word(ticket, OPENER_S, NOW)) is counts


# Sides

OBSERVER_ROLE = 777
TEAM = staff_roles(a_team())
PEOPLE: list[tuple[str, dict[str, Any], Side | None]] = [
    ("the opener", {"id": OPENER}, OPENER_S),
    ("a moderator", {"role_ids": frozenset({MODERATOR_ROLE})}, STAFF),
    ("an access role", {"role_ids": frozenset({HELPER_ROLE})}, STAFF),
    ("an administrator", {"is_administrator": True}, STAFF),
    ("the server's owner", {"is_guild_owner": True}, STAFF),
    (
        "a moderator in their own ticket",
        {"id": OPENER, "role_ids": frozenset({MODERATOR_ROLE})},
        OPENER_S,
    ),
    ("an administrator in theirs", {"id": OPENER, "is_administrator": True}, OPENER_S),
    ("an added member", {"id": STRANGER}, OPENER_S),
    ("somebody with an added role", {"role_ids": frozenset({GUEST_ROLE})}, OPENER_S),
    (
        "a moderator with an added role",
        {"role_ids": frozenset({GUEST_ROLE, MODERATOR_ROLE})},
        STAFF,
    ),
    ("a bot", {"is_bot": True}, None),
    ("a bot with a moderator role", {"is_bot": True, "role_ids": TEAM}, None),
    ("an observer", {"role_ids": frozenset({OBSERVER_ROLE})}, None),
    ("the opener who observes", {"id": OPENER, "role_ids": frozenset({OBSERVER_ROLE})}, OPENER_S),
    (
        "a moderator who observes",
        {"role_ids": frozenset({OBSERVER_ROLE, MODERATOR_ROLE})},
        STAFF,
    ),
]


@pytest.mark.parametrize(("who", "facts", "side"), PEOPLE, ids=[one[0] for one in PEOPLE])
def test_whose_side_somebody_is_on(who: str, facts: dict[str, Any], side: Side | None) -> None:
    """Opener and added people, or the staff, or neither."""
    found = side_of(
        a_person(**facts),
        opener_id=OPENER,
        staff_role_ids=TEAM,
        observer_role_ids={OBSERVER_ROLE},
    )
    assert found is side, who


# Opening and reopening

_ANSWER = Answer("Where?", QuestionKind.SHORT, ("here",))
OPENINGS: list[tuple[dict[str, Any], Side]] = [
    ({"reason": "help"}, STAFF),
    ({"reason": None}, OPENER_S),
    ({"reason": None, "answers": (_ANSWER,)}, STAFF),
    # The staff has said why, and waits for the member.
    ({"reason": "About your report", "opened_by_id": STRANGER}, OPENER_S),
]


@pytest.mark.parametrize(("facts", "side"), OPENINGS)
def test_at_opening(facts: dict[str, Any], side: Side) -> None:
    """The staff, if the opener has said why; since the first message, by Discord's clock."""
    ticket = a_ticket(**facts)
    event = TicketEvent(kind="opened", guild_id=GUILD, at=NOW + 9999)
    changed = after_opening(event, ticket)
    assert changed == {"waits_for": side, "waits_since": made_at(CHANNEL + 1)}


def test_who_is_faster_than_the_first_message() -> None:
    """What was written before that stands."""
    event = TicketEvent(kind="opened", guild_id=GUILD, at=NOW)
    assert after_opening(event, waits(STAFF, reason=None)) == {}


def test_at_reopening() -> None:
    """The staff, whoever was waited for before."""
    event = TicketEvent(kind="reopened", guild_id=GUILD, at=NOW)
    for before in (None, *Side):
        assert after_reopening(event, waits(before)) == {"waits_for": STAFF, "waits_since": NOW}


@pytest.mark.parametrize("state", State)
def test_only_open_tickets_wait(state: State) -> None:
    """What a closed ticket's record says is what it was."""
    assert (waits(STAFF, state).waiting is not None) is (state is State.OPEN)


# In memory


def test_memory_follows_the_records() -> None:
    """Tickets come and go with their channels; roles of then stay known."""
    memory = OpenTickets()
    memory.watch(waits(OPENER_S, terms=some_terms(access_role_ids=(GUEST_ROLE,))))
    known = memory.in_channel(CHANNEL)
    assert known is not None
    assert known.staff_role_ids == {MODERATOR_ROLE, GUEST_ROLE}
    assert known.hears(5)
    memory.watch(waits(STAFF))
    known = memory.in_channel(CHANNEL)
    assert known is not None
    assert known.waits_for is STAFF
    assert not known.hears(5), "it was heard before"
    assert not known.hears(4), "what comes late is older"
    memory.watch(waits(STAFF, State.CLOSED))
    assert memory.in_channel(CHANNEL) is None
    memory.watch(waits(STAFF))
    memory.watch(waits(STAFF, State.DELETED, channel_id=None))
    assert memory.in_channel(CHANNEL) is None
    assert memory._channels == {}


def test_memory_forgets_people() -> None:
    """A person who is forgotten is nobody there, too."""
    memory = OpenTickets()
    memory.watch(waits(STAFF))
    memory.forget_opener(OPENER)
    known = memory.in_channel(CHANNEL)
    assert known is not None
    assert known.opener_id == 0
