"""The index of tickets' words (R3): kept by the database itself, and forgetting with it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.records import STEPS
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.form import Answer, QuestionKind
from tickets.core.settings import Terms
from tickets.core.store.database import Database
from tickets.core.store.records import text_from_terms
from tickets.core.store.schema import in_order
from tickets.core.store.their_tickets import every_terms, of_terms, of_types
from tickets.core.ticket import Action, State
from tickets.privacy.store import PeopleStore
from tickets.search.rules import Wish, query_of
from tickets.search.store import BATCH, SearchStore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.records import Records
    from tickets.core.ticket import Ticket

NO_TYPE = of_types(1, [None])
BEFORE_SEARCH = next(one.version - 1 for one in STEPS if "ticket_search" in one.sql)


async def found(database: Database, words: str = "", **about: Any) -> list[int]:
    """The numbers of what is found in server 1, newest first."""
    theirs = about.pop("theirs", NO_TYPE)
    store, size = SearchStore(database), about.pop("size", 10)
    page = about.pop("page", 0)
    wish = Wish(words, **about)
    _count, _page, tickets = await store.find(wish, theirs, limit=100, page=page, size=size)
    return [one.number for one in tickets]


async def refused(records: Records, why: str) -> Ticket:
    """A request that was refused."""
    asked = await records.begin(state=State.REQUESTED, reason=None)
    return await records.store.move(
        asked, Action.REFUSE, decided_by_id=9, decided_at=5, refusal=why
    )


async def test_where_words_are_found(records: Records) -> None:
    """In reason, answers, closing and refusal; not in questions. Accents and case don't matter."""
    await records.opened(reason="Où est l'Été ?")
    answers = (
        Answer("Colour", QuestionKind.ONE, ("déjà vu", "zwei")),
        Answer("Else", QuestionKind.SHORT, ("straße",)),
    )
    await records.opened(reason=None, answers=answers)
    closed = await records.closed(reason=None)
    await records.store.note(closed, close_reason="Refunded in full")
    await refused(records, "spam")
    for words, numbers in {
        "ete": [1],
        "OU": [1],
        "l'ete est": [1],
        "deja": [2],
        "zwei straße": [2],
        "zwei ete": [],
        "colour": [],
        "refund": [3],
        "fund": [],
        "spam": [4],
    }.items():
        assert await found(records.database, words) == numbers, words


async def test_by_opener_and_number(records: Records) -> None:
    """All of somebody's, past ones too, newest first, page by page; what failed never was."""
    for _ in range(3):
        await records.closed(opener_id=7, opened_by_id=7)
    await records.opened(opener_id=8, opened_by_id=7, reason="help me")
    await records.store.move(await records.begin(opener_id=7), Action.FAIL_OPENING)
    await records.opened(guild_id=2, opener_id=7)
    database = records.database
    assert await found(database) == [4, 3, 2, 1]
    assert await found(database, opener_id=7) == [3, 2, 1]
    assert await found(database, opener_id=7, size=2, page=1) == [1]
    assert await found(database, opener_id=7, size=2, page=99) == [1]
    assert await found(database, opener_id=7, number=2) == [2]
    assert await found(database, "help", opener_id=8) == [4]
    assert await found(database, "help", opener_id=7) == []
    assert await found(database, opener_id=0) == []
    assert await found(database, "why", number=3) == [3]


async def test_only_what_is_theirs(records: Records) -> None:
    """A moved ticket is its present type's; of others there is neither line nor count."""
    first = await records.opened(type_id=5, reason="secret one")
    await records.opened(reason="secret two")
    database = records.database
    assert await found(database, "secret") == [2]
    assert await found(database, "secret", theirs=of_types(1, [5, None])) == [2, 1]
    assert await found(database, "secret", theirs=of_types(2, [5, None])) == []
    assert await found(database, "secret", theirs=of_types(1, [])) == []
    await records.store.note(first, type_id=None)
    assert await found(database, "secret") == [2, 1]


async def test_after_a_reset_terms_decide(records: Records) -> None:
    """The terms that tickets were opened with, each once, and those with some of them."""
    await records.opened(terms=Terms(moderator_role_ids=(5,)))
    await records.opened(terms=Terms(moderator_role_ids=(6,)))
    await records.opened(terms=Terms(moderator_role_ids=(6,)), type_id=3)
    every = await every_terms(records.database, 1)
    assert len(every) == 3
    sixth = [text for text, (_type, terms) in every.items() if "6" in repr(terms)]
    assert {every[text][0] for text in sixth} == {None, 3}
    assert await found(records.database, theirs=of_terms(1, sixth)) == [3, 2]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=30) | st.text(alphabet='"*(): ORANDNEAR-^+{}a\0', max_size=30))
def test_nothing_that_is_typed_is_syntax(words: str) -> None:
    """FTS5 understands whatever becomes of words; it finds or doesn't, and never complains."""
    connection = _memory()
    query = query_of(words)
    if query:
        connection.execute(
            "SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?", (query,)
        ).fetchall()


def _memory(_made: list[Any] = []) -> Any:  # noqa: B006 - made once
    if not _made:
        _made.append(apsw.Connection(":memory:"))
        for step in in_order(STEPS):
            _made[0].execute(step.sql).fetchall()
        _made[0].execute("INSERT INTO ticket_search (rowid, reason) VALUES (1, 'a OR b near')")
    return _made[0]


# What was there before


def _old(path: Path, count: int) -> None:
    """A database from before the search, with so many tickets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(apsw.Connection(str(path))) as connection:
        for step in in_order(STEPS)[:BEFORE_SEARCH]:
            connection.execute(step.sql).fetchall()
        connection.execute(f"PRAGMA user_version = {BEFORE_SEARCH}").fetchall()
        terms = text_from_terms(Terms())
        with connection:
            connection.executemany(
                "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id, origin_id,"
                " reason, created_at, terms) VALUES (1, ?, 'deleted', 7, 7, ?, ?, 5, ?)",
                [(one, one, f"old words w{one}", terms) for one in range(1, count + 1)],
            )


async def test_tickets_of_before_are_read_after_the_start(path: Path) -> None:
    """In pieces, the newest first, once; meanwhile what is new, changed or forgotten is right."""
    _old(path, 2 * BATCH + 10)
    database = await Database.open(path, STEPS)
    store = SearchStore(database)
    assert await store.is_behind()
    assert await found(database, "w3") == []
    await database.run(
        lambda cursor: cursor.execute(
            "UPDATE tickets SET reason = iif(number = 1, NULL, 'other words') WHERE number < 3"
        ).fetchall()
    )
    assert await store.catch_up()
    assert await found(database, f"w{2 * BATCH + 10}") == [2 * BATCH + 10]
    assert await found(database, "w3", number=3) == []
    while await store.catch_up():
        pass
    assert not await store.is_behind()
    assert await found(database, "w3", number=3) == [3]
    assert await found(database, "other words") == [2]
    assert await found(database, "w1", number=1) == []
    await store.catch_up()
    await database.run(_check)
    await database.close()


def _check(cursor: Any) -> None:
    """The index is sound, and what it would be if it were made anew."""
    words = "SELECT term, doc, col, offset FROM temp.indexed_words ORDER BY 1, 2, 3, 4"
    cursor.execute(
        "CREATE VIRTUAL TABLE temp.indexed_words"
        " USING fts5vocab('main', 'ticket_search', 'instance')"
    ).fetchall()
    present = cursor.execute(words).fetchall()
    for command in ("integrity-check", "delete-all"):
        cursor.execute(
            "INSERT INTO ticket_search (ticket_search) VALUES (?)", (command,)
        ).fetchall()
    cursor.execute(
        "INSERT INTO ticket_search (rowid, reason, close_reason, refusal, answers)"
        " SELECT * FROM ticket_words"
    ).fetchall()
    assert cursor.execute(words).fetchall() == present
    assert present
    cursor.execute("DROP TABLE temp.indexed_words").fetchall()


async def test_forgotten_words_leave_the_index(records: Records, path: Path) -> None:
    """Not found any more, and in none of the files: not even as a piece of the index."""
    for number in range(60):
        await records.closed(opener_id=8, opened_by_id=8, reason=f"his quxword{number}")
    hers = await records.closed(opener_id=7, opened_by_id=7, reason="zyxwoman vutsecret")
    await records.store.note(hers, closed_by_id=7, close_reason="ponmlkji")
    database = records.database
    assert await found(database, "zyxwoman ponmlkji") == [hers.number]
    people = PeopleStore(database, tuple(FEATURES.each("personal")))
    await people.forget_words(7, live_too=True)
    await people.forget_identity(7, live_too=True)
    for word in ("zyxwoman", "vutsecret", "ponmlkji"):
        assert await found(database, word) == []
    assert await found(database, "quxword7") == [8]
    await database.wipe()
    await database.run(_check)
    for file in path.parent.iterdir():
        content = file.read_bytes()
        for piece in (b"yxwoman", b"utsecret", b"onmlkji"):
            assert piece not in content, (file.name, piece)


async def test_reading_disturbs_nobody(records: Records) -> None:
    """It writes nothing, sees what was stored a moment before, and ends with the database."""
    database = records.database
    await records.opened(reason="first")
    assert await found(database, "first") == [1]
    await records.opened(reason="second")
    assert await found(database, "second") == [2]
    with pytest.raises(apsw.ReadOnlyError):
        await database.read(lambda cursor: cursor.execute("DELETE FROM tickets").fetchall())
    await database.close()
    with pytest.raises(errors.Unloaded):
        await found(database, "first")
