"""When somebody is reminded, and when silence closes a ticket: by its record alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.builders import DECLARED, a_ticket
from tickets.core.settings import Settings
from tickets.core.ticket import Side, State, Ticket
from tickets.core.ticket_type import TicketType
from tickets.hours.rules.values import Hours, Span
from tickets.reminders.rules import closes_at, closing_due, level_at, opener_due, staff_due

HOUR = 3600
#: A Thursday, at midnight UTC.
START = 1_700_006_400 - 1_700_006_400 % 86_400
KEYS = ("staff_reminder", "opener_reminder", "silence")


def on(since: int = 0, **values: Any) -> Settings:
    """Settings that are what they are since then."""
    return Settings(DECLARED, values, switched_on={"0": dict.fromkeys(KEYS, since)})


def waiting(side: Side = Side.STAFF, **changes: Any) -> Ticket:
    """An open ticket that has waited for a side since the start."""
    facts = {"waits_for": side, "waits_since": START, **changes}
    return replace(a_ticket(State.OPEN), **facts)


def pinged(**changes: Any) -> Ticket:
    """One whose opener was pinged after an hour, and told that it closes ten hours later."""
    told = {"reminded_wait": START, "reminders": 1, "pinged_at": START + HOUR}
    return waiting(Side.OPENER, **{**told, "closes_at": START + 11 * HOUR, **changes})


@pytest.mark.parametrize(
    ("ticket", "since", "hours"),
    [
        (waiting(), 0, 2),
        (waiting(), START + 5 * HOUR, 7),
        (waiting(reminders=1, reminded_wait=START), 0, 4),
        (waiting(reminders=2, reminded_wait=START), 0, 8),
        (waiting(reminders=3, reminded_wait=START), 0, None),
        (waiting(reminders=3, reminded_wait=START - 9), 0, 2),
        (waiting(Side.OPENER), 0, None),
        (replace(waiting(), state=State.CLOSED), 0, None),
        (waiting(waits_since=None), 0, None),
    ],
)
def test_when_the_staff_is_reminded(ticket: Ticket, since: int, hours: int | None) -> None:
    """After two hours, four and eight, from the later of wait and switch."""
    due = staff_due(ticket, on(since, staff_reminder=2))
    assert due == (None if hours is None else START + hours * HOUR)
    assert staff_due(ticket, on(since)) is None


def test_opening_hours_count_for_the_staff() -> None:
    """Nights don't."""
    nine_to_five = Hours(tuple(Span(day, 9 * 60, 17 * 60) for day in range(7)))
    settings = on(staff_reminder=10, hours=nine_to_five)
    assert staff_due(waiting(), settings) == START + (24 + 11) * HOUR


@pytest.mark.parametrize(("hours", "level"), [(1, 0), (2, 1), (3.9, 1), (5, 2), (9, 3), (999, 3)])
def test_what_was_missed_isnt_made_up_for(hours: float, level: int) -> None:
    """One reminder stands for all that should have been."""
    now = START + int(hours * HOUR)
    assert level_at(waiting(), on(staff_reminder=2), now) == level


@pytest.mark.parametrize(
    ("ticket", "values", "since", "hours"),
    [
        (waiting(Side.OPENER), {}, 0, 1),
        (waiting(Side.OPENER), {}, START + HOUR, 2),
        (waiting(Side.OPENER, opener_id=0), {}, 0, None),
        (waiting(), {}, 0, None),
        # Once in a wait, whoever was reminded in an earlier one.
        (pinged(), {}, 0, None),
        (pinged(), {"silence": 10}, 0, None),
        (pinged(reminded_wait=START - 9), {}, 0, 1),
        # They weren't told that it closes, or that was switched on since.
        (pinged(closes_at=None), {}, 0, None),
        (pinged(closes_at=None), {"silence": 10}, 0, 2),
        (pinged(), {"silence": 10}, START + 2 * HOUR, 3),
        (pinged(closes_at=None, kept_open=True), {"silence": 10}, 0, None),
    ],
)
def test_when_the_opener_is_reminded(
    ticket: Ticket, values: dict[str, int], since: int, hours: int | None
) -> None:
    """After an hour, once in a wait, and again where more is to be told."""
    due = opener_due(ticket, on(since, opener_reminder=1, **values))
    assert due == (None if hours is None else START + hours * HOUR)


@pytest.mark.parametrize(
    ("ticket", "silence", "since", "hours"),
    [
        (pinged(), 10, 0, 11),
        # What they were told holds; more time may be given.
        (pinged(), 1, 0, 11),
        (pinged(), 20, 0, 21),
        (pinged(), 0, 0, None),
        (pinged(kept_open=True), 10, 0, None),
        (pinged(pinged_at=None), 10, 0, None),
        (pinged(closes_at=None), 10, 0, None),
        (pinged(), 10, START + 2 * HOUR, None),
        (pinged(reminded_wait=START - 9), 10, 0, None),
        (pinged(waits_for=Side.STAFF), 10, 0, None),
        (replace(pinged(), state=State.CLOSED), 10, 0, None),
        (waiting(Side.OPENER), 10, 0, None),
    ],
)
def test_when_silence_closes(ticket: Ticket, silence: int, since: int, hours: int | None) -> None:
    """So long after the ping, and only as the opener was told."""
    due = closing_due(ticket, on(since, silence=silence, opener_reminder=1))
    assert due == (None if hours is None else START + hours * HOUR)


def test_what_the_opener_is_told() -> None:
    """When it closes, if it does."""
    assert closes_at(waiting(), on(silence=10), START) == START + 10 * HOUR
    assert closes_at(waiting(kept_open=True), on(silence=10), START) is None
    assert closes_at(waiting(), on(), START) is None


def test_switched_on_for_many_old_tickets() -> None:
    """Nothing is due before its full time, however long they have waited."""
    switched_on = START + 10_000 * HOUR
    settings = on(switched_on, staff_reminder=4, opener_reminder=24, silence=48)
    for number in range(500):
        for side in Side:
            ticket = waiting(side, waits_since=START + number, number=number)
            dues = [when(ticket, settings) for when in (staff_due, opener_due, closing_due)]
            assert all(due is None or due >= switched_on + 4 * HOUR for due in dues)


def test_types_have_their_own_times() -> None:
    """Each from when it was switched on there; what follows the server counts with that."""
    own = TicketType(guild_id=1, id=3, name="Own", values={"staff_reminder": 5})
    other = TicketType(guild_id=1, id=4, name="Other")
    settings = Settings(DECLARED, {}, (own, other)).with_switched_on(START)
    assert settings.switched_on == {"3": {"staff_reminder": START}}
    settings = settings.with_values(staff_reminder=2).with_switched_on(START + 60)
    assert settings.switched_on == {
        "0": {"staff_reminder": START + 60},
        "3": {"staff_reminder": START},
        "4": {"staff_reminder": START + 60},
    }
    # A type that was on by itself and follows the server now goes on counting.
    settings = settings.with_types((replace(own, values={}), other)).with_switched_on(START + 90)
    assert settings.for_type(3).since("staff_reminder") == START
    off = settings.with_values(staff_reminder=0).with_switched_on(START + 100)
    assert off.switched_on == {}
    # The clock was ahead when it was switched on.
    assert settings.with_switched_on(START + 30).for_type(4).since("staff_reminder") == START + 30
