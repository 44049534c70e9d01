"""Types in the real database, and through the store of settings."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tickets.core import errors
from tickets.core.store.types import TypeStore
from tickets.core.ticket_type import TYPES_LIMIT, TicketType

if TYPE_CHECKING:
    from tickets.core.store.database import Database

pytestmark = pytest.mark.asyncio


@pytest.fixture
def types(database: Database) -> TypeStore:
    """The types of an empty database."""
    return TypeStore(database)


def a_type(name: str, guild_id: int = 1) -> TicketType:
    """One that isn't stored yet."""
    return TicketType(guild_id=guild_id, id=0, name=name)


async def test_everything_comes_back(types: TypeStore, database: Database) -> None:
    """By the next life of the bot as well."""
    new = replace(
        a_type("Bé 🐛"),
        emoji="🎫",
        description="x\n\u2028",
        values={"a": [1], "b": None, "c": "d"},
    )
    stored = await types.add(new)
    assert stored == replace(new, id=1, position=1)
    assert await TypeStore(database).of(1) == (stored,)
    assert await types.of(2) == ()


@pytest.mark.parametrize("name", ["reports", "REPORTS", "Reports"])
async def test_a_name_is_there_once(types: TypeStore, name: str) -> None:
    """Whatever its letters, for a new one and for another name of an old one; elsewhere, and
    after the other was deleted, it is free."""
    first = await types.add(a_type("Reports"))
    second = await types.add(a_type("Support"))
    with pytest.raises(errors.TypeNameTaken):
        await types.add(a_type(name))
    with pytest.raises(errors.TypeNameTaken):
        await types.change(1, second.id, lambda now: replace(now, name=name))
    assert [one.name for one in await types.of(1)] == ["Reports", "Support"]
    await types.add(a_type(name, guild_id=2))
    await types.change(1, first.id, lambda now: replace(now, is_deleted=True))
    assert (await types.add(a_type(name))).id == 3


async def test_as_many_as_a_selector_shows(types: TypeStore) -> None:
    """24, for one option may be for no type; deleted ones don't count, and no id comes again."""
    for number in range(TYPES_LIMIT):
        await types.add(a_type(f"T{number}"))
    with pytest.raises(errors.TooManyTypes):
        await types.add(a_type("One more"))
    await types.change(1, 24, lambda now: replace(now, is_deleted=True))
    assert (await types.add(a_type("One more"))).id == 25


async def test_two_changes_at_once_lose_nothing(types: TypeStore) -> None:
    """Each is made of what the other has left."""
    made = await types.add(a_type("A"))
    await asyncio.gather(
        *(
            types.change(1, made.id, partial(TicketType.with_value, key=str(n), stored=1))
            for n in range(20)
        )
    )
    (found,) = await types.of(1)
    assert len(found.values) == 20


async def test_a_deleted_type_is_not_changed(types: TypeStore) -> None:
    """Neither is one that never was; but what was deleted on Discord is taken out of it."""
    made = await types.add(a_type("A"))
    await types.change(1, made.id, lambda now: replace(now, is_deleted=True))
    for type_id in (made.id, 77):
        with pytest.raises(errors.TypeGone):
            await types.change(1, type_id, lambda now: now)
    changed = await types.change(1, made.id, lambda now: now.with_value("x", 1), also_deleted=True)
    assert changed.values == {"x": 1}


async def test_the_order(types: TypeStore) -> None:
    """As it was chosen; who isn't named follows."""
    for name in "ABCD":
        await types.add(a_type(name))
    await types.arrange(1, (3, 1))
    assert [one.name for one in await types.of(1)] == list("CABD")
    assert [one.position for one in await types.of(1)] == [1, 2, 3, 4]


async def test_all_go_at_once(types: TypeStore) -> None:
    """After a reset none takes tickets any more."""
    await types.add(a_type("A"))
    await types.add(a_type("A", guild_id=2))
    await types.delete_all(1)
    assert [one.is_deleted for one in await types.of(1)] == [True]
    assert [one.is_deleted for one in await types.of(2)] == [False]
