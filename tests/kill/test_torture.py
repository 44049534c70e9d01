"""The long proof can be stopped, and gone on with, and done in parts."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torture
from shards import ALL, Shard
from torture import Line, Log, done, last_seed, proven, summed

if TYPE_CHECKING:
    from pathlib import Path

LINE = Line(
    commit="c1",
    clean=True,
    seed=7,
    part="faults",
    shard="1/1",
    piece="1/2",
    passed=5,
    failed=0,
    seconds=2.5,
    processor=4.0,
)


def line(**changes: Any) -> Line:
    """A line like LINE, but for `changes`."""
    return replace(LINE, **changes)


# --------------------------------------------------------------------------------- shards


@pytest.mark.parametrize("count", [1, 2, 3, 7, 60])
def test_shards_cover_everything_once(count: int) -> None:
    """Also when there are more of them than there is work."""
    work = [*range(49)]
    shards = [Shard.named(f"{number}/{count}") for number in range(1, count + 1)]
    assert sorted(one for shard in shards for one in shard.of(work)) == work


@pytest.mark.parametrize("count", [1, 2, 3, 5, 12, 20])
@pytest.mark.parametrize("most", [1, 3, 12])
def test_pieces_make_up_their_shard(count: int, most: int) -> None:
    """They are shards themselves, and what they do is just what their shard is to do."""
    work = [*range(500)]
    for number in range(1, count + 1):
        shard = Shard(number, count)
        pieces = shard.pieces(most)
        assert sorted(one for piece in pieces for one in piece.of(work)) == shard.of(work)
        assert len({str(piece) for piece in pieces}) == len(pieces)


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "x/4", "1/0", ""])
def test_no_such_shard(text: str) -> None:
    """What is no shard isn't taken for one."""
    with pytest.raises(ValueError, match=r".*"):
        Shard.named(text)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_races_are_the_same_in_shards(count: int) -> None:
    """All stories are told once, by the same seeds on every machine."""
    import races

    whole = races.growths(7, 60)
    assert sum(many for _, many in whole) == 60
    assert len({seed for seed, _ in whole}) == len(whole)
    shards = [Shard(number, count).of(whole) for number in range(1, count + 1)]
    assert sorted(one for shard in shards for one in shard) == whole


def test_days_in_shards_differ() -> None:
    """Together they are as long as the day, no two of them are the same, and none of them is too
    short to tell anything."""
    import soak

    assert soak.share_of(ALL, 24, 7) == (24, 7)
    shares = [soak.share_of(Shard(number, 4), 24, 7) for number in range(1, 5)]
    assert sum(hours for hours, _ in shares) == 24
    assert len({seed for _, seed in shares}) == 4
    assert soak.share_of(Shard(1, 12), 24, 7)[0] == 6
    assert soak.share_of(Shard(1, 12), 2, 7)[0] == 2


def test_years_in_shards_differ() -> None:
    """Together they have all tickets and days, and no two of them are the same."""
    import year

    whole = year.Share(365, 200, 7)
    assert year.share_of(ALL, whole) == whole
    shares = [year.share_of(Shard(number, 3), whole) for number in (1, 2, 3)]
    assert sum(one.days for one in shares) == pytest.approx(365)
    assert sum(one.tickets for one in shares) >= 200
    assert len({one.seed for one in shares}) == 3


def test_what_has_grown_in_a_year() -> None:
    """The last process has no more tasks than there were before, and not much more memory."""
    import year

    lives = [{"tasks": ["a"] * tasks, "memory": 1000 * tasks} for tasks in (3, 4, 3, 4)]
    assert year.flat(lives) == []
    assert year.flat(lives[:1]) == []
    lives[-1] = {"tasks": ["a"] * 5, "memory": 900_000}
    tasks, memory = year.flat(lives)
    assert "4 of them before" in tasks
    assert "grown by 896000 bytes" in memory


# --------------------------------------------------------------------------------- resume

PIECES = Shard().pieces(3)


def test_what_passed_is_left_out() -> None:
    """Only that, and only of the same commit, seed and part."""
    lines = [
        line(piece="1/3"),
        line(piece="2/3", commit="c2"),
        line(piece="2/3", seed=8),
        line(piece="2/3", part="steps"),
        line(piece="2/3", clean=False),
        line(piece="3/3", failed=1),
        line(piece="3/4"),
        line(piece=""),
    ]
    assert [*done(lines, "c1", 7, "faults", PIECES)] == ["1/3"]


def test_what_was_said_last_counts() -> None:
    """A piece that failed is done again until it passes; one that failed later, too."""
    lines = [line(piece="1/3", failed=1), line(piece="1/3"), line(piece="2/3")]
    lines.append(line(piece="2/3", failed=1))
    assert [*done(lines, "c1", 7, "faults", PIECES)] == ["1/3"]


def test_the_seed_of_the_last_run() -> None:
    """On this commit; a run on changes that aren't committed is no run to go on with."""
    lines = [line(seed=1), line(seed=2), line(seed=3, commit="c2"), line(seed=4, clean=False)]
    assert last_seed(lines, "c1") == 2
    assert last_seed(lines, "c3") is None


def test_a_run_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pieces that passed aren't run again, and count in the sum."""
    said: list[str] = []
    stop_at = 6

    def pretend(*command: str) -> tuple[int, str]:
        said.append(command[-1])
        if len(said) == stop_at:
            raise KeyboardInterrupt
        return 0, "4 faults: 4 passed, 0 failed"

    monkeypatch.setattr(torture, "_said", pretend)
    monkeypatch.setattr(torture, "the_commit", lambda: ("c1", True))
    monkeypatch.setattr(torture, "say", lambda text: None)
    file = tmp_path / "log.jsonl"
    with pytest.raises(KeyboardInterrupt):
        torture.Run(Log(file), 7, ALL, resume=False, jobs=None).part("faults")
    assert len(Log(file).lines) == stop_at - 1

    said.clear()
    stop_at = 0
    whole, note = torture.Run(Log(file), 7, ALL, resume=True, jobs=None).part("faults")
    assert said == [f"{number}/12" for number in range(6, 13)]
    assert note == "5 of 12 pieces before"
    assert (whole.passed, whole.failed, whole.piece) == (48, 0, "")
    assert Log(file).lines[-1] == whole

    said.clear()
    torture.Run(Log(file), 8, ALL, resume=True, jobs=None).part("faults")
    assert len(said) == 12


@pytest.mark.parametrize(
    ("code", "told", "failed"),
    [
        (0, "5 scenarios: 5 passed, 0 failed", 0),
        (1, "5 scenarios: 3 passed, 2 failed", 2),
        (1, "5 scenarios: 5 passed, 0 failed", 1),
        (0, "Traceback", 1),
    ],
)
def test_silence_is_no_success(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, told: str, failed: int
) -> None:
    """What a part says counts, and what it returns; if it says nothing it has failed."""
    monkeypatch.setattr(torture, "_said", lambda *command: (code, told))
    monkeypatch.setattr(torture, "the_commit", lambda: ("c1", True))
    monkeypatch.setattr(torture, "say", lambda text: None)
    log = Log(tmp_path / "log.jsonl")
    whole, _ = torture.Run(log, 7, ALL, resume=False, jobs=1).part("slow")
    assert whole.failed == failed
    assert log.lines[0].said == (told if failed else "")


def test_nothing_tried_is_no_success() -> None:
    """A part in which no piece had anything to do, or which lacks a piece, hasn't passed."""
    assert summed([line(passed=0)], shard="1/1", pieces=1).failed
    assert summed([line()], shard="1/1", pieces=2).failed
    assert not summed([line(), line(passed=0)], shard="1/1", pieces=2).failed


def test_a_line_cut_off_is_done_again(tmp_path: Path) -> None:
    """The log of a machine that was switched off is read all the same."""
    file = tmp_path / "log.jsonl"
    log = Log(file)
    log.append(LINE)
    file.write_text(file.read_text() + LINE.written()[:30] + "\n" + LINE.written() + "\n")
    assert Log(file).lines == [LINE, LINE]


# ---------------------------------------------------------------------------------- proof


def shards(count: int, **changes: Any) -> list[Line]:
    """The lines of a part in shards."""
    return [line(piece="", shard=f"{number}/{count}", **changes) for number in range(1, count + 1)]


def test_all_shards_of_one_run_are_a_proof() -> None:
    """Not some of them, and not those of two runs."""
    assert proven(shards(4), "c1", "faults")
    assert proven(shards(1), "c1", "faults")
    assert not proven(shards(4)[:3], "c1", "faults")
    assert not proven([*shards(4)[:3], *shards(4, seed=8)[3:]], "c1", "faults")
    assert not proven(shards(4), "c2", "faults")
    assert not proven(shards(4), "c1", "races")
    assert not proven([LINE], "c1", "faults")


def test_what_is_not_committed_proves_nothing() -> None:
    """Whatever it says."""
    assert not proven(shards(1, clean=False), "c1", "faults")
    mixed = summed([line(), line(clean=False)], shard="1/1", pieces=2)
    assert not mixed.clean
    assert not proven([mixed], "c1", "faults")
    assert not summed([line(), line(commit="c2")], shard="1/1", pieces=2).clean


def test_the_last_word_counts() -> None:
    """A failure takes back every proof; the failed shard can be made good."""
    first, second = shards(2)
    bad = replace(second, failed=1)
    assert not proven([*shards(1), first, bad], "c1", "faults")
    assert proven([first, bad, second], "c1", "faults") == second
    assert not proven([first, second, bad, first], "c1", "faults")


def test_changes_are_seen(tmp_path: Path) -> None:
    """Files that are changed or new make a tree unclean; and outside git nothing is known."""
    assert torture.the_commit(tmp_path) == ("?", False)

    def git(*arguments: str) -> None:
        known = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(("git", "-C", str(tmp_path), *known, *arguments), check=True)

    git("init", "--quiet")
    (tmp_path / "file").write_text("1")
    git("add", "file")
    git("commit", "--quiet", "--message", "one")
    commit, clean = torture.the_commit(tmp_path)
    assert (len(commit), clean) == (40, True)
    (tmp_path / "other").write_text("1")
    assert torture.the_commit(tmp_path) == (commit, False)
