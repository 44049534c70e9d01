"""Whatever Discord does at any step, people read a sentence and nothing is left half done.

``matrix.py`` tries every scenario with every call failing in every way, ``once.py`` each scenario
once with a slow Discord, ``races.py`` lets people act together, ``soak.py`` is a day of use; `make
torture` runs all of it, and much more of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from served import Served


def passes(served: Served, script: str, *arguments: str) -> None:
    """Runs a script, which prints what is wrong."""
    done = served.run(script, *arguments)
    assert done.code == 0, done.printed


def test_every_use_case_on_a_slow_discord(served: Served) -> None:
    """With two seconds for each call, everybody is answered in time; and there is no use case
    that isn't tried (a new one needs a scenario in tests/kill/catalogue.py)."""
    passes(served, "once", "--jobs", "1")


def test_one_fault_of_every_second_scenario(served: Served) -> None:
    """One of the forty or so of a scenario, always the same one; the others are killed."""
    passes(served, "matrix", "--jobs", "1", "--one-each", "--shard", "1/2")


def test_some_races(served: Served) -> None:
    """What several people do at the same moment ends well, by chance, with roles, settings and
    a slow Discord in between."""
    passes(served, "races", "--jobs", "1", "--examples", "12", "--seed", "1")


def test_some_hours_of_use(served: Served) -> None:
    """After six hours in which people did what they liked, nothing has piled up and the log has
    no warning."""
    passes(served, "soak", "--hours", "6", "--seed", "1")
