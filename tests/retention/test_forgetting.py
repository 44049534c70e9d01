"""When tickets are forgotten, and that nothing but numbers is left of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.builders import GUILD, a_ticket, settings
from tests.privacy.test_personal import Memory
from tickets.cog import FEATURES
from tickets.core.ticket import State
from tickets.retention.rules import DAY, ENDED, FORGOTTEN_EVERY, ended_at, forgotten_at

if TYPE_CHECKING:
    from tickets.core.settings import Settings

LONG_AGO = 1_600_000_000 - 1_600_000_000 % FORGOTTEN_EVERY
#: Tables with a server and a number that is no ticket's.
OF_NO_TICKET = {"panels", "counters"}
#: What stays: words and numbers of ours, and times.
STAYS = {
    "tickets": {
        *("id", "guild_id", "number", "state", "created_at", "panel", "decided_at", "closed_at"),
        *("revision", "settled", "type_id", "waits_for", "waits_since", "answered_at"),
        *("deletion_told", "closing_cause", "stars"),
        *("claimed_at", "claim_access", "staffed_from", "answer_seconds", "closing_seconds"),
        *("deleted_at", "is_forgotten", "kept_since"),
        # Another cog's name, and what it called the ticket.
        *("came_from", "former_number"),
        # Times, and how often: none of it is anybody's.
        *("reminded_wait", "reminders", "reminder_begun", "pinged_at", "closes_at", "kept_open"),
    },
    "ticket_events": {"id", "guild_id", "number", "kind", "at"},
    "renames": {"guild_id", "number", "at"},
}


def kept_for(days: int, since: int = 0) -> Settings:
    """A server that forgets tickets after so many days, since then."""
    return settings(retention=days).with_switched_on(since)


@pytest.mark.parametrize(
    ("state", "times", "ended"),
    [
        (State.DELETED, {"created_at": 1, "closed_at": 2, "deleted_at": 3}, 3),
        # From before that was kept.
        (State.DELETED, {"created_at": 1, "closed_at": 2}, 2),
        (State.DELETED, {"created_at": 1, "closed_at": None}, 1),
        (State.REFUSED, {"created_at": 1, "decided_at": 2}, 2),
        (State.CANCELLED, {"created_at": 1, "decided_at": 2}, 2),
        (State.FAILED, {"created_at": 1, "decided_at": 2}, 1),
    ],
)
def test_when_it_ended(state: State, times: dict[str, Any], ended: int) -> None:
    """Deleted, refused, withdrawn, or never come to be."""
    assert ended_at(a_ticket(state, **times)) == ended


@pytest.mark.parametrize("days", [1, 30, 3650])
@pytest.mark.parametrize("seconds", [0, 1, FORGOTTEN_EVERY - 1])
def test_days_are_full(days: int, seconds: int) -> None:
    """Never sooner than after so many days, and within six hours of that."""
    end = LONG_AGO + seconds
    due = forgotten_at(a_ticket(State.DELETED, deleted_at=end), kept_for(days))
    assert due is not None
    assert 0 <= due - end - days * DAY < FORGOTTEN_EVERY


def test_old_ones_count_from_the_switch() -> None:
    """What ended before it was switched on has all its days from then."""
    since = LONG_AGO + 900 * DAY
    old = a_ticket(State.DELETED, deleted_at=LONG_AGO)
    assert forgotten_at(old, kept_for(10, since)) == since + 10 * DAY
    new = a_ticket(State.REFUSED, decided_at=since + 2 * DAY)
    assert forgotten_at(new, kept_for(10, since)) == since + 12 * DAY


def test_off_forgets_nothing() -> None:
    """Without days nothing is ever due; nor is what was forgotten."""
    ended = a_ticket(State.DELETED, deleted_at=LONG_AGO)
    assert forgotten_at(ended, settings()) is None
    gone = a_ticket(State.DELETED, deleted_at=LONG_AGO, is_forgotten=True)
    assert forgotten_at(gone, kept_for(1)) is None


# What is left


def tables_of_tickets(memory: Memory) -> list[str]:
    """Tables whose rows are of tickets."""
    return [
        table
        for table in memory.tables()
        if {"guild_id", "number"} <= set(memory.columns(table)) and table not in OF_NO_TICKET
    ]


def filled(memory: Memory, table: str, number: int) -> None:
    """A row with something in every column."""
    row: dict[str, Any] = {}
    for at, (name, (kind, _needed)) in enumerate(memory.columns(table).items()):
        value = 7_000_000 + 100 * number + at
        row[name] = value if kind == "INTEGER" else f"secret {value}"
    row |= {"guild_id": GUILD, "number": number, "id": number} if "id" in row else {}
    row |= {"guild_id": GUILD, "number": number}
    if table == "tickets":
        row |= {"state": "deleted", "settled": 1}
    memory.add(table, **row)


def forget(memory: Memory, number: int, *, transcripts: bool = False) -> None:
    """Forgets a ticket as the store does."""
    values = {"guild": GUILD, "number": number, "transcripts": transcripts}
    for statement in FEATURES.each("forgets_tickets"):
        memory.cursor.execute(statement, values).fetchall()


def rows(memory: Memory, table: str, number: int) -> list[dict[str, Any]]:
    """The rows of a ticket."""
    names = list(memory.columns(table))
    query = f"SELECT {', '.join(names)} FROM {table} WHERE guild_id = ? AND number = ?"
    found = memory.cursor.execute(query, (GUILD, number)).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


@pytest.mark.parametrize("table", tables_of_tickets(Memory()))
def test_only_numbers_are_left(table: str) -> None:
    """Every column of every table of tickets is emptied, or known to be a number of ours."""
    memory = Memory()
    for number in (1, 2):
        filled(memory, table, number)
    (untouched,) = rows(memory, table, 2)
    forget(memory, 1)
    left = {
        name
        for row in rows(memory, table, 1)
        for name, value in row.items()
        if value not in (None, 0, "{}", "[]")
    }
    assert left <= STAYS.get(table, set()), "say in STAYS what it is, or forget it"
    assert rows(memory, table, 2) == [untouched]


def test_numbers_of_statistics_stay() -> None:
    """When it was opened, answered, closed; how long that took; its type and what happened."""
    memory = Memory()
    for table in ("tickets", "ticket_events"):
        filled(memory, table, 1)
    before = {table: rows(memory, table, 1)[0] for table in ("tickets", "ticket_events")}
    forget(memory, 1)
    for table, row in before.items():
        (after,) = rows(memory, table, 1)
        kept = STAYS[table] - {"is_forgotten"}
        assert {name: after[name] for name in kept} == {name: row[name] for name in kept}


def test_who_did_nothing_is_still_nobody() -> None:
    """Where nobody's id stood, none stands: what a ticket was is still known."""
    memory = Memory()
    memory.add("tickets", guild_id=GUILD, number=1, state="cancelled", decided_by_id=5)
    forget(memory, 1)
    ((decided, closed),) = memory.cursor.execute(
        "SELECT decided_by_id, closed_by_id FROM tickets"
    ).fetchall()
    assert (decided, closed) == (0, None)


@pytest.mark.parametrize("transcripts", [False, True])
def test_transcripts_are_found_as_long_as_they_are_to_go(transcripts: bool) -> None:
    """Their messages are forgotten, or remembered without the ticket until they are gone."""
    memory = Memory()
    memory.add("transcript_messages", guild_id=GUILD, number=1, channel_id=8, message_id=9)
    forget(memory, 1, transcripts=transcripts)
    left = memory.cursor.execute(
        "SELECT number, message_id, removal FROM transcript_messages"
    ).fetchall()
    assert left == ([(0, 9, 1)] if transcripts else [])


def test_work_of_others_is_left_alone() -> None:
    """What is still to be done for other tickets, or for none, stays."""
    memory = Memory()
    for body in ({"number": 1}, {"number": 2}, {"left": [1]}):
        memory.add("jobs", guild_id=GUILD, body=json.dumps(body))
    forget(memory, 1)
    left = [body for (body,) in memory.cursor.execute("SELECT body FROM jobs")]
    assert left == ['{"number": 2}', '{"left": [1]}']


def test_all_ended_states_are_forgotten() -> None:
    """A ticket of any other state may still be used."""
    assert {one.value for one in State} - {one.value for one in ENDED} == {
        *("requested", "opening", "open", "closed", "deleting"),
    }


def test_statements_name_what_they_are_about() -> None:
    """Each is about one ticket of one server."""
    for statement in FEATURES.each("forgets_tickets"):
        assert re.search(r"guild_id = :guild\b.*:number\b", statement, re.DOTALL), statement
