"""The long proof: ``make torture``. Ends with one line for all of it.

    python tests/kill/torture.py --seed 7          the same again
    python tests/kill/torture.py --only races      one part

Every deed with every call failing in every way; every deed killed at each of its steps, and 500
kills while several people are at it; races; a day of use.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
#: What is run, with the seed put in.
PARTS = {
    "slow": ("once.py",),
    "mishaps": ("matrix.py",),
    "steps": ("kills.py", "--deed", "all"),
    "kills": ("kills.py", "500", "--seed", "{seed}"),
    "races": ("races.py", "--examples", "150", "--seed", "{seed}"),
    "soak": ("soak.py", "--hours", "24", "--seed", "{seed}"),
}
_VERDICT = re.compile(r"(\d+) passed, (\d+) failed")


def main() -> int:
    """Runs the parts one after the other and adds up what they say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    parser.add_argument("--only", choices=PARTS, action="append", default=[])
    options = parser.parse_args()
    passed = failed = 0
    for name in options.only or PARTS:
        script, *arguments = PARTS[name]
        command = [sys.executable, "-W", "ignore", str(HERE / script)]
        command += [argument.format(seed=options.seed) for argument in arguments]
        say(f"== {name}: {script} {' '.join(command[4:])}")
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        say(done.stdout.rstrip())
        verdicts = _VERDICT.findall(done.stdout)
        # A part that says nothing has failed, whatever it returned.
        good, bad = map(int, verdicts[-1]) if verdicts else (0, 1)
        passed, failed = passed + good, failed + max(bad, int(done.returncode != 0))
    say(f"{passed} passed, {failed} failed (make torture SEED={options.seed})")
    return bool(failed)


def say(text: str) -> None:
    """Prints at once."""
    print(text, flush=True)  # noqa: T201 - it is a command


if __name__ == "__main__":
    sys.exit(main())
