"""The table of tickets for spreadsheets (R4): nothing in it is a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from tickets.statistics.store import table

if TYPE_CHECKING:
    from pathlib import Path


def row(**values: Any) -> dict[str, Any]:
    """A ticket of which nothing else is known."""
    return {**dict.fromkeys(table.COLUMNS), "number": 1, **values}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file, as a spreadsheet reads them."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", '=HYPERLINK("https://x", "y")']
)
def test_formulas_are_words(text: str) -> None:
    """What a spreadsheet would calculate begins with an apostrophe."""
    assert table.cell(text) == f"'{text}"
    assert table.cell(f" {text}") == f" {text}"


def test_a_table(tmp_path: Path) -> None:
    """Numbers, times and words come back as they were, whatever stands in them."""
    path = tmp_path / "tickets.csv"
    words = 'a "quote", a;line\r\nand مرحبا 🎉'
    table.begin(path)
    table.add(path, [row(reason=words, refusal="a\0b", created_at=table.moment(0))])
    table.add(path, [row(number=2, reason="\ud800", close_reason="=1")])
    first, second = read(path)
    assert list(first) == list(table.COLUMNS)
    assert (first["number"], first["reason"], first["refusal"]) == ("1", words, "ab")
    assert first["created_at"] == "1970-01-01 00:00:00"
    assert first["closed_at"] == ""
    assert (second["reason"], second["close_reason"]) == ("?", "'=1")
    with ZipFile(table.zipped(path)) as archive:
        assert archive.read("tickets.csv") == path.read_bytes()


def test_files_on_their_way_are_removed(tmp_path: Path) -> None:
    """Each has a folder of its own; what a killed process has left is removed with all."""
    folder = table.new_folder(tmp_path / "data")
    table.begin(folder / "tickets.csv")
    table.remove(folder)
    assert not folder.exists()
    table.new_folder(tmp_path / "data")
    table.remove(tmp_path / "data")
    table.remove(tmp_path / "data")
    assert not (tmp_path / "data").exists()
