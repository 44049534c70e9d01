"""Categories that the bot made because others were full (T3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tickets.store.overflow import OverflowStore

if TYPE_CHECKING:
    from tickets.store.database import Database


@pytest.fixture
def overflow(database: Database) -> OverflowStore:
    """The categories of an empty database."""
    return OverflowStore(database)


async def test_they_are_remembered_in_order(overflow: OverflowStore) -> None:
    """Categories that the bot made are known by their base, in order, each base's own."""
    await overflow.add(1, 10, 3, 103)
    await overflow.add(1, 10, 2, 102)
    await overflow.add(1, 20, 2, 202)
    assert await overflow.of(10) == ((2, 102), (3, 103))
    assert await overflow.of(20) == ((2, 202),)
    assert await overflow.of(30) == ()


async def test_only_the_bots_own_are_known(overflow: OverflowStore) -> None:
    """A category is the bot's own only from the moment it made it until it is gone."""
    assert not await overflow.is_ours(102)
    await overflow.add(1, 10, 2, 102)
    assert await overflow.is_ours(102)
    assert not await overflow.is_ours(10)
    await overflow.remove(102)
    assert not await overflow.is_ours(102)
    await overflow.remove(102)


async def test_a_new_one_takes_the_place_of_one_that_is_gone(overflow: OverflowStore) -> None:
    """A place in the order has one category."""
    await overflow.add(1, 10, 2, 102)
    await overflow.add(1, 10, 2, 999)
    assert await overflow.of(10) == ((2, 999),)
    assert not await overflow.is_ours(102)
