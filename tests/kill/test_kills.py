"""Killed with -9 at any step, the bot loses nothing and does nothing twice (X8).

Each kill is a process of its own; ``kills.py`` tells how. `make kills` tries many more.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from catalogue import DEEDS

KILLS = Path(__file__).with_name("kills.py")


def killed(*arguments: str) -> None:
    """Kills as `arguments` say; all have to end well."""
    command = [sys.executable, str(KILLS), "--jobs", "1", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 failed" in done.stdout


#: What every ticket goes through; `make torture` does the same for the rest.
LIFE = ("opening", "closing", "reopening", "deleting")
#: Several of them share what a process of kills takes to begin.
RARE = [deed for deed in DEEDS if deed not in LIFE]


@pytest.mark.parametrize("deed", LIFE)
def test_killed_at_every_step(deed: str) -> None:
    """Before and after each call and each transaction, and inside each transaction."""
    killed("--deed", deed)


@pytest.mark.parametrize("deeds", [RARE[first::4] for first in range(4)], ids="+".join)
def test_killed_at_many_steps(deeds: list[str]) -> None:
    """The same at every eleventh step, for what happens less often."""
    killed(*(word for deed in deeds for word in ("--deed", deed)), "--every", "11")


def test_killed_while_many_are_at_it() -> None:
    """Several people act at once, the next start is killed too, or Discord is in trouble."""
    killed("12")
