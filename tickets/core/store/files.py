"""The files beside the database: backup, copies before updates, what was set aside."""

from __future__ import annotations

import logging
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redbot.core.utils.dbtools import APSWConnectionWrapper

log = logging.getLogger("red.tickets.store")

#: Milliseconds to wait for another program that writes into the file.
BUSY_TIMEOUT = 5000
#: Copies made before migrations that are kept.
COPIES_KEPT = 2


def copy_before_migration(connection: APSWConnectionWrapper, path: Path, version: int) -> None:
    """Keeps the file as it was before its tables change."""
    copy = _unused(path, f"before-update-{version}")
    connection.execute("VACUUM INTO ?", (str(copy),)).fetchall()
    copies = sorted(_copies(path), key=lambda file: file.stat().st_mtime_ns)
    for old in copies[:-COPIES_KEPT]:
        old.unlink()


def drop_old_copies(connection: APSWConnectionWrapper) -> None:
    """Deletes all copies from before updates, and those that were never finished."""
    path = Path(connection.filename)
    for copy in (*_copies(path), *path.parent.glob(f"{path.stem}*.unfinished*")):
        copy.unlink()


def rewrite(connection: APSWConnectionWrapper) -> None:
    """Writes the file anew, without what deleted rows have left in it.

    ``secure_delete`` alone isn't enough: rows that moved to another page leave a copy behind.
    """
    connection.execute("VACUUM").fetchall()


def empty_log(connection: APSWConnectionWrapper) -> bool:
    """Folds the log into the file and empties it; False while another program reads it."""
    connection.setbusytimeout(0)
    try:
        ((busy, _pages, _folded),) = connection.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        ).fetchall()
    finally:
        connection.setbusytimeout(BUSY_TIMEOUT)
    return not busy


def _copies(path: Path) -> list[Path]:
    return list(path.parent.glob(f"{path.stem}.before-update-*.sqlite3"))


def backup_of(path: Path) -> Path:
    """Where the backup of a database is."""
    return path.with_name(f"{path.stem}.backup.sqlite3")


def backup_time(path: Path) -> float | None:
    """When the backup of a database was made, None if there is none."""
    backup = backup_of(path)
    return backup.stat().st_mtime if backup.exists() else None


def back_up(connection: APSWConnectionWrapper) -> None:
    """Writes a sound copy of the database beside it, whole or not at all."""
    path = Path(connection.filename)
    unfinished = path.with_name(f"{path.stem}.backup.unfinished")
    unfinished.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(unfinished),)).fetchall()
    _put_in_place(unfinished, backup_of(path))
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def go_on_with_backup(path: Path) -> None:
    """Makes the backup the database. A log without its file would spoil it, and moves aside."""
    if not backup_of(path).exists():
        return
    set_aside(path)
    log.warning("There is no ticket database: going on with its backup %s", backup_of(path))
    unfinished = path.with_name(f"{path.stem}.unfinished")
    shutil.copyfile(backup_of(path), unfinished)
    _put_in_place(unfinished, path)


def _put_in_place(unfinished: Path, path: Path) -> None:
    """Renames a file that was just written, after it has reached the disk: all or nothing."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.replace(path)


def set_aside(path: Path) -> Path:
    """Moves a file that can't be used out of the way, its log with it; returns where to."""
    target = _unused(path, "damaged")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return target


def _unused(path: Path, word: str) -> Path:
    """A name beside the database that no file has yet."""
    second = int(time.time())
    while (name := path.with_name(f"{path.stem}.{word}-{second}.sqlite3")).exists():
        second += 1
    return name
