"""When a member's tickets ended: what a pause is counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.core.records import Records, an_event
from tickets.admission.store import EndedTickets
from tickets.core.ticket import Action, State

if TYPE_CHECKING:
    from tickets.core.store.database import Database

pytestmark = pytest.mark.asyncio


@pytest.fixture
def ended(database: Database) -> EndedTickets:
    """Reads them from an empty database."""
    return EndedTickets(database)


async def last(
    ended: EndedTickets, *, any_type: bool = True, type_id: int | None = None, now: int = 10_000
) -> int | None:
    """When member 7's last ticket ended."""
    return await ended.last_ended_at(1, 7, now, any_type=any_type, type_id=type_id)


async def test_nothing_has_ended(records: Records, ended: EndedTickets) -> None:
    """No ticket, an open one, one that was reopened, and others' tickets."""
    assert await last(ended) is None
    ticket = await records.begin(opener_id=7, opened_by_id=7)
    ticket = await records.store.move(ticket, Action.FINISH_OPENING)
    assert await last(ended) is None
    ticket = await records.store.move(ticket, Action.CLOSE, closed_at=500)
    assert await last(ended) == 500
    await records.store.move(ticket, Action.REOPEN, closed_at=None)
    assert await last(ended) is None


async def test_refused_and_withdrawn_requests_end(records: Records, ended: EndedTickets) -> None:
    """At their decision."""
    ticket = await records.begin(opener_id=7, opened_by_id=7, state=State.REQUESTED)
    await records.store.move(ticket, Action.REFUSE, decided_at=600)
    assert await last(ended) == 600
    ticket = await records.begin(opener_id=7, opened_by_id=7, state=State.REQUESTED)
    await records.store.move(ticket, Action.CANCEL, decided_at=700)
    assert await last(ended) == 700


async def test_deleted_without_having_been_closed(records: Records, ended: EndedTickets) -> None:
    """It ended when its channel went."""
    ticket = await records.begin(opener_id=7, opened_by_id=7)
    ticket = await records.store.move(ticket, Action.FINISH_OPENING)
    gone = an_event("deleted", number=ticket.number, at=800)
    await records.store.move(ticket, Action.VANISH, gone)
    assert await last(ended) == 800


async def test_of_a_type(records: Records, ended: EndedTickets) -> None:
    """A type's own pause looks at its tickets only."""
    for type_id, at in ((None, 300), (2, 400), (3, 500)):
        ticket = await records.begin(opener_id=7, opened_by_id=7, type_id=type_id)
        ticket = await records.store.move(ticket, Action.FINISH_OPENING)
        await records.store.move(ticket, Action.CLOSE, closed_at=at)
    assert await last(ended) == 500
    assert await last(ended, any_type=False, type_id=2) == 400
    assert await last(ended, any_type=False, type_id=None) == 300
    assert await last(ended, any_type=False, type_id=9) is None


async def test_a_clock_that_was_ahead_ends_nothing(records: Records, ended: EndedTickets) -> None:
    """What ended in the future is no reason to wait until then."""
    ticket = await records.begin(opener_id=7, opened_by_id=7)
    ticket = await records.store.move(ticket, Action.FINISH_OPENING)
    await records.store.move(ticket, Action.CLOSE, closed_at=20_000)
    assert await last(ended) is None
