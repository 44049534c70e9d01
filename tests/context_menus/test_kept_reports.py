"""What is kept of a message that is reported, and for how long; only the disk is needed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tickets.context_menus.render import reported_message
from tickets.context_menus.rules import (
    KEPT,
    Reported,
    reported_from_json,
    reported_to_json,
)
from tickets.context_menus.service import batches
from tickets.context_menus.store import KeptReports
from tickets.core.files import SentFile, WhyMissing

if TYPE_CHECKING:
    from pathlib import Path

GUILD, ALICE, BOB, MESSAGE = 1, 2, 3, 4


def a_file(size: int = 5, **facts: object) -> SentFile:
    """A file of a message."""
    made = SentFile(label="", name="a.txt", size=size, url="https://cdn.discordapp.com/a")
    return replace(made, **facts)  # type: ignore[arg-type]


def a_report(**facts: object) -> Reported:
    """bob's message, which alice reports."""
    made = Reported(
        guild_id=GUILD,
        by_id=ALICE,
        message_id=MESSAGE,
        channel_id=5,
        author_id=BOB,
        author_name="bob",
        author_picture="https://cdn.discordapp.com/b",
        sent_at=1_790_000_000,
        words="rude",
        files=(a_file(),),
    )
    return replace(made, **facts)  # type: ignore[arg-type]


class Clock:
    """The present time."""

    now = 1_790_000_000


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> KeptReports:
    """A folder with nothing in it."""
    return KeptReports(tmp_path / "reports", lambda: clock.now)


def test_json_tells_all_of_it() -> None:
    """Also which file is missing, and why."""
    report = a_report(files=(a_file(missing=WhyMissing.GONE), a_file()), is_webhook=True)
    assert reported_from_json(reported_to_json(report)) == report


async def test_what_was_sent_is_found_with_its_files(kept: KeptReports, tmp_path: Path) -> None:
    """Once: a second form finds nothing, unless nothing came of the first."""
    report = a_report()
    await kept.put(report)
    (tmp_path / "file").write_bytes(b"hello")
    await kept.take_file(report, 0, tmp_path / "file")
    assert await kept.take(report.key)
    assert not await kept.take(report.key)
    await kept.give_back(report.key)
    assert await kept.all_taken() == []
    assert await kept.take(report.key)
    assert await kept.all_taken() == [report]
    files = await kept.files_of(report)
    assert {place: path.read_bytes() for place, path in files.items()} == {0: b"hello"}
    await kept.done(report.key)
    assert await kept.all_taken() == []


async def test_it_is_kept_for_an_hour(kept: KeptReports, clock: Clock) -> None:
    """And by a start of the bot, longer only if its form was sent and it waits for its ticket."""
    other = a_report(message_id=6)
    await kept.put(a_report())
    await kept.put(other)
    assert await kept.take(other.key)
    clock.now += KEPT + 1
    await kept.clear({other.key})
    assert not await kept.take(a_report().key)
    assert await kept.all_taken() == [other]
    await kept.clear(())
    assert await kept.all_taken() == []


async def test_a_member_has_one_form(kept: KeptReports) -> None:
    """The next message takes the place of the one before; other members keep theirs."""
    first, other = a_report(), a_report(by_id=9)
    second = a_report(message_id=6)
    for one in (first, other, second):
        await kept.put(one)
    await kept.drop_others(second)
    assert not await kept.take(first.key)
    assert await kept.take(other.key)
    assert await kept.take(second.key)


@pytest.mark.parametrize("who", [ALICE, BOB])
async def test_people_are_forgotten(kept: KeptReports, who: int, tmp_path: Path) -> None:
    """Who reports, and whose words they are: nothing of either is left."""
    await kept.put(a_report())
    await kept.put(a_report(message_id=6))
    await kept.take(a_report(message_id=6).key)
    await kept.forget(who)
    assert not [one for one in (tmp_path / "reports").rglob("*") if one.is_file()]


async def test_a_new_press_ends_what_is_fetched(kept: KeptReports) -> None:
    """Whoever presses again and again fetches one message at a time."""
    report = a_report()
    fetching = asyncio.create_task(asyncio.sleep(60))
    kept.begin(report, 7, fetching)
    assert kept.size == 7
    await kept.put(report)
    await kept.drop(report.key)
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert kept.size == 0
    assert kept.fetching(report.key) is None


def test_every_word_is_shown() -> None:
    """A long message, or one that is longer because it shows as typed, is a file, too."""
    short = reported_message(a_report(words="**rude**"), {}, 10, 1_790_000_000)
    assert short.embed is not None
    assert short.embed.description == "\\*\\*rude\\*\\*"
    assert short.text_file is None
    long = reported_message(a_report(words="*" * 4000), {0: WhyMissing.GONE}, 10, 1_790_000_000)
    assert long.embed is not None
    assert len(long.embed) <= 6000
    assert long.text_file == ("message.txt", "*" * 4000)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [((), []), ((5, 5), [[0, 1]]), ((5, 6), [[0], [1]]), ((10, 1, 9), [[0], [1, 2]])],
)
def test_files_go_together_as_far_as_they_fit(
    sizes: tuple[int, ...], expected: list[list[int]]
) -> None:
    """Ten bytes fit into one message here."""
    files = tuple(a_file(size) for size in sizes)
    assert batches(files, list(range(len(files))), 10) == expected
