"""Numbers of tickets (R2): the same as counted slowly, one ticket after the other."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import apsw
import pytest
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st

from tests.core.records import STEPS
from tickets.core.store.schema import in_order
from tickets.core.store.their_tickets import of_terms, of_types
from tickets.core.ticket import State
from tickets.hours.rules.offsets import between_changes
from tickets.statistics.rules import Times
from tickets.statistics.store.counting import StatisticsStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

pytestmark = pytest.mark.asyncio

PARIS = ZoneInfo("Europe/Paris")
#: A day before the clock was put forward, and one after it was put back.
SPRING, AUTUMN = 1_743_206_400, 1_761_523_200
OPENED = ("opening", "open", "closed", "deleting", "deleted")


class Memory:
    """The tables in memory, without a thread of their own."""

    def __init__(self) -> None:
        self.cursor = apsw.Connection(":memory:").cursor()
        for step in in_order(STEPS):
            self.cursor.execute(step.sql)

    async def read(self, work: Callable[[apsw.Cursor], Any]) -> Any:
        """Does it at once."""
        return work(self.cursor)

    def holds(self, tickets: Iterable[Mapping[str, Any]]) -> None:
        """These and no others."""
        self.cursor.execute("DELETE FROM tickets")
        self.cursor.execute("DELETE FROM ticket_events")
        for number, ticket in enumerate(tickets, 1):
            row = {
                "guild_id": 1,
                "number": number,
                "opener_id": number,
                "opened_by_id": 7,
                "origin_id": number,
                "terms": "{}",
                **ticket,
            }
            has_event = row.pop("has_event")
            names = ", ".join(row)
            marks = ", ".join("?" * len(row))
            self.cursor.execute(
                f"INSERT INTO tickets ({names}) VALUES ({marks})", tuple(row.values())
            )
            if has_event:
                self.cursor.execute(
                    "INSERT INTO ticket_events (kind, guild_id, at, number)"
                    " VALUES ('opened', ?, 5, ?)",
                    (row["guild_id"], number),
                )


MEMORY = Memory()


async def counted(types: Sequence[int | None], since: int, until: int) -> Any:
    """What the store counts of server 1."""
    database: Any = MEMORY
    return await StatisticsStore(database).count(
        of_types(1, types), since, until, lambda a, b: between_changes(PARIS, a, b)
    )


def rank(times: Sequence[int], of_ten: int) -> int:
    """The smallest of these that so many of ten are not longer than."""
    return min(one for one in times if sum(x <= one for x in times) * 10 >= of_ten * len(times))


def slow_times(tickets: Iterable[Mapping[str, Any]], at: str, counted_as: str) -> Times | None:
    """How long something took, one ticket after the other."""
    times, in_hours = [], False
    for one in tickets:
        seconds = one[counted_as]
        in_hours = in_hours or seconds is not None
        times.append(max(one[at] - one["created_at"] if seconds is None else seconds, 0))
    return Times(len(times), rank(times, 5), rank(times, 9), in_hours) if times else None


def slowly(
    tickets: Iterable[Mapping[str, Any]], types: Sequence[int | None], since: int, until: int
) -> dict[str, Any]:
    """All numbers, in plain Python."""
    every = [one for one in tickets if one["guild_id"] == 1]
    begin = since or min((one["created_at"] for one in every), default=until)
    begin = min(begin, until) if not since else begin
    theirs = [one for one in every if one["type_id"] in types and one["state"] != "failed"]

    def within(at: str) -> list[Mapping[str, Any]]:
        return [one for one in theirs if one[at] is not None and begin <= one[at] < until]

    opened = [one for one in within("created_at") if one["state"] in OPENED]
    local = [datetime.fromtimestamp(one["created_at"], PARIS) for one in opened]
    by_weekday = Counter(one.weekday() for one in local)
    by_hour = Counter(one.hour for one in local)
    return {
        "since": begin,
        "until": until,
        "opened": len(opened),
        "declined": sum(one["state"] == "refused" for one in within("decided_at")),
        "closed": len(within("closed_at")),
        "open_now": sum(one["state"] == "open" for one in theirs),
        "answers": slow_times(
            [one for one in within("answered_at") if one["has_event"]],
            "answered_at",
            "answer_seconds",
        ),
        "closings": slow_times(
            [one for one in within("closed_at") if one["has_event"]],
            "closed_at",
            "closing_seconds",
        ),
        "by_type": dict(Counter(one["type_id"] or 0 for one in opened)),
        "by_weekday": tuple(by_weekday[day] for day in range(7)),
        "by_hour": tuple(by_hour[hour] for hour in range(24)),
        "ratings": tuple(
            sum(one["stars"] == stars for one in within("closed_at")) for stars in range(1, 6)
        ),
    }


MOMENTS = st.integers(SPRING, SPRING + 3 * 86400) | st.integers(AUTUMN, AUTUMN + 3 * 86400)
MAYBE = st.none() | MOMENTS
HISTORIES = st.lists(
    st.fixed_dictionaries(
        {
            "guild_id": st.sampled_from((1, 1, 1, 2)),
            "state": st.sampled_from([one.value for one in State]),
            "type_id": st.sampled_from((None, 3, 4)),
            "created_at": MOMENTS,
            "decided_at": MAYBE,
            "answered_at": MAYBE,
            "closed_at": MAYBE,
            "answer_seconds": st.none() | st.integers(0, 9000),
            "closing_seconds": st.none() | st.integers(0, 9000),
            "stars": st.none() | st.integers(1, 5),
            "has_event": st.booleans(),
        }
    ),
    max_size=12,
)


@seed(22)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(HISTORIES, st.sampled_from(((None, 3, 4), (None,), (3, 4), ())), st.just(0) | MOMENTS)
@example([], (None,), 0)
async def test_the_numbers_are_right(
    tickets: list[dict[str, Any]], types: tuple[int | None, ...], since: int
) -> None:
    """Whatever happened, whosever the tickets are, over changes of the clock."""
    MEMORY.holds(tickets)
    until = AUTUMN + 2 * 86400
    found = await counted(types, since, until)
    assert vars(found) == slowly(tickets, types, since, until)


async def test_after_a_reset_terms_decide() -> None:
    """Tickets of other terms aren't counted."""
    ticket = dict.fromkeys(("answered_at", "closed_at", "decided_at"), None)
    ticket |= {"state": "open", "created_at": SPRING, "has_event": True}
    MEMORY.holds([{**ticket, "terms": '{"a": 1}'}, {**ticket, "terms": '{"a": 2}'}])
    database: Any = MEMORY
    found = await StatisticsStore(database).count(
        of_terms(1, ['[0,"{\\"a\\": 1}"]']), 0, AUTUMN, lambda a, b: between_changes(PARIS, a, b)
    )
    assert (found.opened, found.open_now) == (1, 1)


async def test_every_number_is_read_from_an_index() -> None:
    """No row of the tickets themselves is read for what is counted by type."""
    seen: list[str] = []
    connection = MEMORY.cursor.connection

    def note(_cursor: Any, sql: str, _values: Any) -> bool:
        seen.append(sql)
        return True

    connection.exec_trace = note
    await counted((None,), SPRING, AUTUMN)
    connection.exec_trace = None
    plans = []
    for sql in seen:
        if "tickets_by_" in sql and "stars" not in sql:
            names = ("guild", "among", "since", "until", "offset")
            values = {name: "[0]" if name == "among" else 1 for name in names if f":{name}" in sql}
            rows = MEMORY.cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            plans.append(" ".join(str(row[3]) for row in rows))
    assert len(plans) >= 5
    for plan in plans:
        assert "COVERING INDEX tickets_by_" in plan, plan
        assert "SCAN tickets" not in plan, plan
