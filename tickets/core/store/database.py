"""One SQLite file, one thread that works on it.

All statements run on a thread of their own, one transaction at a time, so the event loop
never waits for a disk and two transactions never interleave. A transaction that was begun
is finished even if the task that asked for it is cancelled.
"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import apsw
from redbot.core.utils.dbtools import APSWConnectionWrapper

from .. import errors
from . import files
from .schema import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .schema import Step

log = logging.getLogger("red.tickets.store")

T = TypeVar("T")

#: The tables' version of 1.0.0, whose files keep the bytes of deleted rows.
_WITHOUT_SECURE_DELETE = 1
#: How long the log may grow before it is folded into the file, besides each backup. A copy
#: that somebody makes of both files is sound unless that happens between the two.
LOG_PAGES = 16384
#: Pauses in seconds between tries to empty the log while another program reads it.
READERS_END_AFTER = (1, 2, 4, 8, 15, 30)
#: Seconds from one backup to the next, from a load to the first, and after one that failed.
BACKUP_EVERY, FIRST_BACKUP_AFTER, NEXT_TRY_AFTER = 24 * 60 * 60, 60, 60 * 60


class DatabaseDamaged(Exception):
    """The file can't be read any more; it was moved to `set_aside` for inspection.

    If there is a backup, made at `backup_time`, the next :meth:`Database.open` goes on with it.
    """

    def __init__(self, set_aside: Path, backup_time: float | None) -> None:
        super().__init__(f"The ticket database was damaged and moved to {set_aside}.")
        self.set_aside = set_aside
        self.backup_time = backup_time


class DatabaseTooNew(Exception):
    """The file was written by a newer version of this cog."""


class Database:
    """A connection to the tickets' file. Open it with :meth:`open`, end it with :meth:`close`."""

    def __init__(self, connection: APSWConnectionWrapper, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        # While the connection works, apsw lets no other thread ask it anything.
        self._filename = connection.filename
        self._thread = thread
        self._closed = False
        self._reader: apsw.Connection | None = None
        self._reading: ThreadPoolExecutor | None = None

    @classmethod
    async def open(cls, path: Path, steps: Sequence[Step]) -> Database:
        """Opens or creates the file and brings its tables up to date by `steps`, in any order.

        Where there is none, but a backup beside it, goes on with that.
        Raises :class:`DatabaseDamaged` when the file is not sound: it is then moved aside,
        never replaced in silence. Raises :class:`DatabaseTooNew` after a downgrade.
        """
        thread = ThreadPoolExecutor(1, thread_name_prefix="tickets-database")
        try:
            connection = await asyncio.get_running_loop().run_in_executor(
                thread, _open_file, path, in_order(steps)
            )
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return cls(connection, thread)

    async def run(self, work: Callable[[apsw.Cursor], T]) -> T:
        """Runs `work` with a cursor inside one transaction, in the database's thread.

        The transaction is committed when `work` returns and rolled back when it raises.
        """
        if self._closed:
            raise errors.Unloaded

        def transaction() -> T:
            with self._connection, self._connection.with_cursor() as cursor:
                return work(cursor)

        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(self._thread, transaction)
        # Who was cancelled doesn't ask for the result; asyncio complains of errors unasked.
        done.add_done_callback(lambda result: result.cancelled() or result.exception())
        return await asyncio.shield(done)

    async def read(self, work: Callable[[apsw.Cursor], T]) -> T:
        """Runs `work`, which may take long and writes nothing, while :meth:`run` goes on.

        It has a thread and a connection of its own, from the first time on, and sees the file as
        it was when it began. Raises ``Unloaded`` if the database is closed meanwhile.
        """
        if self._closed:
            raise errors.Unloaded
        if self._reading is None:
            self._reading = ThreadPoolExecutor(1, thread_name_prefix="tickets-reader")

        def reading() -> T:
            if self._reader is None:
                self._reader = _open_reader(self._filename)
            try:
                with self._reader:
                    return work(self._reader.cursor())
            except apsw.InterruptError:
                raise errors.Unloaded from None

        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(self._reading, reading)
        done.add_done_callback(lambda result: result.cancelled() or result.exception())
        return await asyncio.shield(done)

    async def back_up(self) -> None:
        """Keeps a copy beside the file which is sound whenever somebody copies it.

        The file and its log, copied one after the other while the bot runs, may not be.
        """
        await self._work_on_files(files.back_up)

    async def wipe(self) -> None:
        """Leaves nothing of what was deleted in any file: free space, log, backup, old copies.

        A program that reads the file keeps its log alive: it is waited for.
        """
        await self._work_on_files(files.drop_old_copies)
        await self._work_on_files(files.rewrite)
        await self._work_on_files(files.back_up)
        for pause in READERS_END_AFTER:
            if await self._work_on_files(files.empty_log):
                return
            await asyncio.sleep(pause)
        log.warning("A program reads the ticket database: its log holds what was deleted")

    async def _work_on_files(self, work: Callable[[APSWConnectionWrapper], T]) -> T:
        """Runs `work` in the database's thread, between two transactions."""
        if self._closed:
            raise errors.Unloaded
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._thread, work, self._connection))

    async def keep_backed_up(self, path: Path) -> None:
        """Backs up every day, as long as the task runs that was made for it."""
        pause: float = FIRST_BACKUP_AFTER
        while True:
            due = (files.backup_time(path) or 0) + BACKUP_EVERY - time.time()
            await asyncio.sleep(max(pause, due))
            pause = NEXT_TRY_AFTER
            try:
                await self.back_up()
            except (apsw.Error, OSError):
                log.exception("The ticket database could not be backed up")

    async def close(self) -> None:
        """Finishes what was begun, folds the write-ahead log into the file and closes it."""
        if self._closed:
            return
        self._closed = True
        loop = asyncio.get_running_loop()
        if self._reading is not None:
            if self._reader is not None:
                self._reader.interrupt()
            # In its thread, after what it is at; what still waits for its turn finds it closed.
            await loop.run_in_executor(self._reading, self._close_reader)
            self._reading.shutdown(wait=False)
        await loop.run_in_executor(self._thread, _close_file, self._connection)
        self._thread.shutdown(wait=False)

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close(True)


def _open_reader(filename: str) -> apsw.Connection:
    reader = apsw.Connection(filename)
    reader.setbusytimeout(files.BUSY_TIMEOUT)
    reader.execute("PRAGMA query_only = ON").fetchall()
    return reader


def _open_file(path: Path, steps: Sequence[Step]) -> APSWConnectionWrapper:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        files.go_on_with_backup(path)
    # A log beside the file means that it wasn't closed: only then is a full check worth
    # its time, which grows with the file.
    was_killed = path.with_name(path.name + "-wal").exists()
    connection: APSWConnectionWrapper | None = None
    try:
        connection = APSWConnectionWrapper(path)
        _prepare(connection)
        if was_killed:
            _check(connection)
        _migrate(connection, path, steps)
    except (apsw.CorruptError, apsw.NotADBError) as error:
        if connection is not None:
            # Nothing may be written into a damaged file, its log stays beside it.
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            connection.close(True)
        set_aside = files.set_aside(path)
        log.critical("The ticket database was damaged; it is kept as %s", set_aside)
        raise DatabaseDamaged(set_aside, files.backup_time(path)) from error
    except BaseException:
        if connection is not None:
            connection.close(True)
        raise
    return connection


def _prepare(connection: APSWConnectionWrapper) -> None:
    connection.setbusytimeout(files.BUSY_TIMEOUT)
    mode: str = _scalar(connection, "PRAGMA journal_mode = WAL")
    if mode != "wal":
        # Some network file systems can't share memory, which the log needs.
        log.warning("The ticket database uses journal mode %s: writes are slower.", mode)
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        f"wal_autocheckpoint = {LOG_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _scalar(connection: APSWConnectionWrapper, query: str) -> Any:
    ((value,),) = connection.execute(query).fetchall()
    return value


def _check(connection: APSWConnectionWrapper) -> None:
    answers = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if answers != [("ok",)]:
        raise apsw.CorruptError(str(answers))


def _migrate(connection: APSWConnectionWrapper, path: Path, steps: Sequence[Step]) -> None:
    version: int = _scalar(connection, "PRAGMA user_version")
    if version > len(steps):
        raise DatabaseTooNew
    if 0 < version < len(steps):
        files.copy_before_migration(connection, path, version)
    for step in steps[version:]:
        with connection:
            connection.execute(step.sql).fetchall()
            connection.execute(f"PRAGMA user_version = {step.version}").fetchall()
    if version == _WITHOUT_SECURE_DELETE:
        _wipe_old_bytes(connection)


def _wipe_old_bytes(connection: APSWConnectionWrapper) -> None:
    """Rewrites a file of 1.0.0, once. Without the space for that, the next wipe will do it."""
    try:
        files.rewrite(connection)
        files.empty_log(connection)
    except apsw.FullError:
        log.warning("There is no space to rewrite the ticket database")


def _close_file(connection: APSWConnectionWrapper) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
