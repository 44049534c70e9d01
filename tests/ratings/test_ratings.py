"""Who may rate, how long, and what a rating looks like."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.builders import OPENER, STRANGER, a_person, a_ticket
from tickets.core.ticket import State
from tickets.ratings import render
from tickets.ratings.rules import (
    COMMENT_LIMIT,
    LASTING,
    OpenerRates,
    RatingOver,
    RatingTooLate,
    require_may_rate,
    stars_from,
)
from tickets.ratings.service import forget_rating

CLOSED_AT = 1_764_000_000


def a_closed_one(state: State = State.CLOSED, **fields: Any) -> Any:
    """A ticket that was closed then."""
    return a_ticket(**{"state": state, "closed_at": CLOSED_AT, **fields})


@pytest.mark.parametrize("state", [State.CLOSED, State.DELETING, State.DELETED])
def test_the_opener_rates_after_closing(state: State) -> None:
    """Also when the channel is gone, until the very last second of a week."""
    require_may_rate(a_closed_one(state), a_person(id=OPENER), CLOSED_AT, CLOSED_AT + LASTING - 1)


@pytest.mark.parametrize(
    ("about", "user_id", "closed_at", "later", "error"),
    [
        ({}, STRANGER, CLOSED_AT, 0, OpenerRates),
        # Whoever was forgotten has left a 0, which is nobody's id.
        ({"opener_id": 0}, STRANGER, CLOSED_AT, 0, OpenerRates),
        ({"opener_id": 0}, 0, CLOSED_AT, 0, OpenerRates),
        ({}, OPENER, CLOSED_AT, LASTING, RatingTooLate),
        ({}, OPENER, CLOSED_AT - 60, 0, RatingOver),
        ({"state": State.OPEN, "closed_at": None}, OPENER, CLOSED_AT, 0, RatingOver),
        # It is being reopened, and Discord may not know yet.
        ({"state": State.OPEN}, OPENER, CLOSED_AT, 0, RatingOver),
    ],
)
def test_who_may_not_rate(
    about: dict[str, Any], user_id: int, closed_at: int, later: int, error: type[Exception]
) -> None:
    """Others, too late, and about another closing than the last."""
    with pytest.raises(error):
        require_may_rate(a_closed_one(**about), a_person(id=user_id), closed_at, CLOSED_AT + later)


@pytest.mark.parametrize("choice", ["", "0", "6", "-1", "٣", "1e0", " 4", "five", "5" * 500])
def test_forged_stars(choice: str) -> None:
    """Only what the selector offers are stars."""
    assert stars_from(choice) is None


def test_stars() -> None:
    """Five of them, as many full ones as were given."""
    assert [stars_from(str(one)) for one in range(1, 6)] == [1, 2, 3, 4, 5]
    assert [render.stars(one) for one in (1, 3, 5)] == ["★☆☆☆☆", "★★★☆☆", "★★★★★"]


def test_reopening_forgets_the_rating() -> None:
    """The next closing asks anew. A ticket without one is left alone."""
    rated = a_closed_one(stars=4, rating_comment="Thanks")
    event: Any = None
    assert forget_rating(event, rated, None) == {"stars": None, "rating_comment": None}
    assert forget_rating(event, a_closed_one(), None) == {}


HOSTILE = "@everyone <@123> **bold** [x](https://evil.example)\n> quote\n" + "`" * 500


def test_a_comment_shows_as_typed() -> None:
    """Nothing of it formats or pings, however long it grows by that."""
    ticket = a_closed_one(stars=2, rating_comment=HOSTILE[:COMMENT_LIMIT])
    title, text = render.given(ticket)
    assert title == "Your rating: ★★☆☆☆"
    assert "\\*\\*bold" in text
    assert "<@123>" not in text
    assert "@everyone" not in text
    assert len(text) <= 1024
    assert f"<t:{CLOSED_AT + LASTING}:f>" in text


def test_stars_for_nobody_else() -> None:
    """The log's line says who, which ticket and how many stars."""
    line = render.LOG_LINES["rated"]
    entry: Any = type("Entry", (), {"by_id": 5, "number": 7, "detail": "4"})
    assert line.sentence(entry, lambda _id: "alice") == "alice rated ticket #7: ★★★★☆"
    assert line.reason is not None
    assert line.reason(a_closed_one(rating_comment="Thanks")) == "Thanks"
