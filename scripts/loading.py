"""What it costs a bot to load the cog: what ``make structure`` and ``make bench`` measure.

Each measurement is a process of its own. It has Red and discord.py, and nothing of the cog's.
Trees that are compared take turns, so that a busy machine is as busy for each of them. What
Python has compiled is kept between the processes; the first of each tree compiles, and doesn't
count.

    python scripts/loading.py import TREE    processor time of ``import tickets``
    python scripts/loading.py load TREE      the same of Red's loading it, and the longest gap
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
#: The package of the first release, to compare with: ``git archive 1.0.0 tickets``.
RELEASED = ROOT / "tests" / "fixtures" / "released_1_0_0" / "tickets-1.0.0.tar.gz"
ROUNDS = 7
#: Seconds that one process may take.
_PATIENCE = 120
#: Seconds between two ticks of the loop.
_TICK = 0.001


@dataclass(frozen=True)
class Loading:
    """Seconds, each the median of some processes."""

    #: Processor time of importing the package.
    importing: float
    #: Processor time of all that Red does to load the cog, its import included.
    loading: float
    #: The longest that the event loop stands still meanwhile, by the clock on the wall.
    gap: float
    #: The same as processor time of the loop's thread: other programs don't count.
    gap_processor: float


def measured(trees: Sequence[Path], rounds: int = ROUNDS) -> list[Loading]:
    """What loading the cog of each tree costs, in the order of `trees`."""
    with tempfile.TemporaryDirectory(prefix="tickets-compiled-") as compiled:
        runs: list[list[dict[str, float]]] = [[] for _ in trees]
        for number in range(rounds + 1):
            for tree, found in zip(trees, runs, strict=True):
                figures = {
                    **_in_a_process("import", tree, compiled),
                    **_in_a_process("load", tree, compiled),
                }
                if number:
                    found.append(figures)
    return [
        Loading(**{name: median(run[name] for run in found) for name in found[0]})
        for found in runs
    ]


def _in_a_process(what: str, tree: Path, compiled: str) -> dict[str, float]:
    command = (sys.executable, "-W", "ignore", __file__, what, str(tree.resolve()))
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    }
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        env={**environment, "PYTHONPYCACHEPREFIX": compiled},
    )
    if done.returncode:
        raise SystemExit(f"The cog in {tree} can't be loaded:\n{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def released() -> Iterator[Path | None]:
    """A tree with the cog of the first release; None where the repository lacks the archive."""
    if not RELEASED.exists():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="tickets-released-") as folder:
        with tarfile.open(RELEASED) as archive:
            archive.extractall(folder, filter="data")
        (package,) = [path for path in Path(folder).rglob("tickets") if (path / "cog.py").exists()]
        yield package.parent


# ----------------------------------------------------------------------- in the process


def _import_red() -> None:
    """All that Red itself imports before it loads a cog."""
    importlib.import_module("redbot.__main__")


def _forget_all_but(names: set[str]) -> None:
    """Libraries that only the simulated Discord has imported are not there in a real bot.

    Whoever has them keeps them; the cog's import finds them anew. What is not written in Python
    (apsw) can't be imported twice, and what is Red's or SimCord's must be there only once.
    """
    for name in sys.modules.keys() - names:
        file = getattr(sys.modules[name], "__file__", None) or ""
        ours = name.partition(".")[0] in ("redbot", "simcord", "discord")
        if file.endswith(".py") and "site-packages" in file and not ours:
            module, parent = sys.modules.pop(name), sys.modules.get(name.rpartition(".")[0])
            own_name = name.rpartition(".")[2]
            if parent is not None and getattr(parent, own_name, None) is module:
                delattr(parent, own_name)


def _import(tree: str) -> dict[str, float]:
    _import_red()
    sys.path.insert(0, tree)
    gc.collect()
    begin = time.process_time()
    package = importlib.import_module("tickets")
    if importlib.util.find_spec("tickets.cog", package.__name__) is not None:
        # What the package's setup imports, in a thread; 1.0.0's did so itself.
        importlib.import_module("tickets.cog")
    seconds = time.process_time() - begin
    _expect_from(tree)
    return {"importing": seconds}


async def _load(tree: str, folder: str) -> dict[str, float]:
    _import_red()
    of_red = set(sys.modules)
    import simulated_red  # noqa: PLC0415 - Only this process needs it.

    # Nothing of the cog is there before it is loaded, as in a process that has just started.
    simulated_red.COG_MODULES.at_hand = nullcontext  # type: ignore[method-assign,assignment]
    async with simulated_red.running_red(folder, load=(), cog_paths=[Path(tree)]) as sim:
        _forget_all_but(of_red)
        assert not any(name.partition(".")[0] == "tickets" for name in sys.modules)
        core: Any = sim.red.get_cog("Core")
        ticks = _Ticks()
        with sim.stage.outside_the_bot():
            ticking = asyncio.get_running_loop().create_task(ticks.go_on())
        await asyncio.sleep(50 * _TICK)
        gc.collect()
        ticks.begin()
        begin = time.process_time()
        # What the command ``load`` does, without the simulated Discord around it.
        with sim.env._bot_scope():
            loading = asyncio.get_running_loop().create_task(core._load(["tickets"]))
        outcome = await loading
        seconds = time.process_time() - begin
        await asyncio.sleep(5 * _TICK)
        ticks.is_over = True
        await ticking
        if outcome["loaded_packages"] != ["tickets"]:
            raise SystemExit(f"{outcome}\n{sim.red._last_exception}")
        _expect_from(tree)
        sim.packages.append("tickets")
        await sim.unload()
    return {"loading": seconds, "gap": ticks.gap, "gap_processor": ticks.processor}


class _Ticks:
    """A task that ticks every millisecond, and notes how long it had to wait at most."""

    def __init__(self) -> None:
        self.is_over = False
        self.gap = self.processor = 0.0

    def begin(self) -> None:
        """Forgets what it has seen."""
        self.gap = self.processor = 0.0
        self._last, self._last_processor = time.perf_counter(), time.thread_time()

    async def go_on(self) -> None:
        """Ticks until it is over."""
        self.begin()
        while not self.is_over:
            await asyncio.sleep(_TICK)
            now, processor = time.perf_counter(), time.thread_time()
            self.gap = max(self.gap, now - self._last)
            self.processor = max(self.processor, processor - self._last_processor)
            self._last, self._last_processor = now, processor


def _expect_from(tree: str) -> None:
    file = sys.modules["tickets"].__file__ or ""
    if not Path(file).is_relative_to(tree):
        raise SystemExit(f"{file} was imported, which isn't in {tree}")


def main() -> None:
    """One measurement, printed as JSON."""
    what, tree = sys.argv[1:]
    sys.path.append(str(ROOT / "playground"))
    # discord.py and Red use what Python 3.13 drops.
    warnings.simplefilter("ignore", DeprecationWarning)
    importlib.import_module("red_in_private")
    if what == "import":
        found = _import(tree)
    else:
        with tempfile.TemporaryDirectory(prefix="tickets-loading-") as folder:
            found = asyncio.run(_load(tree, folder))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
