"""How numbers look: bars, a day, and what fits (R2)."""

from __future__ import annotations

from typing import Any

import pytest

from tickets.core.render import words
from tickets.statistics.render import bars, day, statistics_page
from tickets.statistics.rules import Statistics, Times


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "less than 1 min"),
        (59, "less than 1 min"),
        (60, "1 min"),
        (3600, "1 h"),
        (3660, "1 h 1 min"),
        (86399, "23 h 59 min"),
        (86400, "1 d"),
        (90000, "1 d 1 h"),
        (10**8, "1157 d 9 h"),
    ],
)
def test_how_long(seconds: int, shown: str) -> None:
    """In two units at most."""
    assert words.span(seconds) == shown


def test_bars() -> None:
    """The largest fills the bar, the smallest can be seen, nothing is empty; all are as long."""
    assert list(bars([("a", 80), ("b", 40), ("c", 1), ("d", 0)])) == [
        "`██████████` **80** a",
        "`█████     ` **40** b",
        "`▏         ` **1** c",
        "`          ` **0** d",
    ]
    assert list(bars([("a", 0)])) == ["`          ` **0** a"]


def test_a_day() -> None:
    """A column for each hour, and the busiest in words."""
    hours = [0] * 24
    hours[9], hours[23] = 4, 8
    text = day(hours)
    assert text.splitlines()[2] == " " * 9 + "▄" + " " * 13 + "█"
    assert "23:00 to 0:00, 8 opened" in text


def page(**changes: Any) -> str:
    """All words of a page."""
    facts: dict[str, Any] = {
        "since": 1,
        "until": 2,
        "by_type": {},
        "by_weekday": (0,) * 7,
        "by_hour": (0,) * 24,
    }
    types = changes.pop("types", {})
    view = statistics_page(Statistics(**{**facts, **changes}), types, 30, None)
    texts = [getattr(one, "content", "") for one in view.walk_children()]
    return "\n".join(texts)


def test_nothing_to_tell() -> None:
    """Without any ticket there are zeros, and neither times nor bars."""
    text = page()
    assert "Opened: **0**" in text
    assert "█" not in text
    assert "first answer" not in text


def test_the_average_has_the_languages_sign(language: str) -> None:
    """A point in English, a comma elsewhere."""
    sign = "." if language == "en-US" else ","
    assert f"4{sign}5 ★" in page(ratings=(0, 0, 0, 1, 1))


def test_the_longest_page_fits() -> None:
    """Many types with long names full of signs, large numbers: below Discord's 4,000."""
    name = "*_`~|" * 16
    text = page(
        opened=3_000_000,
        declined=3_000_000,
        closed=3_000_000,
        open_now=3_000_000,
        ratings=(3_000_000,) * 5,
        answers=Times(3_000_000, 10**9, 10**9, True),
        closings=Times(3_000_000, 10**9, 10**9, True),
        by_type={number: 100_000 + number for number in range(25)},
        by_weekday=(3_000_000,) * 7,
        by_hour=(3_000_000,) * 24,
        types=dict.fromkeys(range(1, 25), name),
    )
    assert len(text) < 4000
    assert "Others" in text
    assert "Ratings: **15000000**, 3.0 ★ on average" in text
    assert "Only opening hours count" in text
