"""What is stored about a person can be told and forgotten (X2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.records import KINDS, an_event, events_of, settings
from tickets.blocks.rules import Block
from tickets.blocks.store import BlockStore
from tickets.cog import FEATURES
from tickets.core.job import Job
from tickets.core.overwrite import Overwrite, Target
from tickets.core.personal import NOBODY
from tickets.core.store.jobs import JobStore
from tickets.core.ticket import Action, State
from tickets.privacy.store import PeopleStore
from tickets.staff_log.store import NoticeStore

if TYPE_CHECKING:
    from tests.core.records import Records
    from tickets.core.store.database import Database
    from tickets.core.ticket import Ticket

HER, HIM = 1_456_074_443_980_800_002, 1_456_074_443_980_800_003


@pytest.fixture
def people(database: Database) -> PeopleStore:
    """Whom the database knows."""
    return PeopleStore(database, tuple(FEATURES.each("personal")))


async def everything(database: Database) -> str:
    """All that is in the file, as text."""

    def read(cursor: Any) -> list[Any]:
        tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        queries = [f"SELECT * FROM {name}" for (name,) in tables]
        return [cursor.execute(query).fetchall() for query in queries]

    return repr(await database.run(read))


async def told_of(people: PeopleStore, user_id: int, title: str) -> list[dict[str, Any]]:
    """What a person is told under a title."""
    return (await people.about(user_id)).get(title, [])


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
        "refused by her": await refused(records, by=HER),
        "accepted by her": await records.store.note(
            await records.opened(opener_id=HIM, opened_by_id=HIM), decided_by_id=HER
        ),
        "deleted by her": await records.store.note(
            await records.store.move(
                await records.opened(opener_id=HIM, opened_by_id=HIM), Action.VANISH
            ),
            deleted_by_id=HER,
        ),
        "she was added": await records.store.note(
            await records.closed(opener_id=HIM, opened_by_id=HIM), removed_overwrites=lines
        ),
        "over": await records.store.move(
            await records.opened(opener_id=HER, opened_by_id=HER), Action.VANISH
        ),
    }


async def refused(records: Records, *, by: int, opener: int = HIM, at: int = 100) -> Ticket:
    """A request that somebody refused, in words."""
    asked = await records.begin(opener_id=opener, opened_by_id=opener, state=State.REQUESTED)
    return await records.store.move(
        asked, Action.REFUSE, decided_by_id=by, decided_at=at, refusal="refusing words"
    )


async def test_everything_about_a_person_is_told(records: Records, people: PeopleStore) -> None:
    """Every ticket in which she had any part, of all servers."""
    tickets = await tickets_of_her(records)
    elsewhere = await records.opened(guild_id=2, opener_id=HER, opened_by_id=HER)
    await records.opened(opener_id=HIM, opened_by_id=HIM)
    told = await told_of(people, HER, "tickets")
    expected = {ticket.number for ticket in tickets.values()}
    assert {one["number"] for one in told if one["server"] == 1} == expected
    assert told[-1] == {
        "server": 2,
        "number": elsewhere.number,
        "state": "open",
        "created_at": elsewhere.created_at,
        "opened": True,
        "opened_it": True,
        "reason": elsewhere.reason,
        "channel": elsewhere.channel_id,
    }
    assert len(told) == len(expected) + 1


async def test_nobody_is_told_of_others(records: Records, people: PeopleStore) -> None:
    """Somebody who has no part in any ticket is told nothing."""
    await tickets_of_her(records)
    assert await people.about(99) == {}


async def test_a_forgotten_person_is_nowhere(
    records: Records, people: PeopleStore, database: Database
) -> None:
    """After everything was forgotten, neither her id nor her words are in the file."""
    await tickets_of_her(records)
    notices = NoticeStore(database)
    await notices.add(1, "no_room", "", 1)
    await notices.take_unread(1, HER)
    await records.opened(opener_id=HER, opened_by_id=HER, reason="her words")
    closed = await records.closed(opener_id=HIM, opened_by_id=HIM, reason="his words")
    await records.store.note(
        closed,
        an_event("closed", number=closed.number, by_id=HER),
        an_event("added", number=closed.number, by_id=HIM, member_id=HER),
        closed_by_id=HER,
        close_reason="her words too",
    )
    await people.forget_words(HER, live_too=True)
    await people.forget_identity(HER, live_too=True)
    left = await everything(database)
    assert str(HER) not in left
    assert "her words" not in left
    assert "his words" in left
    assert await people.about(HER) == {}


async def test_others_keep_what_is_theirs(records: Records, people: PeopleStore) -> None:
    """Forgetting her changes nothing in his tickets but her part of them."""
    tickets = await tickets_of_her(records)
    his = await records.closed(opener_id=HIM, opened_by_id=HIM)
    await people.forget_words(HER, live_too=True)
    await people.forget_identity(HER, live_too=True)
    assert await records.store.get(1, his.number) == his
    added = await records.store.get(1, tickets["she was added"].number)
    assert [line.id for line in added.removed_overwrites] == [HIM]
    closed = await records.store.get(1, tickets["closed by her"].number)
    assert (closed.opener_id, closed.closed_by_id) == (HIM, NOBODY)
    assert closed.reason == tickets["closed by her"].reason


async def test_tickets_in_use_stay_usable(records: Records, people: PeopleStore) -> None:
    """What is needed for tickets that still have a channel is kept when she asks to forget."""
    tickets = await tickets_of_her(records)
    await people.forget_words(HER, live_too=False)
    await people.forget_identity(HER, live_too=False)
    ended = {"over", "refused by her", "deleted by her"}
    for name, ticket in tickets.items():
        present = await records.store.get(1, ticket.number)
        assert (present == ticket) is (name not in ended), name
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


# Blocks


async def blocked(database: Database, **changes: Any) -> BlockStore:
    """She is blocked for good, by him."""
    blocks = BlockStore(database, events_of(database))
    facts: dict[str, Any] = {"guild_id": 1, "user_id": HER, "by_id": HIM, "at": 50}
    block = Block(**{**facts, "reason": "words of the staff", **changes})
    event = an_event(
        "blocked", guild_id=block.guild_id, member_id=block.user_id, by_id=block.by_id
    )
    await blocks.put(block, event, settings())
    return blocks


async def test_blocks_are_told(people: PeopleStore, database: Database) -> None:
    """She is told of blocks on her and of those that she has put on others."""
    await blocked(database)
    await blocked(database, guild_id=2, user_id=HIM, by_id=HER)
    await blocked(database, guild_id=3, user_id=7, by_id=8)
    told = await told_of(people, HER, "blocks")
    assert [block["server"] for block in told] == [1, 2]
    assert ["you_are_blocked" in block for block in told] == [True, False]


@pytest.mark.parametrize(("until", "stays"), [(None, True), (200, True), (100, False)])
async def test_asking_to_be_forgotten_lifts_no_block(
    people: PeopleStore, database: Database, until: int | None, stays: bool
) -> None:
    """A block in force still knows her when she asks; one that has ended doesn't."""
    await blocked(database, until=until)
    await people.forget_words(HER, live_too=True)
    await people.forget_identity(HER, live_too=False, now=100)
    told = await told_of(people, HER, "blocks")
    assert [block["you_are_blocked"] for block in told] == [True] * stays


async def test_a_forgotten_person_is_not_blocked(people: PeopleStore, database: Database) -> None:
    """When everything is forgotten, so is the block."""
    blocks = await blocked(database)
    await people.forget_identity(HER, live_too=True)
    assert await blocks.of(1, HER, 60) is None
    assert str(HER) not in await everything(database)


async def test_who_blocked_somebody_is_forgotten(people: PeopleStore, database: Database) -> None:
    """A moderator who asks is forgotten; the block stays. Their words go when words go."""
    blocks = await blocked(database)
    await people.forget_words(HIM, live_too=False)
    await people.forget_identity(HIM, live_too=False)
    kept = await blocks.of(1, HER, 60)
    assert kept is not None
    assert (kept.by_id, kept.reason) == (NOBODY, "words of the staff")

    await blocked(database)
    await people.forget_words(HIM, live_too=True)
    assert "words of the staff" not in await everything(database)


# The wait after a refusal


@pytest.mark.parametrize(("decided_at", "stays"), [(101, True), (100, False)])
async def test_asking_to_be_forgotten_shortens_no_wait(
    records: Records, people: PeopleStore, decided_at: int, stays: bool
) -> None:
    """Whoever was refused lately is still known; longer ago, not any more. Words go."""
    refusal = await refused(records, by=HIM, opener=HER, at=decided_at)
    await people.forget_words(HER, live_too=False)
    await people.forget_identity(HER, live_too=False, lately=100)
    present = await records.store.get(1, refusal.number)
    assert (present.opener_id == HER) is stays
    assert present.reason is None
    assert present.refusal == "refusing words"


# Work that is still to be done


@pytest.fixture
async def waiting(records: Records, database: Database) -> JobStore:
    """Log lines and direct messages about her and him."""
    jobs = JobStore(database, KINDS)
    closed = await records.closed(opener_id=HIM, opened_by_id=HIM)
    await records.store.note(closed, closed_by_id=HER)

    def job(kind: str, queue: str, **body: Any) -> Job:
        return Job(guild_id=1, kind=kind, queue=queue, body=body, created_at=1)

    await jobs.add(
        job("log", "reception:1", event="closed", by_id=HER, member_id=None, reason="w1"),
        job("log", "reception:1", event="blocked", by_id=HIM, member_id=HER, reason="his"),
        job("direct", f"direct:{HER}", news="closed", user_id=HER, number=9, reason="him"),
        job(
            "direct",
            f"direct:{HIM}",
            news="closed",
            user_id=HIM,
            number=closed.number,
            reason="w2",
        ),
        job("thread", "ticket:1:1", number=1),
    )
    return jobs


async def test_work_to_do_forgets_too(
    waiting: JobStore, people: PeopleStore, database: Database
) -> None:
    """Log lines lose her id and words, messages to her are not sent, others' stay."""
    await people.forget_words(HER, live_too=True)
    await people.forget_identity(HER, live_too=True)
    left = await everything(database)
    assert str(HER) not in left
    assert "w1" not in left
    assert "w2" not in left
    assert "his" in left
    assert await waiting.queues() == {"reception:1", f"direct:{HIM}", "ticket:1:1"}
    line = await waiting.next("reception:1")
    assert line is not None
    assert line.body["by_id"] == NOBODY


async def test_news_to_a_person_who_asks_is_still_delivered(
    waiting: JobStore, people: PeopleStore
) -> None:
    """Who asks to be forgotten in what has ended is still told what happens."""
    await people.forget_words(HER, live_too=False)
    await people.forget_identity(HER, live_too=False)
    told = await waiting.next(f"direct:{HER}")
    assert told is not None
    assert told.body["reason"] == "him"


async def test_what_a_moderator_wrote_for_others_is_forgotten(
    records: Records, people: PeopleStore, database: Database
) -> None:
    """The reason of a ticket that she opened for him, and of a refusal, are hers."""
    await records.opened(opener_id=HIM, opened_by_id=HER, reason="her words")
    await refused(records, by=HER)
    await people.forget_words(HER, live_too=True)
    left = await everything(database)
    assert "her words" not in left
    assert "refusing words" not in left


# What happened


async def test_what_happened_is_told(records: Records, people: PeopleStore) -> None:
    """A person is told of what they did and what was done to them, and of nobody else's part."""
    ticket = await records.opened(opener_id=HIM, opened_by_id=HIM)
    await records.store.note(
        ticket,
        an_event("added", number=ticket.number, by_id=HIM, member_id=HER),
        an_event("closed", number=ticket.number, by_id=HER),
        an_event("reopened", number=ticket.number, by_id=HIM),
    )
    first, second = await told_of(people, HER, "events")
    about = {"server": 1, "number": ticket.number, "at": 1_700_000_000}
    assert first == {**about, "what": "added", "it_was_about_you": True}
    assert second == {**about, "what": "closed", "you_did_it": True}


async def test_what_happened_in_a_ticket_in_use_is_forgotten_with_it(
    records: Records, people: PeopleStore
) -> None:
    """Who asks to be forgotten stays in what happened to live tickets, and in nothing else."""
    live = await records.opened(opener_id=HIM, opened_by_id=HIM)
    over = await records.opened(opener_id=HIM, opened_by_id=HIM)
    for ticket in (live, over):
        event = an_event("closed", number=ticket.number, by_id=HER, member_id=HER)
        await records.store.note(ticket, event)
    await records.store.move(over, Action.VANISH)
    await people.forget_identity(HER, live_too=False)

    (kept,) = await records.events.of(1, live.number)
    assert (kept.by_id, kept.member_id) == (HER, HER)
    (gone,) = await records.events.of(1, over.number)
    assert (gone.kind, gone.by_id, gone.member_id) == ("closed", NOBODY, NOBODY)


# What is declared


async def test_statements_about_people_name_their_own_table() -> None:
    """What a feature forgets is in its own table, and with the words that the store gives it."""
    for table in FEATURES.each("personal"):
        statements = (
            *table.forget_words,
            *table.forget_all_words,
            *table.forget_ids,
            *table.forget_all_ids,
        )
        for statement in statements:
            assert re.match(rf"\s*(UPDATE|DELETE FROM) {table.table}\b", statement), statement
            assert set(re.findall(r"(?<!\w):(\w+)", statement)) <= {"user", "now", "lately"}
        assert bool(table.about) is bool(table.title)


async def test_titles_of_what_is_told_stay() -> None:
    """Who has asked before finds tickets and blocks where they were in 1.0.0."""
    titles = [table.title for table in FEATURES.each("personal") if table.title]
    assert {"tickets", "blocks", "events"} <= set(titles)
    assert titles[0] == "tickets"
