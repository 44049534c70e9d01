"""What holds for all tests, whatever folder they are in: fixtures, and the count of their time.

A file ``test_bot_….py`` has people use the cog in a real Red on a simulated Discord, a file
``test_store….py`` uses a real database; others need neither.
"""

from __future__ import annotations

import os
import resource
from collections import Counter
from importlib.util import find_spec
from operator import itemgetter
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from one_processor import keep_to_one

if TYPE_CHECKING:
    from collections.abc import Generator

pytest_plugins = ["tests.language_fixtures", "tests.store_fixtures"]
if find_spec("simcord") is not None:
    pytest_plugins += ["tests.red_fixtures", "tests.discord_files"]
else:
    # The oldest Python: the simulated Discord needs a newer one.
    collect_ignore = ["browser", "kill", "packaging", "playground", "update"]
    collect_ignore_glob = ["*/test_bot_*.py"]

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.register_profile("thorough", deadline=None, database=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

_SECONDS = "seconds of processor time"
_LAST = pytest.StashKey[float]()
_BY_FOLDER = pytest.StashKey[dict[str, float]]()


def _spent() -> float:
    """Seconds of processor time so far, of this process and of those it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that leaves no example out."""
    parser.addoption("--all", action="store_true", help="all examples of tests marked one_of")


def pytest_configure(config: pytest.Config) -> None:
    """Declares a marker, and begins to count."""
    config.addinivalue_line(
        "markers",
        "one_of(count): one of so many examples stands for them; `make torture` takes all",
    )
    if worker := getattr(config, "workerinput", None):
        keep_to_one(int(worker["workerid"].removeprefix("gw")))
    config.stash[_LAST] = _spent()
    config.stash[_BY_FOLDER] = {}
    config.pluginmanager.register(_Sums(config), "processor time")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the examples for which others stand, the same ones in each run."""
    if config.getoption("--all"):
        return
    seen: Counter[str] = Counter()
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        marker = item.get_closest_marker("one_of")
        function = item.nodeid.partition("[")[0]
        stands = marker is None or seen[function] % marker.args[0] == 0
        seen[function] += 1
        (kept if stands else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes in a test's last report what has been spent since the last test of the process."""
    report = yield
    if report.when != "teardown":
        return report
    spent = _spent()
    report.user_properties.append((_SECONDS, spent - item.config.stash[_LAST]))
    item.config.stash[_LAST] = spent
    return report


class _Sums:
    """Adds up what the reports of all processes say."""

    def __init__(self, config: pytest.Config) -> None:
        self._by_folder = config.stash[_BY_FOLDER]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts a report."""
        folder = "/".join(report.nodeid.split("/")[:2])
        self._by_folder[folder] = self._by_folder.get(folder, 0.0) + sum(
            float(str(value)) for name, value in report.user_properties if name == _SECONDS
        )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Shows the sums, the greatest first."""
        terminalreporter.section("processor time by folder")
        for folder, seconds in sorted(self._by_folder.items(), key=itemgetter(1), reverse=True):
            terminalreporter.write_line(f"{seconds:7.1f} s  {folder}")
        terminalreporter.write_line(f"{sum(self._by_folder.values()):7.1f} s  in all")
