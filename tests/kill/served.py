"""Runs the scripts of this folder for the tests, each in a fork of one process.

To import Red, to execute the cog and to build the server that all lives begin with takes
longer than many a script. Requests come in and answers go out as lines of JSON.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

if __name__ == "__main__":
    _REPOSITORY = Path(__file__).resolve().parent.parent.parent
    sys.path[:0] = [str(_REPOSITORY), str(_REPOSITORY / "playground")]
    # discord.py and Red use what Python 3.13 drops.
    warnings.simplefilter("ignore", DeprecationWarning)

import red_in_private  # noqa: F401

# isort: split
import importlib
import json
import os
import subprocess
import tempfile
import traceback
from dataclasses import dataclass

from lives import make_history, prepare

SCRIPTS = ("kills", "matrix", "once", "races", "soak")


@dataclass(frozen=True)
class Outcome:
    """How a script ended."""

    code: int
    printed: str


class Served:
    """That process, as the tests see it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *arguments: str) -> Outcome:
        """Runs ``script.py arguments``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([script, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            return Outcome(1, "the process that runs the scripts has ended")
        return Outcome(**json.loads(answer))

    def end(self) -> None:
        """Lets it go, and waits until it has gone."""
        self._process.communicate()


# ---------------------------------------------------------------------- in the process


def _serve() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare()
        make_history(Path(folder) / "history")
        modules = {name: importlib.import_module(name) for name in SCRIPTS}
        for line in sys.stdin:
            script, *arguments = json.loads(line)
            printed = Path(folder) / "printed.txt"
            code = _in_a_fork(modules[script].main, arguments, printed)
            text = printed.read_text(encoding="utf-8", errors="replace")
            print(json.dumps({"code": code, "printed": text}), flush=True)  # noqa: T201


def _in_a_fork(main: object, arguments: list[str], printed: Path) -> int:
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    code = 1
    try:
        with printed.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        assert callable(main)
        code = main(arguments)
    except BaseException:  # noqa: BLE001 - whatever it was, it is told
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Nothing of the parent's is tidied up from here.
        os._exit(code)


if __name__ == "__main__":
    _serve()
