"""Whatever Discord does at any step, people read a sentence and nothing is left half done.

``matrix.py`` tries every deed with every call failing in every way, ``once.py`` each deed once
with a slow Discord, ``races.py`` lets people act together, ``soak.py`` is a day of use; `make
torture` runs all of it, and much more of each.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def passes(script: str, *arguments: str) -> None:
    """Runs a script, which prints what is wrong."""
    command = [sys.executable, "-W", "ignore", str(HERE / script), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_use_case_on_a_slow_discord() -> None:
    """With two seconds for each call, everybody is answered in time; and there is no use case
    that isn't tried (a new one needs a deed in tests/kill/catalogue.py)."""
    passes("once.py", "--jobs", "1")


def test_some_mishaps() -> None:
    """A few of the two thousand, always the same ones."""
    passes("matrix.py", "--jobs", "1", "--sample", "12", "--seed", "1")


def test_some_races() -> None:
    """What several people do at the same moment ends well, by chance, with roles, settings and
    a slow Discord in between."""
    passes("races.py", "--jobs", "1", "--examples", "12", "--seed", "1")


def test_some_hours_of_use() -> None:
    """After six hours in which people did what they liked, nothing has piled up and the log has
    no warning."""
    passes("soak.py", "--hours", "6", "--seed", "1")
