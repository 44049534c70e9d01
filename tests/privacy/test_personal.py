"""No column with a person in it is overlooked when data is asked for or forgotten."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from tests.core.builders import GUILD, a_ticket, settings
from tickets.cog import FEATURES
from tickets.core.event import TicketEvent
from tickets.core.store.jobs import insert
from tickets.core.store.schema import in_order
from tickets.core.ticket import State
from tickets.privacy.store import PeopleStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tickets.core.personal import PersonalTable
    from tickets.core.store.schema import Step

HER, HIM = 1_456_074_443_980_800_777, 1_456_074_443_980_800_778
PERSONAL: tuple[PersonalTable, ...] = tuple(FEATURES.each("personal"))
Column = tuple[str, str]

#: How columns are called that may hold people.
MAY_BE_PEOPLE = re.compile(
    r"(^|_)(ids?|by|of|who|whom|user|member|opener|author|owner|moderator|guest|person|people)s?$"
)
#: Columns that are called so and never hold a person, in whatever table they are.
NOT_PEOPLE = {
    "id": "counts the rows",
    "guild_id": "a server",
    "channel_id": "a channel",
    "welcome_id": "a message",
    "message_id": "a message",
    "closed_message_id": "a message",
    "request_id": "a message",
    "request_channel_id": "a channel",
    "thread_id": "a thread",
    "origin_id": "an interaction or message",
    "notice_id": "a row of the notices",
    "category_id": "a category",
    "closed_category_id": "a category",
    "question_id": "a message",
    "base_id": "a category",
    "role_id": "a role",
    "type_id": "a type of tickets",
}
#: Texts that hold neither people nor anybody's words about people, by table.
NOT_PERSONAL_TEXT = {
    ("tickets", "state"): "one of our words",
    ("kept_words", "text"): "whole rows are deleted with their author",
    ("kept_words", "files"): "the same",
    ("tickets", "terms"): "settings: roles and channels",
    ("tickets", "moved_from"): "a type, and settings: roles and channels",
    ("tickets", "waits_for"): "one of our words",
    ("tickets", "claim_access"): "one of our words",
    ("tickets", "put_off"): "our words, and times",
    ("tickets", "closing_cause"): "one of our words",
    ("tickets", "came_from"): "one of our words",
    ("taken_over", "source"): "one of our words",
    ("their_buttons", "source"): "one of our words",
    ("due_settings", "digest"): "settings: hours and times",
    ("boards", "digest"): "a checksum of numbers, channels and times",
    ("types", "name"): "what the server's admins show to all",
    ("types", "folded"): "the same",
    ("types", "emoji"): "the same",
    ("types", "description"): "the same",
    ("types", "body"): "settings: roles, channels and texts of admins",
    ("overflow_categories", "name"): "a category's name",
    ("panels", "body"): "what the server's admins show to all",
    ("ready_answers", "name"): "what the server's admins call what the staff sends",
    ("ready_answers", "folded"): "the same",
    ("ready_answers", "text"): "what the server's admins let the staff send",
    ("jobs", "kind"): "one of our words",
    ("notices", "kind"): "one of our words",
    ("notices", "about"): "a role, channel, panel or ticket",
    ("ticket_events", "kind"): "one of our words",
    ("ticket_events", "detail"): "never an id or words of people",
}
#: What isn't told though it is forgotten.
UNTOLD = {
    "jobs": "done within moments, and told with what it is about",
    "notice_readers": "which notices of the server somebody has read says nothing of them",
}


class Memory:
    """The tables that there are, in memory, without a thread of their own."""

    def __init__(self, steps: Iterable[Step] = in_order(FEATURES.each("steps"))) -> None:
        self.cursor = apsw.Connection(":memory:").cursor()
        for step in steps:
            self.cursor.execute(step.sql)
        #: What the steps themselves have put there.
        self._from_the_start = set(self._rows())

    async def run(self, work: Callable[[apsw.Cursor], Any]) -> Any:
        """Does it at once."""
        return work(self.cursor)

    def tables(self) -> list[str]:
        """The tables' names, without those that SQLite keeps for itself."""
        found = self.cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [str(name) for (name,) in found if not str(name).startswith("sqlite_")]

    def columns(self, table: str) -> dict[str, tuple[str, bool]]:
        """A table's columns with their type, and whether they must have a value."""
        found = self.cursor.execute(f"PRAGMA table_info({table})")
        return {
            str(name): (str(kind), bool(needed or key))
            for _cid, name, kind, needed, _default, key in found
        }

    def schema(self) -> dict[Column, str]:
        """The type of every column that there is."""
        return {
            (table, name): kind
            for table in self.tables()
            for name, (kind, _needed) in self.columns(table).items()
        }

    def add(self, table: str, **values: Any) -> None:
        """A row in which every column that must have a value has one."""
        row: dict[str, Any] = {}
        for name, (kind, needed) in self.columns(table).items():
            if needed and name != "id":
                row[name] = 5 if kind == "INTEGER" else ORDINARY.get(name, "x")
        row |= values
        self.cursor.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )

    def everything(self) -> str:
        """All that was stored, as text."""
        return "\n".join(one for one in self._rows() if one not in self._from_the_start)

    def _rows(self) -> list[str]:
        return [
            repr((table, row))
            for table in self.tables()
            for row in self.cursor.execute(f"SELECT * FROM {table}").fetchall()
        ]


ORDINARY = {"state": "open", "terms": "{}", "withdrawn": "[]", "body": "{}", "kind": "log"}


def overlooked(schema: dict[Column, str], personal: Iterable[PersonalTable]) -> Iterator[str]:
    """Columns of which nobody has said whether people, or words of theirs, are in them."""
    declared = {(one.table, column) for one in personal for column in one.columns}
    words = {
        (one.table, column)
        for one in personal
        for statement in one.forget_all_words
        for column in re.findall(r"SET (\w+) = NULL", statement)
    }
    for (table, column), kind in sorted(schema.items()):
        if (table, column) in declared:
            continue
        if MAY_BE_PEOPLE.search(column) and column not in NOT_PEOPLE:
            yield (
                f"{table}.{column} looks like a person: declare it in a PersonalTable of its"
                " feature, or say in NOT_PEOPLE what else it is"
            )
        elif kind == "TEXT" and (table, column) not in {*words, *NOT_PERSONAL_TEXT}:
            yield (
                f"{table}.{column} is text that nobody forgets: declare it in a PersonalTable of"
                " its feature, or say in NOT_PERSONAL_TEXT what it is"
            )


def test_no_column_is_overlooked() -> None:
    """Every column that may hold people, or their words, is declared or known not to."""
    found = "\n".join(overlooked(Memory().schema(), PERSONAL))
    assert not found, found


def test_what_is_declared_is_there() -> None:
    """Nothing is declared, or excused, that there isn't."""
    schema = Memory().schema()
    assert {(one.table, column) for one in PERSONAL for column in one.columns} <= set(schema)
    assert set(NOT_PERSONAL_TEXT) <= set(schema)
    assert set(NOT_PEOPLE) <= {column for _table, column in schema}
    assert {one.table for one in PERSONAL if not one.title} == set(UNTOLD)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE TABLE praises (number INTEGER, praised_by INTEGER)", "praises.praised_by looks"),
        ("CREATE TABLE praises (number INTEGER, handler_id INTEGER)", "praises.handler_id looks"),
        ("ALTER TABLE tickets ADD COLUMN owner INTEGER", "tickets.owner looks"),
        ("ALTER TABLE tickets ADD COLUMN note TEXT", "tickets.note is text"),
    ],
)
def test_an_overlooked_column_is_named(sql: str, said: str) -> None:
    """A new column that nobody declares is told by its table and name."""
    memory = Memory()
    memory.cursor.execute(sql)
    (told,) = overlooked(memory.schema(), PERSONAL)
    assert told.startswith(said)


# A person in every column

#: A row with her in a column that is no plain id.
INSIDE: dict[Column, list[dict[str, Any]]] = {
    ("tickets", "withdrawn"): [
        {"withdrawn": json.dumps([["member", HER, [], []], ["member", HIM, [], []]])}
    ],
    ("tickets", "claim_change"): [
        {"claim_change": json.dumps({"kind": "claimed", "handler_id": HER, "by_id": HIM})},
        {"claim_change": json.dumps({"kind": "claimed", "handler_id": HIM, "by_id": HER})},
    ],
    ("jobs", "queue"): [{"kind": "direct", "queue": f"direct:{HER}"}],
    ("jobs", "body"): [
        {"kind": "log", "body": json.dumps({"by_id": HER, "member_id": HIM, "reason": None})},
        {"kind": "log", "body": json.dumps({"by_id": HIM, "member_id": HER, "reason": "his"})},
        {"kind": "transcript", "body": json.dumps({"number": 1, "news": {"user_id": HER}})},
    ],
}


def people_in(table: str) -> set[str]:
    """The columns of a table that are plain ids of people."""
    every = {column for one in PERSONAL if one.table == table for column in one.columns}
    return {column for column in every if (table, column) not in INSIDE}


def rows_with_her(table: str, column: str) -> list[dict[str, Any]]:
    """Rows with her in this column, and him in all others."""
    his = dict.fromkeys(people_in(table), HIM)
    inside = INSIDE.get((table, column), [{column: HER}])
    return [{**his, **one} for one in inside]


DECLARED = sorted({(one.table, column) for one in PERSONAL for column in one.columns})
every_column = pytest.mark.parametrize(("table", "column"), DECLARED)


def store(memory: Memory) -> PeopleStore:
    """Answers requests about what is in the memory."""
    database: Any = memory
    return PeopleStore(database, PERSONAL)


@every_column
def test_examples_are_of_the_column_s_type(table: str, column: str) -> None:
    """A column that is no plain id needs an example of how people are in it."""
    plain = Memory().schema()[table, column] == "INTEGER"
    assert plain is ((table, column) not in INSIDE), f"put {table}.{column} into INSIDE"


@every_column
@pytest.mark.asyncio
async def test_people_are_told_and_forgotten_in_every_column(table: str, column: str) -> None:
    """Wherever she is, she is told so, once; when she is forgotten, she isn't there any more,
    and he still is."""
    for row in rows_with_her(table, column):
        memory = Memory()
        memory.add(table, **row)
        people = store(memory)
        told = await people.about(HER)
        titles = {one.title for one in PERSONAL if one.table == table and one.title}
        assert set(told) == titles
        assert all(len(rows) == 1 for rows in told.values())
        assert str(HIM) not in json.dumps(told)
        knew_him = str(HIM) in memory.everything()
        assert str(HER) in memory.everything()

        await people.forget_words(HER, live_too=True)
        await people.forget_identity(HER, live_too=True)

        left = memory.everything()
        assert str(HER) not in left, f"{table}.{column} still holds a forgotten person"
        assert await people.about(HER) == {}
        assert (str(HIM) in left) is (knew_him and left != "")


@every_column
@pytest.mark.asyncio
async def test_where_all_has_ended_a_person_is_forgotten_who_asks(table: str, column: str) -> None:
    """In tickets and blocks that have ended her id goes as soon as she asks."""
    if (table, column) == ("tickets", "withdrawn") or table == "jobs":
        pytest.skip("only while a ticket, or work, is still there")
    memory = Memory()
    ended: dict[str, dict[str, Any]] = {
        "tickets": {"state": "deleted"},
        "blocks": {"until": 50},
    }
    row, *_others = rows_with_her(table, column)
    memory.add(table, **row, **ended.get(table, {}))
    await store(memory).forget_identity(HER, live_too=False, now=100, lately=100)
    assert str(HER) not in memory.everything()


@pytest.mark.asyncio
async def test_words_are_forgotten_in_every_column() -> None:
    """All that she wrote goes, from each column with words."""
    memory = Memory()
    for table in ("tickets", "blocks"):
        words = {
            column: f"her words in {table}.{column}"
            for (of, column), kind in memory.schema().items()
            if of == table and kind == "TEXT" and (of, column) not in NOT_PERSONAL_TEXT
        }
        for of_people in ("withdrawn", "claim_change"):
            words.pop(of_people, None)
        assert words
        memory.add(table, **dict.fromkeys(people_in(table), HER), **words)
    await store(memory).forget_words(HER, live_too=True)
    assert "her words" not in memory.everything()


# Work that follows from what happens


@pytest.mark.parametrize("kind", list(FEATURES.each("events")))
@pytest.mark.asyncio
async def test_people_are_forgotten_in_all_work_that_follows(kind: str) -> None:
    """Whatever an event makes necessary, in whatever state a ticket is: nothing of it knows
    her, or has her words, when she is forgotten."""
    everything = settings(
        configured=True,
        reception_channel_id=44,
        transcripts=True,
        transcript_channel_id=45,
        staff_thread=True,
        dm_opener=True,
        dm_transcript=True,
    )
    for state in State:
        hers = dict.fromkeys(sorted(people_in("tickets")), HER)
        words = dict.fromkeys(("reason", "refusal", "close_reason"), "her words")
        times = {"closed_at": 1_700_003_600, "decided_at": 1_700_000_000}
        ticket = a_ticket(state, **{**hers, **words, **times})
        event = TicketEvent(
            kind=kind,
            guild_id=GUILD,
            at=5,
            number=ticket.number,
            by_id=HER,
            member_id=HER,
            unstored={"deletes": False, "reason": "her words"},
        )
        about = None if kind in ("blocked", "unblocked") else ticket
        memory = Memory()
        insert(memory.cursor, FEATURES.jobs_after(event, about, everything))
        memory.add("tickets", guild_id=GUILD, number=7, state=state.value, **hers, **words)
        people = store(memory)
        await people.forget_words(HER, live_too=True)
        await people.forget_identity(HER, live_too=True)
        assert str(HER) not in memory.everything(), f"{kind}, {state.value}"
        assert "her words" not in memory.everything(), f"{kind}, {state.value}"
