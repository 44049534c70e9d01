"""Tickets in the database: numbers, limits, and who was first."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import apsw
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.core.records import LOGGED, STEPS, Records, an_event, events_of, gathered
from tickets.blocks.rules import Block
from tickets.blocks.store import BlockStore
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.overwrite import Overwrite, Target
from tickets.core.settings import Terms
from tickets.core.store.database import Database
from tickets.core.ticket import COUNTED, NO_CHANNEL, Action, Earlier, State, Ticket
from tickets.lifecycle.overflow import Overflow
from tickets.lifecycle.rules import ClosedAccess
from tickets.lifecycle.store import OverflowStore
from tickets.privacy.store import PeopleStore
from tickets.staff_log.store import NoticeStore

if TYPE_CHECKING:
    from pathlib import Path

S, A = State, Action


# Numbers


async def test_numbers_count_from_one_in_each_server(records: Records) -> None:
    """Each server's first ticket is #1, whatever happens in others (K4)."""
    order = [1, 1, 2, 1, 2]
    numbers = [(await records.begin(guild_id=guild)).number for guild in order]
    assert numbers == [1, 2, 1, 3, 2]


@pytest.mark.parametrize("end", ["failed", "deleted"])
async def test_numbers_are_never_reused(records: Records, end: str) -> None:
    """A ticket that failed or was deleted leaves a gap (K4)."""
    if end == "failed":
        await records.failed()
    else:
        await records.store.move(await records.opened(), A.VANISH)
    assert (await records.begin()).number == 2


async def test_a_refusal_uses_no_number(records: Records) -> None:
    """Who is refused by the limit doesn't make a gap."""
    await records.opened(opener_id=7)
    with pytest.raises(errors.LimitReached):
        await records.begin(opener_id=7, limit=1)
    assert (await records.begin()).number == 2


async def test_numbers_go_on_after_a_restart(records: Records, path: Path) -> None:
    """The count is kept in the file."""
    await records.failed()
    await records.database.close()
    again = await Database.open(path, STEPS)
    try:
        assert (await Records(again).begin(origin_id=99)).number == 2
    finally:
        await again.close()


async def test_a_hundred_at_once_get_different_numbers(records: Records) -> None:
    """However many open tickets at once, no two in a server have the same number."""
    tickets = await asyncio.gather(*(records.begin(guild_id=1 + n % 4) for n in range(100)))
    for guild in range(1, 5):
        numbers = [ticket.number for ticket in tickets if ticket.guild_id == guild]
        assert sorted(numbers) == list(range(1, 26))


# A new ticket


async def test_a_new_ticket_is_as_asked_for(records: Records) -> None:
    """What is recorded is what was asked for, as being opened and not yet settled."""
    terms = Terms(
        moderator_role_ids=(1, 2),
        access_role_ids=(3,),
        closing_reason=False,
        closed_access=ClosedAccess.READ,
    )
    ticket = await records.begin(opener_id=7, opened_by_id=8, reason="Why", terms=terms, at=99)
    assert ticket == Ticket(
        guild_id=1,
        number=1,
        state=S.OPENING,
        opener_id=7,
        opened_by_id=8,
        reason="Why",
        created_at=99,
        terms=terms,
        settled=False,
    )
    assert await records.store.get(1, 1) == ticket


@pytest.mark.parametrize("limit", [0, 1, 2])
async def test_a_second_press_finds_the_first_at_work(records: Records, limit: int) -> None:
    """While a ticket is being opened for a member, another one is refused."""
    await records.begin(opener_id=7, limit=limit)
    with pytest.raises(errors.AlreadyOpening):
        await records.begin(opener_id=7, limit=limit)
    await records.begin(opener_id=8, limit=limit)
    await records.begin(opener_id=7, guild_id=2, limit=limit)


async def test_the_same_form_opens_one_ticket(records: Records) -> None:
    """A form that is sent twice answers with the ticket that it opened."""
    first = await records.opened(origin_id=5, opener_id=7)
    with pytest.raises(errors.AlreadyAnswered) as refused:
        await records.begin(origin_id=5, opener_id=7)
    assert refused.value.ticket == first


async def test_a_form_of_somebody_elses_is_another_one(records: Records) -> None:
    """Whoever sends a form with the id of another member's neither learns of their ticket nor
    takes it from them."""
    first = await records.opened(origin_id=5, opener_id=7)
    second = await records.opened(origin_id=5, opener_id=8)
    assert (first.opener_id, second.opener_id) == (7, 8)


async def test_a_form_is_answered_by_its_ticket_even_at_the_limit(records: Records) -> None:
    """Who sends a form twice is led to the ticket, not told about the limit."""
    await records.opened(origin_id=5, opener_id=7, limit=1)
    with pytest.raises(errors.AlreadyAnswered):
        await records.begin(origin_id=5, opener_id=7, limit=1)


async def test_a_form_that_failed_may_be_sent_again(records: Records) -> None:
    """When opening failed, the same form opens a ticket at the second try."""
    await records.failed(origin_id=5, opener_id=7)
    assert (await records.begin(origin_id=5, opener_id=7)).number == 2


async def test_the_same_origin_in_another_server_is_another_one(records: Records) -> None:
    """Servers don't disturb each other."""
    await records.begin(origin_id=5, guild_id=1)
    await records.begin(origin_id=5, guild_id=2)


# The limit


async def test_the_limit_counts_open_tickets(records: Records) -> None:
    """The member is refused at the limit, and shown the tickets, oldest first (T11)."""
    first = await records.opened(opener_id=7, limit=2)
    second = await records.opened(opener_id=7, limit=2)
    with pytest.raises(errors.LimitReached) as refused:
        await records.begin(opener_id=7, limit=2)
    assert refused.value.limit == 2
    assert refused.value.tickets == (first, second)
    await records.begin(opener_id=7, limit=3)


@pytest.mark.parametrize("end", ["closed", "failed"])
async def test_closed_and_failed_tickets_do_not_count(records: Records, end: str) -> None:
    """Who closed a ticket may open another one."""
    await getattr(records, end)(opener_id=7)
    assert await records.store.counted_of(1, 7) == ()
    await records.begin(opener_id=7, limit=1)


async def test_counted_tickets_are_the_members_own(records: Records) -> None:
    """Neither others' tickets nor those in other servers are counted."""
    own = await records.opened(opener_id=7)
    await records.opened(opener_id=8)
    await records.opened(opener_id=7, guild_id=2)
    assert await records.store.counted_of(1, 7) == (own,)


@pytest.mark.parametrize("attempt", range(5))
async def test_ten_presses_at_once_open_one_ticket(records: Records, attempt: int) -> None:
    """With a limit of one, ten presses at the same time open one ticket (T11)."""
    answers = await gathered(*(records.opened(opener_id=7, limit=1) for _ in range(10)))
    opened = [answer for answer in answers if isinstance(answer, Ticket)]
    refused = [answer for answer in answers if not isinstance(answer, Ticket)]
    assert len(opened) == 1
    assert all(isinstance(one, errors.AlreadyOpening | errors.LimitReached) for one in refused), (
        refused
    )
    assert await records.store.counted_of(1, 7) == (opened[0],)


async def test_ten_copies_of_a_form_open_one_ticket(records: Records) -> None:
    """A form that arrives ten times at once is answered by one ticket."""
    answers = await gathered(*(records.begin(origin_id=5, opener_id=7) for _ in range(10)))
    assert sum(isinstance(answer, Ticket) for answer in answers) == 1
    assert sum(isinstance(answer, errors.AlreadyAnswered) for answer in answers) == 9


# Finding


async def test_unknown_numbers_are_refused(records: Records) -> None:
    """A number that doesn't exist, or exists in another server, is no ticket."""
    await records.begin(guild_id=2)
    for number in (1, 0, -1, 10**9):
        with pytest.raises(errors.UnknownTicket):
            await records.store.get(1, number)


async def test_a_ticket_is_found_by_its_channel(records: Records) -> None:
    """The channel leads to its ticket, in its own server only."""
    ticket = await records.opened(channel_id=55)
    assert await records.store.in_channel(1, 55) == ticket
    assert await records.store.in_channel(2, 55) is None
    assert await records.store.in_channel(1, 56) is None


async def test_a_channel_has_one_ticket(records: Records) -> None:
    """Two tickets never claim the same channel, and the second one is left as it was."""
    await records.opened(channel_id=55)
    other = await records.begin()
    with pytest.raises(apsw.ConstraintError):
        await records.store.note(other, channel_id=55)
    assert await records.store.get(1, other.number) == other


async def test_a_channel_that_is_gone_is_forgotten(records: Records) -> None:
    """After both are gone, channel and welcome message are dropped, and nothing else."""
    ticket = await records.opened(channel_id=55)
    forgotten = await records.store.note(ticket, **NO_CHANNEL)
    assert (forgotten.channel_id, forgotten.welcome_id) == (None, None)
    assert (forgotten.state, forgotten.revision) == (ticket.state, ticket.revision)
    assert await records.store.in_channel(1, 55) is None


async def test_unfinished_work_is_found(records: Records) -> None:
    """After a restart, tickets on which work was begun and not finished are known (X8)."""
    await records.opened()
    opening = await records.begin(guild_id=2)
    closing = await records.store.note(await records.closed(guild_id=3), settled=False)
    assert set(await records.store.unsettled()) == {opening, closing}


async def test_tickets_with_channels_are_found(records: Records) -> None:
    """Open and closed tickets are listed by number, each server's own (M5)."""
    opened, closed = await records.opened(), await records.closed()
    await records.failed()
    await records.begin()
    await records.store.move(await records.opened(), A.VANISH)
    other = await records.opened(guild_id=2)
    await records.failed(guild_id=3)
    assert await records.store.live(1) == (opened, closed)
    assert await records.store.live(2) == (other,)


# Moving


async def test_moving_changes_state_and_facts(records: Records) -> None:
    """A move changes what it says and counts up the revision."""
    ticket = await records.opened()
    closed = await records.store.move(ticket, A.CLOSE, closed_by_id=9, close_reason="Done")
    assert (closed.state, closed.closed_by_id, closed.close_reason) == (S.CLOSED, 9, "Done")
    assert closed.revision == ticket.revision + 1
    assert await records.store.get(1, 1) == closed


async def test_of_two_who_press_one_succeeds(records: Records) -> None:
    """The second of two who close is told what happened; the first one's reason stays."""
    ticket = await records.opened()
    first, second = await gathered(
        records.store.move(ticket, A.CLOSE, closed_by_id=8, close_reason="first"),
        records.store.move(ticket, A.CLOSE, closed_by_id=9, close_reason="second"),
    )
    assert isinstance(second, errors.WrongState)
    assert (second.action, second.ticket) == (A.CLOSE, first)
    assert (await records.store.get(1, 1)).close_reason == "first"


@pytest.mark.parametrize("action", [A.REOPEN, A.ACCEPT, A.FINISH_DELETING])
async def test_a_move_that_makes_no_sense_is_refused(records: Records, action: Action) -> None:
    """An old button does nothing and shows the ticket as it is."""
    ticket = await records.opened()
    with pytest.raises(errors.WrongState) as refused:
        await records.store.move(ticket, action, close_reason="never")
    assert refused.value.ticket == ticket
    assert await records.store.get(1, 1) == ticket


async def test_an_old_view_of_a_ticket_moves_nothing(records: Records) -> None:
    """What was seen before somebody else acted doesn't count any more."""
    seen = await records.opened()
    closed = await records.store.move(seen, A.CLOSE)
    with pytest.raises(errors.WrongState) as refused:
        await records.store.move(seen, A.DELETE)
    assert refused.value.ticket == closed


async def test_an_unknown_ticket_is_not_moved(records: Records) -> None:
    """A ticket of no record isn't made by moving it."""
    ticket = await records.opened()
    other = Ticket(
        guild_id=9,
        number=9,
        state=S.OPEN,
        opener_id=1,
        opened_by_id=1,
        reason=None,
        created_at=0,
        terms=ticket.terms,
    )
    for change in (records.store.move(other, A.CLOSE), records.store.note(other, reason="x")):
        with pytest.raises(errors.UnknownTicket):
            await change


async def test_noting_moves_nothing(records: Records) -> None:
    """A note changes the given facts of this ticket only, not state or revision."""
    ticket, other = await records.opened(), await records.opened()
    noted = await records.store.note(ticket, welcome_id=66, settled=False)
    assert (noted.welcome_id, noted.settled) == (66, False)
    assert (noted.state, noted.revision) == (ticket.state, ticket.revision)
    assert await records.store.get(1, other.number) == other


async def test_a_whole_life_is_recorded(records: Records) -> None:
    """Opened, closed, reopened, closed and deleted: every step is where the last one led."""
    ticket = await records.opened()
    for action in (A.CLOSE, A.REOPEN, A.CLOSE, A.DELETE, A.KEEP_CLOSED, A.DELETE):
        ticket = await records.store.move(ticket, action)
    ticket = await records.store.move(ticket, A.FINISH_DELETING)
    assert ticket.state is S.DELETED
    assert ticket.revision == 8


# What is stored comes back

BITS = st.frozensets(st.sampled_from(["view_channel", "send_messages", "manage_threads", "x"]))
IDS = st.integers(min_value=0, max_value=2**63 - 1)
OVERWRITES = st.lists(
    st.builds(Overwrite, st.sampled_from(Target), IDS, allow=BITS, deny=BITS), max_size=8
).map(tuple)
TERMS = st.builds(
    Terms,
    moderator_role_ids=st.lists(IDS, max_size=25).map(tuple),
    access_role_ids=st.lists(IDS, max_size=25).map(tuple),
    closing_reason=st.booleans(),
    closed_access=st.sampled_from(ClosedAccess),
)
on_one_database = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30
)


@on_one_database
@given(removed_overwrites=OVERWRITES, reason=st.none() | st.text())
async def test_what_closing_took_comes_back_the_same(
    records: Records, removed_overwrites: tuple[Overwrite, ...], reason: str | None
) -> None:
    """Any snapshot of permissions and any reason are read as they were written."""
    ticket = await records.opened()
    await records.store.note(ticket, removed_overwrites=removed_overwrites, close_reason=reason)
    stored = await records.store.get(1, ticket.number)
    assert (stored.removed_overwrites, stored.close_reason) == (removed_overwrites, reason)


@on_one_database
@given(terms=TERMS, reason=st.none() | st.text())
async def test_terms_come_back_the_same(
    records: Records, terms: Terms, reason: str | None
) -> None:
    """Whatever a ticket was opened with is read as it was written."""
    ticket = await records.begin(terms=terms, reason=reason)
    stored = await records.store.get(1, ticket.number)
    assert (stored.terms, stored.reason) == (terms, reason)


@pytest.mark.parametrize("text", ["'; DROP TABLE tickets; --", "\x00", "🦊", "a\nb", '"', "?1"])
async def test_texts_are_only_texts(records: Records, text: str) -> None:
    """Nothing that a user writes is taken for a command to the database."""
    ticket = await records.begin(reason=text)
    assert (await records.store.note(ticket, close_reason=text)).close_reason == text
    assert (await records.store.get(1, 1)).reason == text


# Cost


async def test_no_query_reads_all_tickets(records: Records) -> None:
    """What an action costs doesn't grow with the tickets ever opened (X7)."""
    overflow, notices = OverflowStore(records.database), NoticeStore(records.database)
    ticket = await records.opened()
    for _ in range(50):
        await records.closed()
    asked: list[str] = []

    def note(_cursor: object, sql: str, _values: object) -> bool:
        asked.append(sql)
        return True

    connection = records.database._connection
    connection.exec_trace = note
    await records.begin(limit=3)
    await records.store.get(1, 1)
    await records.store.in_channel(1, 5)
    await records.store.counted_of(1, 7)
    await records.store.unsettled()
    await records.store.live(1)
    await records.store.claimed(1)
    await records.store.handled_by(7)
    await records.store.move(ticket, A.CLOSE)
    await records.store.note(ticket, reason="x")
    category = Overflow(2, 2, 1, "Tickets 2", 5, 3)
    await overflow.put(category)
    await overflow.of(2)
    await overflow.known_as(3)
    await overflow.remove(category)
    await notices.add(1, "no_room", "x", 1)
    await notices.take_unread(1, 7)
    await records.store.requests(1)
    await records.store.present(1)
    await records.store.refused_since(1, 7, 5, 9)
    await records.store.earlier_of(ticket, (None, 1))
    blocks = BlockStore(records.database, events_of(records.database))
    await blocks.put(Block(guild_id=1, user_id=7, by_id=8, at=5), an_event("blocked"), LOGGED)
    await blocks.of(1, 7, 5)
    await blocks.all(1, 5)
    await blocks.latest(1, 7)
    await blocks.lift(1, 7, an_event("unblocked", at=5), LOGGED)
    await records.events.of(1, 7)
    people = PeopleStore(records.database, tuple(FEATURES.each("personal")))
    await people.about(7)
    for live_too in (False, True):
        await people.forget_words(7, live_too=live_too)
        await people.forget_identity(7, live_too=live_too)
    connection.exec_trace = None
    queries = {sql for sql in asked if sql.strip().startswith(("SELECT", "UPDATE", "DELETE"))}
    assert len(queries) >= 9

    def plans(cursor: apsw.Cursor) -> dict[str, list[str]]:
        found = {}
        for sql in queries:
            cursor.execute("EXPLAIN QUERY PLAN " + sql, _no_values(sql))
            found[sql] = [str(row[3]) for row in cursor.fetchall()]
        return found

    scanned = [
        (step, sql)
        for sql, steps in (await records.database.run(plans)).items()
        for step in steps
        # Those hold unfinished tickets, those with a channel, and work to do: never many.
        if step.startswith("SCAN ")
        if not step.endswith(("unsettled_tickets", "live_tickets", "changing_hands", "SCAN jobs"))
        # Only what was found before by an index is put in order there.
        if not step.startswith(("SCAN (subquery", "SCAN earlier"))
        if "json_each" not in step
    ]
    assert scanned == []


def _no_values(sql: str) -> Any:
    """Something for every parameter of a statement."""
    names = re.findall(r":(\w+)", sql)
    return dict.fromkeys(names, 0) if names else (0,) * sql.count("?")


async def test_what_a_member_asked_for_before(records: Records) -> None:
    """Tickets and refusals of these types only; the last one's channel while it has one."""
    these, others = (None, 2), (3,)
    first = await records.closed(opener_id=7, at=100)
    await records.opened(opener_id=7, at=200, type_id=3)
    refused = await records.begin(opener_id=7, at=300, type_id=2, state=State.REQUESTED)
    await records.store.move(refused, A.REFUSE, decided_by_id=9, decided_at=350)
    await records.failed(opener_id=7, at=360)
    await records.opened(opener_id=8, at=370)
    last = await records.begin(opener_id=7, at=400)

    assert await records.store.earlier_of(first, these) == Earlier()
    assert await records.store.earlier_of(last, these) == Earlier(1, 100, first.channel_id, 1, 350)
    assert await records.store.earlier_of(last, others) == Earlier(1, 200, 110_002)
    assert await records.store.earlier_of(last, (4,)) == Earlier()
    await records.store.move(first, A.VANISH, channel_id=None)
    assert await records.store.earlier_of(last, these) == Earlier(1, 100, None, 1, 350)
    assert await records.store.earlier_of(replace(last, opener_id=0), these) == Earlier()


async def test_a_thousand_tickets_are_no_burden(records: Records) -> None:
    """A thousand old tickets don't show in any answer about the present ones."""
    for _ in range(1000):
        await records.closed()
    last = await records.opened(opener_id=7, limit=1)
    assert last.number == 1001
    assert await records.store.counted_of(1, 7) == (last,)
    assert await records.store.in_channel(1, last.channel_id or 0) == last
    assert await records.store.unsettled() == ()


def test_the_limit_is_held_by_the_states_of_the_rules() -> None:
    """The index that makes counting cheap is about the very states that count."""
    listed = ", ".join(f"'{state.value}'" for state in COUNTED)
    assert f"state IN ({listed})" in "".join(step.sql for step in STEPS)


async def test_what_somebody_has_changed_meanwhile_is_not_overwritten(records: Records) -> None:
    """A change that names what must be as it was read finds out; others don't ask."""
    ticket = await records.opened()
    first = await records.store.note(ticket, unchanged=("handler_id",), handler_id=7)
    assert first.handler_id == 7
    with pytest.raises(errors.Overtaken) as overtaken:
        await records.store.note(ticket, unchanged=("handler_id",), handler_id=8)
    assert overtaken.value.ticket == first
    assert await records.store.claimed(1) == (first,)
    assert await records.store.handled_by(7) == (first,)
    assert await records.store.handled_by(8) == ()
