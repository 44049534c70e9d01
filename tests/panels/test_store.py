"""Panels in the database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from tests.core.records import STEPS
from tickets.core.store.database import Database
from tickets.panels.rules import ButtonColour, Entry, Panel, PanelGone, PanelKind, PanelLook
from tickets.panels.store import PanelStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def panels(database: Database) -> PanelStore:
    """The panels of an empty database."""
    return PanelStore(database)


def a_panel(**changes: Any) -> Panel:
    """A button that isn't posted."""
    entry = Entry(id=1, name="Help", emoji="🎫", reason="Why", colour=ButtonColour.RED, type_id=3)
    facts: dict[str, Any] = {"guild_id": 1, "number": 0, "channel_id": 5, "entries": (entry,)}
    return Panel(**{"kind": PanelKind.BUTTON, "last_entry_id": 1, **facts, **changes})


FULL = a_panel(
    kind=PanelKind.SELECTOR,
    owns_message=False,
    placeholder="Choose 🐛",
    look=PanelLook(
        content="a", author="b", title="c", text="d\n\u2028e", footer="f", colour=0, image="g"
    ),
)


@pytest.mark.parametrize(
    "panel",
    [
        a_panel(),
        a_panel(look=PanelLook(title="x")),
        FULL,
        FULL.with_reason("A", emoji="<:p:5>", description="é\"\\'").with_reason("B"),
    ],
)
async def test_everything_comes_back(panels: PanelStore, database: Database, panel: Panel) -> None:
    """A panel is read as it was written, by the next life of the bot as well."""
    added = await panels.add(panel)
    saved = await panels.save(replace(added, message_id=77))

    assert saved == replace(panel, number=1, message_id=77)
    assert await PanelStore(database).get(1, 1) == saved


async def test_numbers_are_never_reused(panels: PanelStore) -> None:
    """Each server counts from one, and a deleted panel leaves a gap."""
    first, second = await panels.add(a_panel()), await panels.add(a_panel())
    await panels.delete(second)
    third, elsewhere = await panels.add(a_panel()), await panels.add(a_panel(guild_id=2))

    assert [one.number for one in (first, second, third, elsewhere)] == [1, 2, 3, 1]
    assert await panels.of(1) == (first, third)


async def test_many_at_once_get_different_numbers(panels: PanelStore) -> None:
    """Panels that are made at the same moment have different numbers."""
    added = await asyncio.gather(*(panels.add(a_panel()) for _ in range(50)))
    assert sorted(one.number for one in added) == list(range(1, 51))


async def test_a_deleted_panel_stays_deleted(panels: PanelStore) -> None:
    """Saving what was deleted meanwhile brings nothing back."""
    panel = await panels.add(a_panel())
    await panels.delete(panel)

    with pytest.raises(PanelGone):
        await panels.save(replace(panel, placeholder="New"))
    with pytest.raises(PanelGone):
        await panels.get(1, 1)
    assert await panels.of(1) == ()


async def test_panels_are_found_by_message_and_channel(panels: PanelStore) -> None:
    """By their messages, and by their channel if they are posted there."""
    posted = await panels.save(replace(await panels.add(a_panel()), message_id=7))
    await panels.add(a_panel())
    await panels.save(replace(await panels.add(a_panel(channel_id=6)), message_id=8))

    assert await panels.with_messages(frozenset({7, 99})) == (posted,)
    assert await panels.with_messages(frozenset({99})) == ()
    assert await panels.in_channel(5) == (posted,)
    assert await panels.in_channel(99) == ()


async def test_posted_messages_are_known(panels: PanelStore, database: Database) -> None:
    """Which messages are panels' is known without asking, after a restart as well."""
    panel = await panels.save(replace(await panels.add(a_panel()), message_id=7))
    await panels.add(a_panel())
    assert panels.posted == {7}
    again = PanelStore(database)
    await again.load_posted()
    assert again.posted == {7}

    await panels.delete(panel)
    assert panels.posted == set()


async def test_a_message_carries_one_panel(panels: PanelStore) -> None:
    """The database itself refuses two panels on one message."""
    first, second = await panels.add(a_panel()), await panels.add(a_panel())
    await panels.save(replace(first, message_id=7))
    with pytest.raises(apsw.ConstraintError):
        await panels.save(replace(second, message_id=7))


async def test_panels_outlive_the_file_s_closing(panels: PanelStore, path: Path) -> None:
    """What was saved is in the file."""
    panel = await panels.add(a_panel())
    await panels._database.close()
    again = await Database.open(path, STEPS)
    try:
        assert await PanelStore(again).of(1) == (panel,)
    finally:
        await again.close()


async def test_no_query_reads_all_panels(panels: PanelStore) -> None:
    """Every question is answered by an index, but the one at the start."""
    asked: set[str] = set()

    def note(cursor: apsw.Cursor, sql: str, bindings: Any) -> bool:
        asked.add(sql)
        return True

    connection = panels._database._connection
    connection.exec_trace = note
    panel = await panels.add(a_panel())
    await panels.save(replace(panel, message_id=7))
    await panels.get(1, 1)
    await panels.of(1)
    await panels.in_channel(5)
    await panels.with_messages(frozenset({7, 8}))
    await panels.delete(panel)
    connection.exec_trace = None
    queries = {sql for sql in asked if sql.startswith(("SELECT", "UPDATE", "DELETE"))}
    assert len(queries) >= 6

    def plan(cursor: apsw.Cursor, sql: str) -> list[str]:
        names = [word.strip(",") for word in sql.split() if word.startswith(":")]
        values: Any = {name[1:]: 0 for name in names} or (0,) * sql.count("?")
        cursor.execute("EXPLAIN QUERY PLAN " + sql, values)
        return [str(row[3]) for row in cursor.fetchall()]

    for sql in queries:
        steps = await panels._database.run(partial(plan, sql=sql))
        assert not [step for step in steps if step.startswith("SCAN ")], sql
