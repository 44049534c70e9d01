"""Whatever Discord does at any step, people read a sentence and nothing is left half done.

``matrix.py`` tries every deed with every call failing in every way, ``once.py`` each deed once
with a slow Discord; `make torture` runs all of it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def passes(script: str, *arguments: str) -> None:
    """Runs a script, which prints what is wrong."""
    command = [sys.executable, "-W", "ignore", str(HERE / script), "--jobs", "1", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_use_case_on_a_slow_discord() -> None:
    """With two seconds for each call, everybody is answered in time; and there is no use case
    that isn't tried (a new one needs a deed in tests/kill/catalogue.py)."""
    passes("once.py")


def test_some_mishaps() -> None:
    """A few of the two thousand, always the same ones."""
    passes("matrix.py", "--sample", "12", "--seed", "1")
