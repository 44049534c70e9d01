"""The file itself: what happens to it when the bot, the disk or an update doesn't behave."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
import time
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import apsw
import pytest
import pytest_asyncio

from tests.core.records import STEPS, Records, an_event
from tickets.cog import FEATURES
from tickets.core import errors
from tickets.core.store import database as database_module
from tickets.core.store import files as files_module
from tickets.core.store.database import Database, DatabaseDamaged, DatabaseTooNew
from tickets.core.store.events import EventStore
from tickets.core.store.files import COPIES_KEPT
from tickets.core.store.schema import Step, in_order
from tickets.core.store.tickets import TicketStore
from tickets.core.ticket import Action, State

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path


@asynccontextmanager
async def opened(path: Path, steps: tuple[Step, ...] = STEPS) -> AsyncIterator[Database]:
    """The database in a file, closed at the end of the block."""
    database = await Database.open(path, steps)
    try:
        yield database
    finally:
        await database.close()


#: Threads of bots that other tests have killed; they end when Python tidies up.
_BEFORE: list[threading.Thread] = []


@pytest.fixture(autouse=True)
def _before() -> None:
    _BEFORE[:] = threading.enumerate()


def work_threads() -> list[threading.Thread]:
    """The threads of the test's databases that are running."""
    return [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith("tickets-database") and thread not in _BEFORE
    ]


async def no_threads_left() -> bool:
    """Whether all threads end; they are given a moment."""
    for _ in range(200):
        if not work_threads():
            return True
        await asyncio.sleep(0.01)
    return False


def at_time(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Stops the clock that names files."""
    monkeypatch.setattr(files_module, "time", SimpleNamespace(time=lambda: seconds))


def files(path: Path) -> set[str]:
    """The names of all files beside the database."""
    return {file.name for file in path.parent.iterdir()}


def bytes_of(path: Path) -> bytes:
    """All that is in the files beside the database, and in it."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


# An ordinary life


async def test_the_folder_is_made(path: Path) -> None:
    """The first start makes the file and its folder."""
    async with opened(path):
        assert path.exists()


async def test_everything_is_there_after_a_restart(records: Records, path: Path) -> None:
    """Tickets in every state are the same after the file was closed and opened."""
    before = [
        await records.begin(),
        await records.opened(),
        await records.closed(),
        await records.failed(),
    ]
    await records.database.close()
    async with opened(path) as again:
        store = TicketStore(again, EventStore(again))
        assert [await store.get(1, ticket.number) for ticket in before] == before


async def test_a_closed_file_is_one_file(records: Records, path: Path) -> None:
    """After unloading, all data is in one file that can be copied."""
    await records.begin()
    await records.database.close()
    assert files(path) == {path.name}
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("SELECT count(*) FROM tickets").fetchone() == (1,)
    plain.close()


async def test_what_is_acknowledged_is_on_the_disk(database: Database) -> None:
    """Neither a crash nor a power cut takes back what somebody was told (X8)."""
    pragmas = await database.run(
        lambda cursor: [
            cursor.execute(f"PRAGMA {name}").fetchall()[0][0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )
    assert pragmas == ["wal", 2, 1]


async def test_the_first_reading_begins_while_something_is_committed(path: Path) -> None:
    """Whoever reads for the first time may do so while the disk takes what somebody wrote."""
    begun, read = threading.Event(), threading.Event()

    def commits() -> bool:
        begun.set()
        read.wait(30)
        return False

    def work(cursor: apsw.Cursor) -> None:
        cursor.connection.set_commit_hook(commits)
        cursor.execute("CREATE TABLE written (it)")

    async with opened(path) as database:
        writing = asyncio.create_task(database.run(work))
        await asyncio.to_thread(begun.wait)
        try:
            found = await database.read(
                lambda cursor: cursor.execute("SELECT count(*) FROM tickets").fetchall()
            )
        finally:
            read.set()
            await writing
    assert found == [(0,)]


async def test_work_is_done_away_from_the_event_loop(database: Database) -> None:
    """The bot goes on answering while the disk works (X4)."""
    name = await database.run(lambda _cursor: threading.current_thread().name)
    assert name.startswith("tickets-database")
    assert threading.current_thread().name != name


async def test_no_thread_is_left(path: Path) -> None:
    """Unloading leaves no trace (X2)."""
    for _ in range(3):
        async with opened(path):
            assert len(work_threads()) == 1
        assert await no_threads_left()


async def test_closing_twice_is_fine(path: Path) -> None:
    """Unloading after a failed load does no harm."""
    database = await Database.open(path, STEPS)
    await database.close()
    await database.close()


async def test_nothing_runs_after_closing(path: Path) -> None:
    """A press that arrives after unloading is refused, not lost in a dead thread."""
    database = await Database.open(path, STEPS)
    await database.close()
    with pytest.raises(errors.Unloaded):
        await database.run(lambda _cursor: None)


async def test_closing_finishes_what_was_begun(records: Records, path: Path) -> None:
    """What was asked for before unloading is done."""
    running = [asyncio.ensure_future(records.begin()) for _ in range(20)]
    await asyncio.sleep(0)
    await records.database.close()
    numbers = [(await task).number for task in running]
    assert numbers == list(range(1, 21))
    async with opened(path) as again:
        assert (await TicketStore(again, EventStore(again)).get(1, 20)).number == 20


# All or nothing


def write(cursor: apsw.Cursor, value: int) -> None:
    """Adds a value to a list."""
    cursor.execute("INSERT INTO list VALUES (?)", (value,)).fetchall()


def read(cursor: apsw.Cursor) -> list[Any]:
    """What is on the list."""
    return [value for (value,) in cursor.execute("SELECT value FROM list").fetchall()]


@pytest_asyncio.fixture
async def listing(database: Database) -> Database:
    """A database with a list of different values."""
    await database.run(
        lambda cursor: cursor.execute("CREATE TABLE list (value UNIQUE)").fetchall()
    )
    return database


async def test_work_that_fails_changes_nothing(listing: Database) -> None:
    """An error in the middle takes back everything before it, and nothing else."""

    def fails(cursor: apsw.Cursor) -> None:
        write(cursor, 2)
        raise ZeroDivisionError

    await listing.run(lambda cursor: write(cursor, 1))
    with pytest.raises(ZeroDivisionError):
        await listing.run(fails)
    assert await listing.run(read) == [1]


async def test_a_statement_that_fails_changes_nothing(listing: Database) -> None:
    """The same for what the database itself refuses."""

    def fails(cursor: apsw.Cursor) -> None:
        write(cursor, 1)
        write(cursor, 1)

    with pytest.raises(apsw.ConstraintError):
        await listing.run(fails)
    assert await listing.run(read) == []


async def test_transactions_never_interleave(listing: Database) -> None:
    """Two pieces of work at once see each other's result as a whole."""

    def add(cursor: apsw.Cursor) -> None:
        values = read(cursor)
        time.sleep(0.001)
        write(cursor, len(values))

    await asyncio.gather(*(listing.run(add) for _ in range(20)))
    assert await listing.run(read) == list(range(20))


async def test_who_gives_up_waiting_does_not_tear_a_transaction(listing: Database) -> None:
    """When the task that asked is cancelled, what it began is still done completely."""
    started, go_on = threading.Event(), threading.Event()

    def slow(cursor: apsw.Cursor) -> None:
        write(cursor, 1)
        started.set()
        go_on.wait(5)
        write(cursor, 2)

    task = asyncio.ensure_future(listing.run(slow))
    await asyncio.to_thread(started.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    assert await listing.run(read) == [1, 2]


async def test_a_failure_that_nobody_waits_for_is_quiet(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Work that fails after its task was cancelled leaves no complaint in the log."""
    started, go_on = threading.Event(), threading.Event()

    def slow(_cursor: apsw.Cursor) -> None:
        started.set()
        go_on.wait(5)
        raise ZeroDivisionError

    task = asyncio.ensure_future(database.run(slow))
    await asyncio.to_thread(started.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    await database.run(lambda _cursor: None)
    assert caplog.records == []


# The bot was killed


async def copied_while_open(records: Records, path: Path, target: Path) -> Path:
    """The files as a kill -9 or a copy of the running bot's folder leaves them."""
    await records.database.run(lambda _cursor: None)
    target.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", target)
    return target / path.name


async def test_nothing_is_lost_when_the_bot_is_killed(
    records: Records, path: Path, tmp_path: Path
) -> None:
    """What was acknowledged is there when the file is opened after an unclean end (X8)."""
    before = [await records.opened() for _ in range(30)]
    killed = await copied_while_open(records, path, tmp_path / "killed")
    async with opened(killed) as again:
        store = TicketStore(again, EventStore(again))
        assert [await store.get(1, ticket.number) for ticket in before] == before


async def test_half_a_transaction_is_no_transaction(
    records: Records, path: Path, tmp_path: Path
) -> None:
    """A write that was cut off in the middle is gone as a whole, everything before it stays."""
    await records.opened()
    size = path.with_name(path.name + "-wal").stat().st_size
    ticket = await records.opened()
    killed = await copied_while_open(records, path, tmp_path / "killed")
    with killed.with_name(killed.name + "-wal").open("r+b") as log:
        log.truncate(size + 100)
    async with opened(killed) as again:
        store = TicketStore(again, EventStore(again))
        assert (await store.get(1, 1)).state is State.OPEN
        states = await again.run(lambda c: c.execute("SELECT number FROM tickets").fetchall())
        assert (ticket.number,) not in states


# The disk failed


async def filled(path: Path, count: int = 50) -> None:
    """A file with some tickets."""
    async with opened(path) as database:
        await database.run(
            lambda cursor: [
                cursor.execute(
                    "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id,"
                    " origin_id, reason, created_at, terms) VALUES (1, ?, 'closed', 1, 1, ?, ?,"
                    " 0, '{}')",
                    (number, number, "x" * 400),
                ).fetchall()
                for number in range(1, count + 1)
            ]
        )


def garbled(path: Path) -> None:
    """Something else was written over the file."""
    path.write_bytes(b"This is no database. " * 1000)


def cut_in_half(path: Path) -> None:
    """The disk was full while the file was copied."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def cut_to_its_head(path: Path) -> None:
    """Almost nothing of the file is left."""
    with path.open("r+b") as file:
        file.truncate(150)


def broken_head(path: Path) -> None:
    """The beginning of the file is lost."""
    with path.open("r+b") as file:
        file.write(b"\x00" * 100)


def broken_inside(path: Path) -> None:
    """Some of the file is lost, its beginning is fine."""
    with path.open("r+b") as file:
        file.seek(12 * 4096)
        file.write(b"\xff" * 12 * 4096)


def text(path: Path) -> None:
    """Somebody put a file of their own there."""
    path.write_text("{}")


@pytest.mark.parametrize("damage", [garbled, cut_in_half, cut_to_its_head, broken_head, text])
async def test_a_damaged_file_is_kept_and_reported(
    path: Path, damage: Callable[[Path], None]
) -> None:
    """A file that can't be read is moved aside unchanged, and the error says where."""
    await filled(path)
    damage(path)
    bytes_before = path.read_bytes()
    with pytest.raises(DatabaseDamaged) as told:
        await Database.open(path, STEPS)
    assert told.value.set_aside.exists()
    assert told.value.set_aside.read_bytes() == bytes_before
    assert str(told.value.set_aside) in str(told.value)
    assert not path.exists()
    assert await no_threads_left()


async def test_nothing_takes_a_damaged_files_place_in_silence(path: Path) -> None:
    """The start that finds the damage fails; only the next one begins anew."""
    await filled(path)
    garbled(path)
    with pytest.raises(DatabaseDamaged):
        await Database.open(path, STEPS)
    assert path.name not in files(path)
    async with opened(path) as database:
        found = await database.run(lambda c: c.execute("SELECT * FROM tickets").fetchall())
    assert found == []
    assert len(files(path)) == 2


async def test_two_damaged_files_are_both_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second damage in the same second doesn't take the place of the first one's file."""
    at_time(monkeypatch, 1_700_000_000)
    path.parent.mkdir()
    for content in ("first " * 300, "second " * 300):
        path.write_text(content)
        with pytest.raises(DatabaseDamaged):
            await Database.open(path, STEPS)
    kept = {file.read_text()[:5] for file in path.parent.glob("*.damaged-*")}
    assert kept == {"first", "secon"}


async def killed_with_a_log(path: Path, target: Path) -> Path:
    """A file with old tickets, and a log beside it with a new one."""
    await filled(path, 300)
    async with opened(path) as database:
        records = Records(database)
        await records.begin(guild_id=2)
        return await copied_while_open(records, path, target)


async def test_damage_inside_is_found_after_an_unclean_end(path: Path, tmp_path: Path) -> None:
    """After a crash the whole file is checked: damage is found before it spreads."""
    killed = await killed_with_a_log(path, tmp_path / "killed")
    broken_inside(killed)
    with pytest.raises(DatabaseDamaged) as told:
        await Database.open(killed, STEPS)
    assert told.value.set_aside.exists()
    assert not killed.exists()


@pytest.mark.parametrize("damage", [garbled, cut_in_half, broken_inside])
async def test_a_damaged_file_is_kept_with_its_log(
    path: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The log beside a damaged file holds the newest tickets: both are kept unchanged."""
    killed = await killed_with_a_log(path, tmp_path / "killed")
    damage(killed)
    parts = [killed, killed.with_name(killed.name + "-wal")]
    before = [part.read_bytes() for part in parts]
    with pytest.raises(DatabaseDamaged) as told:
        await Database.open(killed, STEPS)
    aside = told.value.set_aside
    kept = [aside, aside.with_name(aside.name + "-wal")]
    assert [part.read_bytes() if part.exists() else None for part in kept] == before


# Updates


async def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    """After a downgrade the cog refuses to work on a file that it doesn't understand."""
    await filled(path)
    with sqlite3.connect(path) as plain:
        plain.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew):
        await Database.open(path, STEPS)
    assert path.read_bytes() == before
    assert await no_threads_left()


def updated(*more: str) -> tuple[Step, ...]:
    """The steps of an update: those of today and further ones."""
    return (*STEPS, *(Step(len(STEPS) + n, sql) for n, sql in enumerate(more, 1)))


def copies(path: Path) -> list[Path]:
    """The copies that were made before updates."""
    found = path.parent.glob("*.before-update-*.sqlite3")
    return sorted(found, key=lambda file: file.stat().st_mtime_ns)


ADD_NOTES = "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('hello')"


async def test_an_update_keeps_all_data(path: Path) -> None:
    """Every statement of an update is done, the version goes up and tickets stay."""
    await filled(path, 5)
    steps = updated(ADD_NOTES, "ALTER TABLE notes ADD COLUMN more TEXT")
    async with opened(path, steps) as database:
        found = await database.run(
            lambda c: [
                c.execute(sql).fetchall()
                for sql in (
                    "SELECT count(*) FROM tickets",
                    "SELECT text, more FROM notes",
                    "PRAGMA user_version",
                )
            ]
        )
    assert found == [[(5,)], [("hello", None)], [(len(STEPS) + 2,)]]


async def test_a_copy_is_made_before_an_update(path: Path) -> None:
    """The file as it was before is kept beside it."""
    await filled(path, 5)
    async with opened(path, updated(ADD_NOTES)):
        pass
    (copy,) = copies(path)
    with sqlite3.connect(copy) as plain:
        assert plain.execute("SELECT count(*) FROM tickets").fetchone() == (5,)
        assert plain.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        names = {row[0] for row in plain.execute("SELECT name FROM sqlite_master")}
        assert "notes" not in names
    plain.close()


async def test_a_new_file_and_an_unchanged_one_are_not_copied(path: Path) -> None:
    """Only an update makes copies."""
    await filled(path, 5)
    async with opened(path):
        pass
    assert copies(path) == []


async def test_old_copies_go(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest two copies are kept."""
    await filled(path, 5)
    more = [f"CREATE TABLE more_{number} (x)" for number in range(4)]
    for number in range(4):
        at_time(monkeypatch, 1_700_000_000 + number)
        async with opened(path, updated(*more[: number + 1])):
            pass
    kept = copies(path)
    assert COPIES_KEPT == 2
    assert [int(file.name.split("-")[-1].split(".")[0]) - 1_700_000_000 for file in kept] == [2, 3]


@pytest.mark.parametrize(
    "broken",
    ["CREATE TABLE notes (x); SELECT * FROM nowhere", "CREATE TABLE notes (x); INSERT INTO notes"],
)
async def test_an_update_that_fails_changes_nothing(path: Path, broken: str) -> None:
    """The old version stays intact and works with the old cog."""
    await filled(path, 5)
    with pytest.raises(apsw.SQLError):
        await Database.open(path, updated(broken))
    assert await no_threads_left()
    async with opened(path) as database:
        found = await database.run(
            lambda c: [
                c.execute("PRAGMA user_version").fetchall(),
                c.execute("SELECT count(*) FROM tickets").fetchall(),
                c.execute("SELECT name FROM sqlite_master WHERE name = 'notes'").fetchall(),
            ]
        )
    assert found == [[(len(STEPS),)], [(5,)], []]


async def test_an_update_that_failed_can_be_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading again at once, with the mistake corrected, works."""
    at_time(monkeypatch, 1_700_000_000)
    await filled(path, 5)
    with pytest.raises(apsw.SQLError):
        await Database.open(path, updated("SELECT * FROM nowhere"))
    async with opened(path, updated(ADD_NOTES)) as database:
        found = await database.run(lambda c: c.execute("SELECT text FROM notes").fetchall())
    assert found == [("hello",)]


def test_every_step_belongs_to_a_version() -> None:
    """The version of the file is the number of steps that led to it, whoever declares them."""
    steps = in_order(FEATURES.each("steps"))
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))
    assert set(STEPS) <= set(steps)


@pytest.mark.parametrize("versions", [(1, 1), (1, 3), (2,), (0, 1)])
def test_steps_with_a_gap_or_a_double_are_refused(versions: tuple[int, ...]) -> None:
    """Two features that claim the same version, or leave one out, are noticed at once."""
    with pytest.raises(ValueError, match="steps of the schema"):
        in_order(Step(version, "") for version in versions)


async def test_steps_come_in_order_of_their_versions(path: Path) -> None:
    """A later step finds what an earlier one made, however features are listed."""
    *_, first, second = updated(ADD_NOTES, "ALTER TABLE notes ADD COLUMN more TEXT")
    async with opened(path, (second, *STEPS, first)) as database:
        found = await database.run(lambda c: c.execute("SELECT text, more FROM notes").fetchall())
    assert found == [("hello", None)]


async def test_a_file_of_the_first_release_is_brought_up_to_date(path: Path) -> None:
    """Tickets of 1.0.0 stay, and what happens to them from now on is written down."""
    first_release = STEPS[:1]
    row = (
        "INSERT INTO tickets (guild_id, number, state, opener_id, opened_by_id, origin_id,"
        " created_at, terms, channel_id, settled) VALUES (1, 1, 'open', 7, 7, 5, 9, '{}', 8, 1)"
    )
    async with opened(path, first_release) as database:
        await database.run(running(row))
    async with opened(path) as database:
        records = Records(database)
        ticket = await records.store.get(1, 1)
        assert (ticket.opener_id, ticket.channel_id, ticket.welcome_text) == (7, 8, None)
        assert await records.events.of(1, ticket.number) == ()
        event = an_event("closed", number=ticket.number)
        await records.store.move(ticket, Action.CLOSE, event)
        assert await records.events.of(1, ticket.number) == (event,)
    (copy,) = copies(path)
    assert "before-update-1" in copy.name


# What was forgotten


def running(*statements: str) -> Callable[[apsw.Cursor], None]:
    """Work that runs these statements."""

    def work(cursor: apsw.Cursor) -> None:
        for statement in statements:
            cursor.execute(statement).fetchall()

    return work


NOTES = (*STEPS, Step(len(STEPS) + 1, "CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)"))


async def test_deleted_rows_leave_no_bytes(path: Path) -> None:
    """Also where rows were moved between pages before they were deleted."""
    async with opened(path, NOTES) as database:
        for number in range(600):
            words = f"secret {number} " + "x" * (number * 37 % 300)
            await database.run(running(f"INSERT INTO notes VALUES ({number}, '{words}')"))
            grown = "y" * (number * 53 % 400)
            await database.run(
                running(
                    f"UPDATE notes SET words = words || '{grown}' WHERE id = {number * 7 % 599}"
                )
            )
        await database.run(running("UPDATE notes SET words = NULL WHERE id % 2"))
        await database.run(running("DELETE FROM notes"))

        await database.wipe()

        assert b"secret" not in bytes_of(path)


async def test_a_file_of_the_first_release_is_wiped_by_the_update(path: Path) -> None:
    """What 1.0.0 had deleted was still in its file."""
    with_notes = (Step(1, f"{STEPS[0].sql};{NOTES[-1].sql}"),)
    async with opened(path, with_notes) as database:
        await database.run(
            running("PRAGMA secure_delete = OFF", "INSERT INTO notes VALUES (1, 'the secret')")
        )
        await database.run(running("DELETE FROM notes"))
    assert b"the secret" in bytes_of(path)

    async with opened(path, (*with_notes, *STEPS[1:])):
        assert b"the secret" not in bytes_of(path)


async def test_a_log_that_somebody_reads_is_wiped_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program reads the file: it is waited for, and nobody else has to wait."""
    async with opened(path, NOTES) as database:
        await database.run(running("INSERT INTO notes VALUES (1, 'the secret')"))
        reader = apsw.Connection(str(path))
        reader.execute("BEGIN; SELECT words FROM notes").fetchall()
        await database.run(running("DELETE FROM notes"))

        def pauses() -> Iterator[int]:
            yield 0
            assert b"the secret" in bytes_of(path)
            reader.close()
            yield 0

        monkeypatch.setattr(database_module, "READERS_END_AFTER", pauses())
        await database.wipe()

        assert b"the secret" not in bytes_of(path)


async def test_unfinished_copies_are_wiped(path: Path) -> None:
    """A kill while a copy was made leaves a part of it."""
    async with opened(path) as database:
        for name in ("tickets.unfinished", "tickets.backup.unfinished-journal"):
            path.with_name(name).write_bytes(b"the secret")

        await database.wipe()

        assert b"the secret" not in bytes_of(path)
