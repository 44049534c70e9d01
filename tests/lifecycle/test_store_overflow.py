"""Categories that the bot made because others were full (T3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tickets.lifecycle.overflow import Overflow
from tickets.lifecycle.store import OverflowStore

if TYPE_CHECKING:
    from tickets.core.store.database import Database


@pytest.fixture
def overflow(database: Database) -> OverflowStore:
    """The categories of an empty database."""
    return OverflowStore(database)


SECOND = Overflow(10, 2, 1, "Tickets 2", 5000, 102)
THIRD = Overflow(10, 3, 1, "Tickets 3", 5001, 103)
OTHER = Overflow(20, 2, 1, "Tickets 2", 5002, 202)


async def test_they_are_remembered_in_order(overflow: OverflowStore) -> None:
    """Categories that the bot made are known by their base, in order, each base's own."""
    for category in (THIRD, SECOND, OTHER):
        await overflow.put(category)
    assert await overflow.of(10) == (SECOND, THIRD)
    assert await overflow.of(20) == (OTHER,)
    assert await overflow.of(30) == ()
    assert await overflow.in_guild(1) == (SECOND, THIRD, OTHER)
    assert await overflow.in_guild(2) == ()


async def test_only_the_bots_own_are_known(overflow: OverflowStore) -> None:
    """A category is the bot's own only from the moment it made it until it is gone."""
    assert await overflow.known_as(102) is None
    await overflow.put(SECOND)
    assert await overflow.known_as(102) == SECOND
    assert await overflow.known_as(10) is None
    await overflow.remove(SECOND)
    assert await overflow.known_as(102) is None
    await overflow.remove(SECOND)


async def test_a_new_one_takes_the_place_of_one_that_is_gone(overflow: OverflowStore) -> None:
    """A place in the order has one category."""
    await overflow.put(SECOND)
    again = replace(SECOND, category_id=999)
    await overflow.put(again)
    assert await overflow.of(10) == (again,)
    assert await overflow.known_as(102) is None


async def test_one_that_was_asked_for_is_remembered_before_it_is_there(
    overflow: OverflowStore,
) -> None:
    """So that a category whose creation nobody heard of can be found again."""
    asked_for = replace(SECOND, category_id=None)
    await overflow.put(asked_for)
    await overflow.put(replace(OTHER, category_id=None))
    assert await overflow.of(10) == (asked_for,)
    await overflow.put(SECOND)
    assert await overflow.of(10) == (SECOND,)
