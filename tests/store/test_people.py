"""What is stored about a person can be told and forgotten (X2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tickets.domain.notices import NoticeKind
from tickets.domain.overwrite import Overwrite, Target
from tickets.domain.ticket import Action
from tickets.store.notices import NoticeStore
from tickets.store.people import NOBODY, PeopleStore

if TYPE_CHECKING:
    from tickets.domain.ticket import Ticket
    from tickets.store.database import Database

    from .builders import Records

HER, HIM = 1_456_074_443_980_800_002, 1_456_074_443_980_800_003


@pytest.fixture
def people(database: Database) -> PeopleStore:
    """Whom the database knows."""
    return PeopleStore(database)


async def everything(database: Database) -> str:
    """All that is in the file, as text."""

    def read(cursor: Any) -> list[Any]:
        tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        queries = [f"SELECT * FROM {name}" for (name,) in tables]
        return [cursor.execute(query).fetchall() for query in queries]

    return json.dumps(await database.run(read))


async def tickets_of_her(records: Records) -> dict[str, Ticket]:
    """Tickets in which she has every part that one can have."""
    lines = tuple(
        Overwrite(Target.MEMBER, person, frozenset({"view_channel"})) for person in (HER, HIM)
    )
    closed = await records.closed(opener_id=HIM, opened_by_id=HIM)
    reopened = await records.store.move(closed, Action.REOPEN, reopened_by_id=HER)
    return {
        "opened by her": await records.opened(opener_id=HER, opened_by_id=HER),
        "opened for her": await records.opened(opener_id=HER, opened_by_id=HIM),
        "opened by her for him": await records.opened(opener_id=HIM, opened_by_id=HER),
        "closed by her": await records.store.note(
            await records.closed(opener_id=HIM, opened_by_id=HIM), closed_by_id=HER
        ),
        "reopened by her": reopened,
        "she was added": await records.store.note(
            await records.closed(opener_id=HIM, opened_by_id=HIM), withdrawn=lines
        ),
        "over": await records.store.move(
            await records.opened(opener_id=HER, opened_by_id=HER), Action.VANISH
        ),
    }


async def test_everything_about_a_person_is_told(records: Records, people: PeopleStore) -> None:
    """Tickets opened by or for her, and those she closed or reopened, of all servers."""
    tickets = await tickets_of_her(records)
    elsewhere = await records.opened(guild_id=2, opener_id=HER, opened_by_id=HER)
    await records.opened(opener_id=HIM, opened_by_id=HIM)
    told = await people.tickets_about(HER)
    expected = {ticket.number for name, ticket in tickets.items() if name != "she was added"}
    assert {ticket.number for ticket in told if ticket.guild_id == 1} == expected
    assert told[-1] == elsewhere
    assert len(told) == len(expected) + 1


async def test_nobody_is_told_of_others(records: Records, people: PeopleStore) -> None:
    """Somebody who has no part in any ticket is told nothing."""
    await tickets_of_her(records)
    assert await people.tickets_about(99) == ()


async def test_a_forgotten_person_is_nowhere(
    records: Records, people: PeopleStore, database: Database
) -> None:
    """After everything was forgotten, neither her id nor her words are in the file."""
    await tickets_of_her(records)
    notices = NoticeStore(database)
    await notices.add(1, NoticeKind.NO_ROOM, "", 1)
    await notices.take_unread(1, HER)
    await records.opened(opener_id=HER, opened_by_id=HER, reason="her words")
    closed = await records.closed(opener_id=HIM, opened_by_id=HIM, reason="his words")
    await records.store.note(closed, closed_by_id=HER, close_reason="her words too")
    await people.forget_words(HER, live_too=True)
    await people.forget_identity(HER, live_too=True)
    left = await everything(database)
    assert str(HER) not in left
    assert "her words" not in left
    assert "his words" in left
    assert await people.tickets_about(HER) == ()


async def test_others_keep_what_is_theirs(records: Records, people: PeopleStore) -> None:
    """Forgetting her changes nothing in his tickets but her part of them."""
    tickets = await tickets_of_her(records)
    his = await records.closed(opener_id=HIM, opened_by_id=HIM)
    await people.forget_words(HER, live_too=True)
    await people.forget_identity(HER, live_too=True)
    assert await records.store.get(1, his.number) == his
    added = await records.store.get(1, tickets["she was added"].number)
    assert [line.id for line in added.withdrawn] == [HIM]
    closed = await records.store.get(1, tickets["closed by her"].number)
    assert (closed.opener_id, closed.closed_by_id) == (HIM, NOBODY)
    assert closed.reason == tickets["closed by her"].reason


async def test_tickets_in_use_stay_usable(records: Records, people: PeopleStore) -> None:
    """What is needed for tickets that still have a channel is kept when she asks to forget."""
    tickets = await tickets_of_her(records)
    await people.forget_words(HER, live_too=False)
    await people.forget_identity(HER, live_too=False)
    for name, ticket in tickets.items():
        present = await records.store.get(1, ticket.number)
        assert (present == ticket) is (name != "over"), name
    over = await records.store.get(1, tickets["over"].number)
    assert (over.opener_id, over.opened_by_id, over.reason) == (NOBODY, NOBODY, None)


async def test_several_people_may_be_forgotten(records: Records, people: PeopleStore) -> None:
    """Two forgotten people with a ticket each don't get in each other's way."""
    for person in (HER, HIM):
        await records.begin(opener_id=person, opened_by_id=person)
    for person in (HER, HIM):
        await people.forget_words(person, live_too=True)
        await people.forget_identity(person, live_too=True)
    assert [(await records.store.get(1, number)).opener_id for number in (1, 2)] == [NOBODY] * 2
