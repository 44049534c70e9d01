"""What the staff has to know is told once to each of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tickets.cog import FEATURES
from tickets.staff_log.rules import Notice
from tickets.staff_log.store import LIFETIME, NoticeStore

if TYPE_CHECKING:
    from tickets.core.store.database import Database

NO_SPACE, CATEGORY = "no_room", "category_gone"
NOW = 1_700_000_000


@pytest.fixture
def notices(database: Database) -> NoticeStore:
    """The notices of an empty database."""
    return NoticeStore(database)


async def test_each_person_is_told_once(notices: NoticeStore) -> None:
    """Everybody reads a notice at their next action, and never again (T12)."""
    await notices.add(1, CATEGORY, "Tickets", NOW)
    for person in (7, 8):
        assert await notices.take_unread(1, person) == (Notice(CATEGORY, "Tickets"),)
        assert await notices.take_unread(1, person) == ()


async def test_two_actions_at_once_tell_once(notices: NoticeStore) -> None:
    """A person who presses twice at once is told once."""
    await notices.add(1, CATEGORY, "Tickets", NOW)
    told = await asyncio.gather(*(notices.take_unread(1, 7) for _ in range(5)))
    assert sum(map(len, told)) == 1


async def test_notices_come_in_order(notices: NoticeStore) -> None:
    """What happened first is told first, each thing by its name."""
    await notices.add(1, NO_SPACE, "", NOW)
    await notices.add(1, CATEGORY, "Help", NOW + 1)
    await notices.add(1, CATEGORY, "Tickets", NOW + 2)
    assert await notices.take_unread(1, 7) == (
        Notice(NO_SPACE, ""),
        Notice(CATEGORY, "Help"),
        Notice(CATEGORY, "Tickets"),
    )


async def test_what_happens_again_is_told_again(notices: NoticeStore) -> None:
    """The same trouble on another day is told to those who knew of the first."""
    await notices.add(1, NO_SPACE, "", NOW)
    await notices.take_unread(1, 7)
    await notices.add(1, NO_SPACE, "", NOW + 60)
    assert await notices.take_unread(1, 7) == (Notice(NO_SPACE, ""),)


async def test_the_same_trouble_is_not_piled_up(notices: NoticeStore) -> None:
    """Ten members who find no space make one notice for the staff."""
    for _ in range(10):
        await notices.add(1, NO_SPACE, "", NOW)
    assert await notices.take_unread(1, 7) == (Notice(NO_SPACE, ""),)


async def test_servers_are_apart(notices: NoticeStore) -> None:
    """Nobody is told of another server's trouble."""
    await notices.add(2, NO_SPACE, "", NOW)
    assert await notices.take_unread(1, 7) == ()
    assert await notices.take_unread(2, 7) == (Notice(NO_SPACE, ""),)


async def test_old_notices_go(notices: NoticeStore, database: Database) -> None:
    """After 30 days a notice is forgotten, and with it who had read it."""
    await notices.add(1, NO_SPACE, "", NOW)
    await notices.take_unread(1, 7)
    await notices.add(1, CATEGORY, "Tickets", NOW + LIFETIME + 1)
    assert await notices.take_unread(1, 8) == (Notice(CATEGORY, "Tickets"),)
    readers = await database.run(
        lambda cursor: cursor.execute("SELECT user_id FROM notice_readers").fetchall()
    )
    assert readers == [(8,)]


@pytest.mark.parametrize("about", ["'; --", "🦊", "", "x" * 100])
async def test_any_name_may_be_told(notices: NoticeStore, about: str) -> None:
    """Whatever a category or role was called, it is told by that name."""
    await notices.add(1, CATEGORY, about, NOW)
    assert await notices.take_unread(1, 7) == (Notice(CATEGORY, about),)


def test_stored_words_stay_what_they_are() -> None:
    """Notices of an older version are understood: the stored words never change."""
    assert {
        "category_gone",
        "moderator_role_gone",
        "access_role_gone",
        "no_room",
        "missing_permissions",
    } <= set(FEATURES.notices)


async def test_what_was_lost_is_known_until_it_is_forgotten(notices: NoticeStore) -> None:
    """Kinds of notices are known whoever has read them, for a time, until they are forgotten."""
    await notices.add(1, CATEGORY, "", NOW, logged=True)
    await notices.add(1, NO_SPACE, "", NOW - 100)
    await notices.take_unread(1, 7)
    assert await notices.kinds(1, NOW - 50) == {CATEGORY}
    assert await notices.kinds(1, NOW - 500) == {CATEGORY, NO_SPACE}
    assert await notices.kinds(2, 0) == frozenset()

    await notices.forget(1, CATEGORY)
    assert await notices.kinds(1, 0) == {NO_SPACE}
    assert await notices.take_unread(1, 8) == (Notice(NO_SPACE, ""),)
