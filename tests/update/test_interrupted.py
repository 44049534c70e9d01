"""The bot is killed, or the disk is full, while a release's database is brought up to date.

A killed process leaves the files as they are at that moment. So they are copied before each
statement of one update, and each copy is what the next start finds.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import apsw
import pytest
import pytest_asyncio
from simulated_red import running_red

from .released import columns_in, releases, rows_in, version_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from .released import Release, Row

pytestmark = pytest.mark.asyncio(loop_scope="module")

Files = dict[str, bytes]
#: What statements begin with that write nothing.
READS = ("SELECT", "PRAGMA integrity_check", "PRAGMA query_only")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Any]:
    """What opens a file of tickets when the cog is loaded: ``await opened(path)``."""
    async with running_red(tmp_path_factory.mktemp("present") / "red") as sim:
        steps = tuple(sim.cog.features.each("steps"))
        yield partial(type(sim.cog._database).open, steps=steps)


@pytest.fixture(params=releases(), ids=lambda one: one.folder.name)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file of each version that was released."""
    release: Release = request.param
    file = tmp_path / "data" / "tickets.sqlite3"
    release.put_database(file)
    return file


@contextmanager
def before_each_statement(act: Callable[[str], None]) -> Iterator[None]:
    """Meanwhile `act` is called with each statement that is about to be executed."""

    def traced(_cursor: Any, statement: str, _bindings: Any) -> bool:
        act(statement)
        return True

    def connected(connection: apsw.Connection) -> None:
        connection.exec_trace = traced

    apsw.connection_hooks.append(connected)
    try:
        yield
    finally:
        apsw.connection_hooks.remove(connected)


async def brought_up_to_date(opened: Any, path: Path) -> dict[str, list[Row]]:
    """Opens a file as a start does, and closes it; returns all that is in it."""
    await (await opened(path)).close()
    return rows_in(path, columns_in(path))


async def statements(opened: Any, path: Path) -> list[tuple[str, Files]]:
    """All statements of an update, with the files that a kill just before would leave."""
    found: list[tuple[str, Files]] = []

    def remember(statement: str) -> None:
        found.append((statement, {one.name: one.read_bytes() for one in path.parent.iterdir()}))

    with before_each_statement(remember):
        await (await opened(path)).close()
    assert found
    return found


def put(files: Files, folder: Path) -> None:
    """Makes a folder hold these files, and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def copies(path: Path) -> list[Path]:
    """What was kept of the file from before an update."""
    return sorted(path.parent.glob("tickets.before-update-*.sqlite3"))


async def test_nothing_is_lost_by_the_update(opened: Any, path: Path) -> None:
    """The update keeps all that the version had stored, in the columns that it knew."""
    columns = columns_in(path)
    before = rows_in(path, columns)

    await brought_up_to_date(opened, path)

    assert rows_in(path, columns) == before


async def test_a_copy_is_made_before(opened: Any, path: Path) -> None:
    """Where tables change there is a whole copy from before; where none does, there is none."""
    version, columns = version_of(path), columns_in(path)
    before = rows_in(path, columns)

    await brought_up_to_date(opened, path)

    if version == version_of(path):
        assert copies(path) == []
    else:
        (copy,) = copies(path)
        assert version_of(copy) == version
        assert columns_in(copy) == columns
        assert rows_in(copy, columns) == before


async def test_a_second_start_changes_nothing(opened: Any, path: Path) -> None:
    """What is up to date is left alone by the next start."""
    first = await brought_up_to_date(opened, path)
    kept = copies(path)

    assert await brought_up_to_date(opened, path) == first
    assert copies(path) == kept


async def test_killed_before_each_statement(opened: Any, path: Path) -> None:
    """Killed anywhere in the middle, the next start brings the file up to date, and a copy
    from before is there."""
    old, columns = version_of(path), columns_in(path)
    before = rows_in(path, columns)
    untouched = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    moments = await statements(opened, path)
    present, expected = version_of(path), rows_in(path, columns_in(path))

    for statement, files in {str(files): (text, files) for text, files in moments}.values():
        put(files, path.parent)
        assert await brought_up_to_date(opened, path) == expected, statement
        assert version_of(path) == present, statement
        if old < present:
            whole = [rows_in(one, columns) for one in copies(path)]
            assert whole, statement
            assert all(rows == before for rows in whole), statement

    put(untouched, path.parent)
    assert await brought_up_to_date(opened, path) == expected


async def test_a_full_disk_in_each_step(opened: Any, path: Path) -> None:
    """Where the disk is full in the middle of an update, nothing is changed by half: with space
    again, the next start brings the file up to date."""
    untouched = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    executed = [text.lstrip() for text, _ in await statements(opened, path)]
    expected = rows_in(path, columns_in(path))

    # What only reads needs no space. A step is one transaction of many statements: a third of
    # them, in turn, is in the middle of each.
    writing = [at for at, text in enumerate(executed) if not text.startswith(READS)]
    for number in writing[::3]:
        put(untouched, path.parent)
        left = number

        def fail(statement: str) -> None:
            nonlocal left
            left -= 1
            if left == -1:
                raise apsw.FullError(statement)

        with before_each_statement(fail), suppress(apsw.FullError):
            await (await opened(path)).close()
        assert await brought_up_to_date(opened, path) == expected, number
