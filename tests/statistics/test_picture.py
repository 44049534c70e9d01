"""The statistics as a picture (R2): drawn outside of the bot, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tickets.statistics import discord as drawn
from tickets.statistics import drawing
from tickets.statistics.render import picture
from tickets.statistics.rules import PictureFailed, Statistics, Times

if TYPE_CHECKING:
    from pathlib import Path

FOUND = Statistics(
    since=1,
    until=2,
    opened=3,
    by_type={},
    by_weekday=(3, 0, 0, 0, 0, 0, 0),
    by_hour=(3, *[0] * 23),
    answers=Times(3, 60, 3600, False),
)


def program(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program draws, and the library seems to be there."""
    path = folder / "draws.py"
    path.write_text(text)
    monkeypatch.setattr(drawn, "PROGRAM", path)
    monkeypatch.setattr(drawn, "can_draw", lambda: True)


def test_what_is_drawn() -> None:
    """Titles, numbers and columns, which JSON can carry."""
    about = json.loads(json.dumps(picture(FOUND, 30)))
    assert about["title"] == "Statistics · 30 days"
    assert about["numbers"][0] == ["Opened", "3"]
    assert len(about["times"]) == 1
    assert [len(one["counts"]) == len(one["names"]) for one in about["charts"]] == [True, True]


@pytest.mark.asyncio
async def test_the_program_gets_it_and_its_file_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By JSON to its input, from its output."""
    program(
        tmp_path,
        "import json, sys; sys.stdout.write(json.load(sys.stdin)['title'])",
        monkeypatch,
    )
    await drawn.draw({"title": "hello"}, tmp_path / "it.png")
    assert (tmp_path / "it.png").read_text() == "hello"


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["raise SystemExit(3)", "import time; time.sleep(60)"])
async def test_what_fails_or_hangs_is_said(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is killed in time, and there is no picture."""
    program(tmp_path, text, monkeypatch)
    monkeypatch.setattr(drawn, "LIMIT", 1)
    with pytest.raises(PictureFailed):
        await drawn.draw({}, tmp_path / "it.png")
    assert not (tmp_path / "it.png").exists()


@pytest.mark.asyncio
async def test_without_the_library_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is started then."""
    monkeypatch.setattr(drawn, "can_draw", lambda: False)
    with pytest.raises(PictureFailed):
        await drawn.draw({}, tmp_path / "it.png")


def test_the_picture() -> None:
    """Where the library is installed: a PNG as wide as a phone is fine."""
    pytest.importorskip("PIL")
    content = drawing.draw(picture(FOUND, 30))
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == drawing.WIDTH
