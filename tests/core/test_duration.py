"""Lengths of time as people type them."""

from __future__ import annotations

import pytest

from tickets.core.duration import LONGEST, SHORTEST, NotADuration, parse, split

HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1m", 60),
        ("90 minutes", 90 * 60),
        ("2h", 2 * HOUR),
        ("2 H", 2 * HOUR),
        ("3d", 3 * DAY),
        ("1w", 7 * DAY),
        ("1w 2d", 9 * DAY),
        ("1h30m", HOUR + 1800),
        ("1 day, 2 hours", DAY + 2 * HOUR),
        ("2 heures", 2 * HOUR),
        ("3j", 3 * DAY),
        ("1 semaine", 7 * DAY),
        ("1 mois", 30 * DAY),
        ("365d", LONGEST),
        ("1 an", LONGEST),
        ("90 Minuten", 90 * 60),
        ("2 Std 30 Min", 2 * HOUR + 1800),
        ("3 Tage", 3 * DAY),
        ("1 Woche", 7 * DAY),
        ("2 Monate", 60 * DAY),
        ("1 Jahr", LONGEST),
        ("90 minutos", 90 * 60),
        ("2 horas 30 min", 2 * HOUR + 1800),
        ("3 días", 3 * DAY),
        ("1 semana", 7 * DAY),
        ("2 meses", 60 * DAY),
        ("1 año", LONGEST),
        ('"90 minutes"', 90 * 60),
        ("  5m  ", 300),
    ],
)
def test_lengths_of_time(text: str, seconds: int) -> None:
    """Numbers and units in all languages, with and without spaces."""
    assert parse(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "90",
        "5x",
        "3dd",
        "0m",
        "0d 0h",
        "30s",
        "366d",
        "9" * 30 + "d",
        "-3d",
        "3d soon",
    ],
)
def test_what_is_no_length_of_time(text: str) -> None:
    """Nonsense, too short, too long, or something behind it."""
    with pytest.raises(NotADuration):
        parse(text)


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        ("3d Insults", 3 * DAY, "Insults"),
        ("90 minutes of silence", 90 * 60, "of silence"),
        ("1w 2d Insults, again", 9 * DAY, "Insults, again"),
        ('"90 minutes" Insults', 90 * 60, "Insults"),
        ("Insults", None, "Insults"),
        ("2 insults in a row", None, "2 insults in a row"),
        ("12 o'clock", None, "12 o'clock"),
        ("3 d'affilée", None, "3 d'affilée"),
        ('"Insults" he said', None, '"Insults" he said'),
        ("2h", 2 * HOUR, ""),
        ("", None, ""),
        ("3d\nInsults", 3 * DAY, "Insults"),
    ],
)
def test_the_reason_may_follow(text: str, seconds: int | None, reason: str) -> None:
    """In a typed command, what doesn't belong to the length of time is the reason."""
    assert split(text) == (seconds, reason)


@pytest.mark.parametrize(("text", "given"), [("5x secret", "5x"), ("400d secret", "400d")])
def test_a_slip_blocks_nobody_for_good(text: str, given: str) -> None:
    """What seems to be meant as a length of time isn't taken for a reason, nor repeated."""
    with pytest.raises(NotADuration) as refused:
        split(text)
    assert refused.value.given == given


def test_the_limits() -> None:
    """From one minute to one year."""
    assert (SHORTEST, LONGEST) == (60, 365 * DAY)
