"""Tickets as a table in a file, for spreadsheets."""

from __future__ import annotations

import csv
import shutil
import tempfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The columns in their order, as docs describe them. Stored words, only ever added to.
COLUMNS = (
    *("number", "state", "type", "opener_id", "opened_by_id", "created_at"),
    *("decided_by_id", "decided_at", "answered_at", "seconds_to_answer", "handler_id"),
    *("closed_by_id", "closed_at", "seconds_to_closing", "opening_hours_counted"),
    *("reason", "answers", "refusal", "close_reason", "stars", "rating_comment"),
)
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Spreadsheets guess another encoding without it.
_ENCODING = "utf-8-sig"


def new_folder(parent: Path) -> Path:
    """A folder of its own for a file that is on its way."""
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent))


def remove(folder: Path) -> None:
    """Removes such a folder, or all of them."""
    shutil.rmtree(folder, ignore_errors=True)


def begin(path: Path) -> None:
    """A file with nothing but the heads of the columns."""
    with path.open("w", encoding=_ENCODING, newline="") as file:
        csv.writer(file).writerow(COLUMNS)


def add(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds rows, whose values are by columns."""
    with path.open("a", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([cell(row[name]) for name in COLUMNS] for row in rows)


def zipped(path: Path) -> Path:
    """The same in less space."""
    smaller = path.with_suffix(".zip")
    with zipfile.ZipFile(smaller, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return smaller


def moment(seconds: int | None) -> str | None:
    """A time as spreadsheets read it, in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def cell(value: Any) -> Any:
    """A value as it may stand in a cell: what people wrote is never a formula."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) else text
