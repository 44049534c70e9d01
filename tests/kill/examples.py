"""All examples of the tests of which ``make test`` takes one of so many.

    python tests/kill/examples.py
    python tests/kill/examples.py --shard 1/2    those of every second file

They are marked ``one_of``: what Discord answers at each call of one thing that people do.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shards import ALL, Shard

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


def files() -> Iterator[str]:
    """The files that have such tests."""
    for file in sorted((ROOT / "tests").glob("*/test_*.py")):
        if "@pytest.mark.one_of(" in file.read_text(encoding="utf-8"):
            yield str(file.relative_to(ROOT))


def main() -> int:
    """Prints what pytest says and one line that sums up; the exit code is 0 if all passed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--shard", type=Shard.named, default=ALL, help="such a part of the files")
    options = parser.parse_args()
    command = (sys.executable, "-m", "pytest", "--all", "-m", "one_of", "-n", str(options.jobs))
    done = subprocess.run(
        (*command, *options.shard.of([*files()])),
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    print(done.stdout, done.stderr, sep="")  # noqa: T201 - it is a command
    passed, failed = (
        sum(map(int, re.findall(rf"(\d+) {word}", done.stdout.rpartition("\n=")[2])))
        for word in ("passed", "(?:failed|error)")
    )
    print(f"examples: {passed} passed, {max(failed, int(done.returncode != 0))} failed")  # noqa: T201
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
