"""Who may not open tickets, and until when, in a real database (M7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.core.records import KINDS, LOGGED, an_event, events_of
from tickets.blocks.rules import Block
from tickets.blocks.store import BlockStore
from tickets.core.store.jobs import JobStore

if TYPE_CHECKING:
    from tickets.core.job import Job
    from tickets.core.store.database import Database

NOW = 1_700_000_000


@pytest.fixture
def woken() -> list[Job]:
    """Jobs that somebody was told of."""
    return []


@pytest.fixture
def blocks(database: Database, woken: list[Job]) -> BlockStore:
    """Whom the database knows as blocked."""
    return BlockStore(database, events_of(database, woken.extend))


def a_block(**changes: Any) -> Block:
    """Blocked for good in server 1."""
    facts: dict[str, Any] = {"guild_id": 1, "user_id": 7, "by_id": 9, "at": NOW}
    return Block(**{**facts, **changes})


async def put(blocks: BlockStore, block: Block) -> None:
    """Blocks a member, in a server that has a log."""
    await blocks.put(block, an_event("blocked", guild_id=block.guild_id), LOGGED)


async def lift(blocks: BlockStore, guild_id: int, user_id: int, at: int) -> bool:
    """Unblocks a member, in a server that has a log."""
    event = an_event("unblocked", guild_id=guild_id, at=at)
    return await blocks.lift(guild_id, user_id, event, LOGGED)


async def test_a_block_is_kept_as_it_is(blocks: BlockStore) -> None:
    """Who, by whom, since when, until when and why come back the same."""
    block = a_block(until=NOW + 60, reason="'; DROP TABLE blocks; --")
    await put(blocks, block)
    assert await blocks.of(1, 7, NOW) == block


async def test_a_block_is_the_servers_own(blocks: BlockStore) -> None:
    """Neither other servers nor other members are concerned."""
    await put(blocks, a_block())
    assert await blocks.of(2, 7, NOW) is None
    assert await blocks.of(1, 8, NOW) is None
    assert await blocks.all(2, NOW) == ()


async def test_a_block_ends(blocks: BlockStore) -> None:
    """From its last second on it is as if it had never been."""
    await put(blocks, a_block(until=NOW + 60))
    assert await blocks.of(1, 7, NOW + 59) is not None
    assert await blocks.of(1, 7, NOW + 60) is None
    assert await blocks.all(1, NOW + 60) == ()
    assert await lift(blocks, 1, 7, NOW + 60) is False


async def test_the_last_block_counts(blocks: BlockStore) -> None:
    """Blocking again replaces the earlier block, be it longer or shorter."""
    await put(blocks, a_block())
    await put(blocks, a_block(until=NOW + 60, reason="shorter"))
    (only,) = await blocks.all(1, NOW)
    assert (only.until, only.reason) == (NOW + 60, "shorter")


async def test_those_that_end_first_are_in_front(blocks: BlockStore) -> None:
    """The list shows blocks by their end, those for good behind."""
    for user, until in ((1, None), (2, NOW + 90), (3, NOW + 30)):
        await put(blocks, a_block(user_id=user, until=until))
    assert [block.user_id for block in await blocks.all(1, NOW)] == [3, 2, 1]


async def test_of_blocks_that_have_ended_it_is_kept_when_they_were(blocks: BlockStore) -> None:
    """The next block clears away why they were, in its own server; so does lifting one."""
    await put(blocks, a_block(user_id=1, until=NOW + 10, reason="x"))
    await put(blocks, a_block(user_id=1, until=NOW + 10, guild_id=2, reason="x"))
    await put(blocks, a_block(user_id=2, at=NOW + 20, reason="y"))
    assert await blocks.latest(1, 1) == a_block(user_id=1, until=NOW + 10)
    assert await blocks.latest(2, 1) == a_block(user_id=1, until=NOW + 10, guild_id=2, reason="x")
    assert await blocks.latest(1, 2) == a_block(user_id=2, at=NOW + 20, reason="y")

    assert await lift(blocks, 1, 2, NOW + 30)
    assert await blocks.latest(1, 2) == a_block(user_id=2, at=NOW + 20, until=NOW + 30)
    assert await blocks.of(1, 2, NOW + 30) is None
    assert await blocks.latest(1, 3) is None


async def test_log_lines_are_stored_with_what_they_tell(
    blocks: BlockStore, database: Database, woken: list[Job]
) -> None:
    """Blocking and unblocking leave a line; unblocking nobody leaves none."""
    jobs = JobStore(database, KINDS)
    await put(blocks, a_block())
    assert await lift(blocks, 1, 7, NOW) is True
    assert await lift(blocks, 1, 7, NOW) is False
    assert len(woken) == 2
    stored = 0
    while (job := await jobs.next("reception:1")) is not None:
        await jobs.remove(job)
        stored += 1
    assert stored == 2
