"""Killed with -9 at any step, the bot loses nothing and does nothing twice (X8).

Each life is a process of its own; ``kills.py`` tells how. What a kill leaves at each step of a
scenario is copied while the scenario goes on; `make torture` really kills there, and at each step
of each scenario, and `make kills` tries many more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalogue import SCENARIOS
from shards import Shard

if TYPE_CHECKING:
    from served import Served


def killed(served: Served, *arguments: str) -> None:
    """Kills as `arguments` say; all have to end well."""
    done = served.run("kills", "--jobs", "1", *arguments)
    assert done.code == 0, done.printed
    assert " 0 failed" in done.printed


#: What every ticket goes through.
LIFE = ("opening", "closing", "reopening", "deleting")
#: Every second scenario is killed here; test_faults.py lets a call of the others fail.
RARE = [scenario for scenario in Shard(2, 2).of([*SCENARIOS]) if scenario not in LIFE]


@pytest.mark.parametrize("scenario", LIFE)
def test_killed_at_every_sixth_step(scenario: str, served: Served) -> None:
    """Steps are before and after each call and each transaction, and inside each transaction."""
    killed(served, "--scenario", scenario, "--every", "6", "--copies")


@pytest.mark.parametrize("scenarios", [RARE[first::3] for first in range(3)], ids="+".join)
def test_killed_at_many_steps(scenarios: list[str], served: Served) -> None:
    """The same at some steps, for what happens less often; `make torture` takes all."""
    words = [word for scenario in scenarios for word in ("--scenario", scenario)]
    killed(served, *words, "--every", "45", "--copies")


def test_killed_while_many_are_at_it(served: Served) -> None:
    """Several people act at once, the next start is killed too, or Discord is in trouble."""
    killed(served, "5")
