"""Which way a ticket may go."""

from __future__ import annotations

from itertools import product

import pytest

from tests.core.builders import a_person, a_ticket
from tickets.core.ticket import COUNTED, LIVE, TRANSITIONS, Action, State, next_state
from tickets.lifecycle.rules import ClosedAccess

S, A = State, Action

#: Everything that can happen to a ticket; whatever isn't here can't.
LEGAL = {
    (S.REQUESTED, A.ACCEPT): S.OPENING,
    (S.REQUESTED, A.REFUSE): S.REFUSED,
    (S.REQUESTED, A.CANCEL): S.CANCELLED,
    (S.REQUESTED, A.FAIL_OPENING): S.FAILED,
    (S.OPENING, A.RETURN_REQUEST): S.REQUESTED,
    (S.OPENING, A.FINISH_OPENING): S.OPEN,
    (S.OPENING, A.FINISH_CLOSED): S.CLOSED,
    (S.OPENING, A.FAIL_OPENING): S.FAILED,
    (S.OPENING, A.VANISH): S.FAILED,
    (S.OPEN, A.CLOSE): S.CLOSED,
    (S.OPEN, A.MOVE): S.OPEN,
    (S.OPEN, A.DELETE): S.DELETING,
    (S.OPEN, A.VANISH): S.DELETED,
    (S.CLOSED, A.REOPEN): S.OPEN,
    (S.CLOSED, A.DELETE): S.DELETING,
    (S.CLOSED, A.VANISH): S.DELETED,
    (S.DELETING, A.KEEP_OPEN): S.OPEN,
    (S.DELETING, A.KEEP_CLOSED): S.CLOSED,
    (S.DELETING, A.FINISH_DELETING): S.DELETED,
    (S.DELETING, A.VANISH): S.DELETED,
}
FINAL = (S.REFUSED, S.CANCELLED, S.FAILED, S.DELETED)


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_press_leads_where_it_should_or_nowhere(state: State, action: Action) -> None:
    """A press does what its button says in the states it belongs to, and nothing elsewhere."""
    assert next_state(state, action) is LEGAL.get((state, action))


@pytest.mark.parametrize("state", FINAL)
@pytest.mark.parametrize("action", Action)
def test_nothing_comes_back_from_the_end(state: State, action: Action) -> None:
    """A ticket that was deleted, refused, withdrawn or never came about stays that way."""
    assert next_state(state, action) is None


@pytest.mark.parametrize("state", [state for state in State if state not in FINAL])
def test_no_ticket_is_stuck(state: State) -> None:
    """From every other state there is a way to an end."""
    reached = {state}
    while True:
        further = {after for (before, _), after in TRANSITIONS.items() if before in reached}
        if further <= reached:
            break
        reached |= further
    assert reached & set(FINAL)


def test_every_state_and_action_is_used() -> None:
    """There is no state that a ticket never has and no action that nothing does."""
    assert {state for state, _ in TRANSITIONS} | set(TRANSITIONS.values()) == set(State)
    assert {action for _, action in TRANSITIONS} == set(Action)


def test_what_counts_towards_the_limit() -> None:
    """Requests, tickets being opened and open ones count (T11); closed ones don't."""
    assert set(COUNTED) == {S.REQUESTED, S.OPENING, S.OPEN}


def test_live_tickets_have_a_channel_to_be_used() -> None:
    """Open and closed tickets can be worked with."""
    assert set(LIVE) == {S.OPEN, S.CLOSED}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            State,
            "requested refused cancelled opening failed open closed deleting deleted",
        ),
        (ClosedAccess, "none read"),
    ],
)
def test_stored_words_stay_what_they_are(kind: type[State | ClosedAccess], values: str) -> None:
    """Tickets of an older version are understood: the stored words never change."""
    assert [member.value for member in kind] == values.split()


def test_since_when_a_ticket_is_what_it_is() -> None:
    """An open ticket shows when it was opened, a closed one when it was closed."""
    assert a_ticket().since == a_ticket().created_at
    closed = a_ticket(State.CLOSED)
    assert closed.since == closed.closed_at


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"nickname": "Nick", "global_name": "Display"}, "Nick"),
        ({"global_name": "Display"}, "Display"),
        ({}, "stranger"),
    ],
)
def test_people_are_called_what_the_server_calls_them(names: dict[str, str], shown: str) -> None:
    """The nickname comes before the display name, and that before the user name."""
    assert a_person(**names).shown_name == shown
