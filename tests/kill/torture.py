"""The long proof: ``make torture``. Ends with a table of its parts, and one line for all of it.

    python tests/kill/torture.py --seed 7           the same again
    python tests/kill/torture.py --part races       one part; may be given several times
    python tests/kill/torture.py --shard 1/4        a quarter of each part
    python tests/kill/torture.py --resume           go on where the last run on this commit stopped
    python tests/kill/torture.py --proof            only tell what is proven for this commit

Every scenario with every call failing in every way; every scenario killed at each of its steps,
and 500 kills while several people are at it; races; a day of use; a year of waiting.

Long parts are done in pieces. Each piece that is over is a line in a log, and each part that is
over is one more. A part is proven for a commit when its last lines say so for all shards. What
is run on changes that are not committed is in the log, and proves nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from shards import ALL, Shard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOG = ROOT / ".torture" / "log.jsonl"
_VERDICT = re.compile(r"(\d+) passed, (\d+) failed")
#: So much of what a failed piece says is kept in the log: its end.
_KEPT = 4000


@dataclass(frozen=True)
class Part:
    """A part: what is run, with the seed put in, and how many pieces it is done in.

    A piece begins with a few seconds in which the bot is made ready, so they must not be small.
    """

    command: tuple[str, ...]
    pieces: int = 1
    has_jobs: bool = True


PARTS = {
    "slow": Part(("once.py",)),
    "examples": Part(("examples.py",)),
    "faults": Part(("matrix.py",), pieces=12),
    "steps": Part(("kills.py", "--scenario", "all"), pieces=12),
    "kills": Part(("kills.py", "500", "--seed", "{seed}"), pieces=10),
    "races": Part(("races.py", "--examples", "150", "--seed", "{seed}"), pieces=3),
    "many": Part(("many.py",), has_jobs=False),
    "soak": Part(("soak.py", "--hours", "24", "--seed", "{seed}"), has_jobs=False),
    "year": Part(("year.py", "--seed", "{seed}"), has_jobs=False),
}


# -------------------------------------------------------------------------------- the log


@dataclass(frozen=True)
class Line:
    """A piece of a part that is over, or (without `piece`) the whole of it."""

    commit: str
    #: Whether everything was committed, before it and after it.
    clean: bool
    seed: int
    part: str
    shard: str
    piece: str
    passed: int
    failed: int
    seconds: float
    #: Seconds of processor time, of all processes together.
    processor: float
    #: When it was over, in seconds since the epoch.
    at: int = 0
    #: The end of what was said, if something failed.
    said: str = ""

    @property
    def verdict(self) -> str:
        """Whether all of it passed."""
        return "passed" if not self.failed else "failed"

    def written(self) -> str:
        """The line as it is in the file."""
        return json.dumps({**asdict(self), "verdict": self.verdict}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Line:
        """The line that was written."""
        values = json.loads(text)
        del values["verdict"]
        return cls(**values)


class Log:
    """All lines there are, the oldest first."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.lines = [*_read(file)]

    def append(self, line: Line) -> None:
        """Adds a line, on the disk at once."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(line.written() + "\n")
        self.lines.append(line)


def _read(file: Path) -> Iterator[Line]:
    if not file.exists():
        return
    for text in file.read_text(encoding="utf-8").splitlines():
        try:
            yield Line.read(text)
        except (ValueError, TypeError, KeyError):
            # Cut off in the middle, or of an older form: then it is done again.
            continue


def last_seed(lines: Iterable[Line], commit: str) -> int | None:
    """The seed of the last run on this commit."""
    seeds = [line.seed for line in lines if line.clean and line.commit == commit]
    return seeds[-1] if seeds else None


def done(
    lines: Iterable[Line], commit: str, seed: int, part: str, pieces: Sequence[Shard]
) -> dict[str, Line]:
    """Which of the pieces have passed on this commit with this seed, by what was said last."""
    last = {
        line.piece: line
        for line in lines
        if line.clean and (line.commit, line.seed, line.part) == (commit, seed, part)
    }
    names = map(str, pieces)
    return {name: last[name] for name in names if name in last and not last[name].failed}


def proven(lines: Iterable[Line], commit: str, part: str) -> Line | None:
    """The last line of the part, if with it all of the part has passed on this commit.

    Shards have to be of the same run: their number and their seed are the same. What has failed
    takes back what other runs have said before.
    """
    runs: dict[tuple[int, int], set[int]] = {}
    proof = None
    for line in lines:
        if line.piece or not line.clean or (line.commit, line.part) != (commit, part):
            continue
        shard = Shard.named(line.shard)
        run = (shard.count, line.seed)
        if line.failed:
            runs, proof = {run: runs.get(run, set()) - {shard.number}}, None
            continue
        runs.setdefault(run, set()).add(shard.number)
        if len(runs[run]) == shard.count:
            proof = line
    return proof


# ------------------------------------------------------------------------------- the runs


@dataclass(frozen=True)
class Run:
    """What is to be done."""

    log: Log
    seed: int
    shard: Shard
    resume: bool
    jobs: int | None

    def part(self, name: str) -> tuple[Line, str]:
        """Carries out a part; returns its line, and how much of it was done before."""
        part, commit = PARTS[name], the_commit()
        pieces = self.shard.pieces(part.pieces)
        before = done(self.log.lines, commit[0], self.seed, name, pieces) if self.resume else {}
        lines = [*before.values()]
        for piece in pieces:
            if str(piece) in before:
                continue
            try:
                line = self._piece(name, piece, commit)
            except KeyboardInterrupt:
                say(f"\n{name}: {len(lines)} of {len(pieces)} pieces are over.")
                raise
            self.log.append(line)
            lines.append(line)
        whole = summed(lines, shard=str(self.shard), pieces=len(pieces))
        self.log.append(whole)
        return whole, f"{len(before)} of {len(pieces)} pieces before" if before else ""

    def _piece(self, name: str, piece: Shard, commit: tuple[str, bool]) -> Line:
        part = PARTS[name]
        script, *arguments = part.command
        arguments = [argument.format(seed=self.seed) for argument in arguments]
        arguments += [] if piece.is_all else ["--shard", str(piece)]
        arguments += ["--jobs", str(self.jobs)] if self.jobs and part.has_jobs else []
        say(f"== {name}: {' '.join((script, *arguments))}")
        begin, processor = time.monotonic(), _processor()
        code, told = _said(sys.executable, "-W", "ignore", str(HERE / script), *arguments)
        seconds, processor = time.monotonic() - begin, _processor() - processor
        say(told.rstrip())
        say(f"   {seconds:.0f} s, {processor:.0f} s of processor")
        verdicts = _VERDICT.findall(told)
        # A piece that says nothing has failed, whatever it returned.
        good, bad = map(int, verdicts[-1]) if verdicts else (0, 1)
        bad = max(bad, int(code != 0))
        return Line(
            commit=commit[0],
            clean=commit[1] and the_commit() == commit,
            seed=self.seed,
            part=name,
            shard=str(self.shard),
            piece=str(piece),
            passed=good,
            failed=bad,
            seconds=round(seconds, 1),
            processor=round(processor, 1),
            at=int(time.time()),
            said=told[-_KEPT:] if bad else "",
        )


def summed(lines: Sequence[Line], *, shard: str, pieces: int) -> Line:
    """The line of a part, from those of its pieces."""
    passed, failed = sum(line.passed for line in lines), sum(line.failed for line in lines)
    # A part in which nothing was tried has not passed, nor has one that lacks a piece.
    nothing = not failed and (not passed or len(lines) != pieces)
    return Line(
        commit=lines[-1].commit,
        clean=all(line.clean for line in lines) and len({line.commit for line in lines}) == 1,
        seed=lines[-1].seed,
        part=lines[-1].part,
        shard=shard,
        piece="",
        passed=passed,
        failed=failed + int(nothing),
        seconds=round(sum(line.seconds for line in lines), 1),
        processor=round(sum(line.processor for line in lines), 1),
        at=int(time.time()),
    )


def _said(*command: str) -> tuple[int, str]:
    """Runs a command with all its children as one group: whoever stops this stops them too."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            told, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, told


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def the_commit(root: Path = ROOT) -> tuple[str, bool]:
    """What is checked out, and whether the files are just that."""

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ("git", "-C", str(root), *arguments), check=False, capture_output=True, text=True
        )
        # Without git, or in an archive of the files, nobody knows what they are.
        return done.stdout.strip() if done.returncode == 0 else "?"

    commit = git("rev-parse", "HEAD")
    return commit, commit != "?" and git("status", "--porcelain") == ""


# --------------------------------------------------------------------------------- shown


def table(rows: Sequence[tuple[Line, str]]) -> Iterator[str]:
    """The parts, how they went and how long they took."""
    yield f"{'part':<9}{'shard':>7}{'passed':>8}{'failed':>8}{'seconds':>9}{'processor':>11}"
    for line, note in rows:
        notes = [note, "" if line.clean else "not committed: no proof"]
        yield (
            f"{line.part:<9}{line.shard:>7}{line.passed:>8}{line.failed:>8}"
            f"{line.seconds:>9.0f}{line.processor:>11.0f}  {', '.join(filter(None, notes))}"
        ).rstrip()


def proof(lines: Sequence[Line], commit: str) -> Iterator[str]:
    """Which parts are proven for a commit."""
    yield f"Proven for {commit[:12]}:"
    for name in PARTS:
        line = proven(lines, commit, name)
        how = f"seed {line.seed}, shard {line.shard} as the last" if line else "not yet"
        yield f"  {name:<9}{how}"


def say(text: str) -> None:
    """Prints at once."""
    print(text, flush=True)  # noqa: T201 - it is a command


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Runs the parts one after the other and adds up what they say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--seed", type=int, help="what chance is made of; RESUME takes the last one")
    add("--part", choices=PARTS, action="append", default=[], help="only this one")
    add("--shard", type=Shard.named, default=ALL, help="only such a part of each: 2/4")
    add("--resume", action="store_true", help="leave out what passed on this commit")
    add("--jobs", type=int, help="how many at the same time; as many as there are processors")
    add("--proof", action="store_true", help="only tell what is proven")
    options = parser.parse_args()
    log, (commit, clean) = Log(LOG), the_commit()
    if options.proof:
        say("\n".join(proof(log.lines, commit)))
        return 0
    seed = options.seed
    if seed is None and options.resume:
        seed = last_seed(log.lines, commit)
    if seed is None:
        seed = int(time.time()) % 1_000_000
    if not clean:
        say("There are changes that are not committed: this run proves nothing.")
    run, rows = Run(log, seed, options.shard, options.resume, options.jobs), []
    signal.signal(signal.SIGTERM, _stop)
    try:
        for name in options.part or PARTS:
            rows.append(run.part(name))  # noqa: PERF401 - What is over is shown when it is stopped.
    except KeyboardInterrupt:
        say("Stopped; make torture RESUME=1 goes on.")
        return 1
    finally:
        say("\n".join(("", *table(rows), "", *proof(log.lines, commit), "")))
    passed = sum(line.passed for line, _ in rows)
    failed = sum(line.failed for line, _ in rows)
    say(f"{passed} passed, {failed} failed (make torture SEED={seed})")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
