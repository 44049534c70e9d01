"""Who is waited for, in the database; and the staff's list, which reads only what it shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tickets.activity.rules import LIST_FILTERS, after_word
from tickets.activity.store import ListStore
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.event import TicketEvent
from tickets.core.settings import Terms
from tickets.core.store.tickets import TicketStore
from tickets.core.ticket import Action, Side, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    import apsw

    from tests.core.records import Records
    from tickets.core.store.database import Database
    from tickets.core.ticket import Ticket

ALL = LIST_FILTERS["all"].where


async def numbers(database: Database, where: str = ALL, **about: Any) -> list[int]:
    """The numbers of what the list shows of server 1, in order."""
    asked = {"types": (None,), "skipped": 0, "limit": 10, **about}
    return [one.number for one in await ListStore(database).page(1, where, reader_id=1, **asked)]


async def a_list(records: Records) -> None:
    """A bit of everything; 7 has waited for the staff longest."""
    waiting = {2: (Side.OPENER, 100), 4: (Side.STAFF, 300), 7: (Side.STAFF, 200)}
    for number in range(1, 9):
        if number in (3, 5):
            await records.begin(state=State.REQUESTED)
        elif number == 1:
            await records.closed()
        else:
            ticket = await records.opened(type_id=9 if number == 8 else None)
            side, since = waiting.get(number, (None, None))
            await records.store.note(ticket, waits_for=side, waits_since=since)


async def test_the_order(records: Records) -> None:
    """Requests, then what waits for the staff, the longest first, then the rest; closed last."""
    await a_list(records)
    assert await numbers(records.database) == [3, 5, 7, 4, 2, 6, 1]
    assert await numbers(records.database, types=(None, 9)) == [3, 5, 7, 4, 2, 6, 8, 1]
    assert await numbers(records.database, types=(9,)) == [8]
    assert await numbers(records.database, types=()) == []
    assert await numbers(records.database, skipped=2, limit=2) == [7, 4]
    waiting = LIST_FILTERS["waiting"].where
    assert await numbers(records.database, waiting) == [3, 5, 7, 4]
    assert await numbers(records.database, waiting, numbers=(1, 4, 5)) == [5, 4]
    found = await ListStore(records.database).count(1, ALL, reader_id=1, types=(None, 9))
    assert found == {State.REQUESTED: 2, State.OPEN: 5, State.CLOSED: 1}
    assert await ListStore(records.database).count(2, ALL, reader_id=1, types=(None,)) == {}


@pytest.mark.parametrize("show", LIST_FILTERS)
async def test_the_list_reads_what_it_shows(records: Records, show: str) -> None:
    """The index has its order: ten lines are ten rows, however many tickets there are."""
    seen: list[str] = []
    connection = records.database._connection

    def note(_cursor: Any, sql: str, _values: Any) -> bool:
        seen.append(sql)
        return True

    connection.exec_trace = note
    store, where = ListStore(records.database), LIST_FILTERS[show].where
    await store.count(1, where, reader_id=1, types=(None,))
    await store.page(1, where, reader_id=1, types=(None,), skipped=0, limit=10)
    connection.exec_trace = None

    def plan(sql: str, cursor: apsw.Cursor) -> list[str]:
        values: dict[str, Any] = {"guild": 1, "among": "[0]", "limit": 10, "skipped": 0}
        values["reader"] = 1
        used = {name: value for name, value in values.items() if f":{name}" in sql}
        return [str(row[3]) for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", used)]

    count, page = [one for one in seen if one.startswith("SELECT")]
    for sql in (count, page):
        steps = await records.database.run(partial(plan, sql))
        if show == "mine":
            # What one moderator handles is little.
            assert any("INDEX tickets_of_handler" in step for step in steps), steps
            return
        assert any("INDEX listed_tickets (guild_id=?" in step for step in steps), steps
    assert not any("ORDER BY" in step for step in steps), steps


async def test_what_the_cog_reads_at_its_start(records: Records) -> None:
    """The tickets in which words count, each with the roles of its opening."""
    await records.closed()
    opened = await records.opened(terms=Terms(moderator_role_ids=(5,), access_role_ids=(6,)))
    await records.store.note(opened, waits_for=Side.STAFF, waits_since=5)
    await records.begin()
    ((channel_id, found),) = await ListStore(records.database).in_use()
    assert channel_id == opened.channel_id
    assert (found.guild_id, found.number, found.opener_id) == (1, 2, opened.opener_id)
    assert found.waits_for is Side.STAFF
    assert found.staff_role_ids == {5, 6}


# Changing records


async def test_a_change_sees_the_present_record(records: Records) -> None:
    """Two decide at once: the second sees what the first has done, and may do nothing."""
    ticket = await records.opened()
    seen: list[Side | None] = []

    def decide(present: Ticket) -> Mapping[str, Any]:
        seen.append(present.waits_for)
        return after_word(present, Side.OPENER, 7)

    for _ in range(2):
        changed = await records.store.change(1, ticket.number, decide)
        assert (changed.waits_for, changed.waits_since) == (Side.STAFF, 7)
    assert seen == [None, Side.STAFF]


async def test_a_refused_change_changes_nothing(records: Records) -> None:
    """What the decision raises leaves the record, and nobody is told of a change."""
    ticket, told = await records.opened(), list[int]()
    store = TicketStore(
        records.database, records.events, watch=lambda one: told.append(one.number)
    )

    def decide(_present: Ticket) -> Mapping[str, Any]:
        raise errors.DiscordUnreachable

    with pytest.raises(errors.DiscordUnreachable):
        await store.change(1, ticket.number, decide)
    assert await store.get(1, ticket.number) == ticket
    assert told == []
    await store.note(ticket, saved_upto=5)
    await store.move(ticket, Action.CLOSE)
    assert told == [1, 1]


async def test_an_event_changes_its_ticket_in_its_transaction(records: Records) -> None:
    """As an opening does: the record that is returned has it, and so has the stored one."""
    store = TicketStore(records.database, records.events, FEATURES.fields_after)
    ticket = await records.begin()
    opened = TicketEvent(kind="opened", guild_id=1, number=1, at=500)
    moved = await store.move(ticket, Action.FINISH_OPENING, opened, channel_id=8, settled=True)
    assert moved.waiting == (Side.STAFF, 500)
    assert await store.get(1, 1) == moved
    reopened = TicketEvent(kind="reopened", guild_id=1, number=1, at=900)
    assert (await store.note(moved, reopened)).waiting == (Side.STAFF, 900)
