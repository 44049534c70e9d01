"""The picture on its way to Discord: drawn by a process of its own."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import drawing
from .rules import PictureFailed

if TYPE_CHECKING:
    from typing import Any

log = logging.getLogger("red.tickets.statistics")

#: The program that draws, and seconds that it may take.
PROGRAM = Path(drawing.__file__)
LIMIT = 20


def can_draw() -> bool:
    """Whether the library for it is installed; it isn't loaded by that."""
    return importlib.util.find_spec("PIL") is not None


async def draw(about: dict[str, Any], path: Path) -> None:
    """Draws a picture into a file. Raises ``PictureFailed``, also after some time."""
    if not can_draw():
        raise PictureFailed
    await asyncio.to_thread(_draw, json.dumps(about).encode(), path)


def _draw(about: bytes, path: Path) -> None:
    """Runs in a thread. What takes too long is killed."""
    # Where Red has put what was installed for cogs.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(PROGRAM)],
            input=about,
            capture_output=True,
            timeout=LIMIT,
            check=True,
            env=environment,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("The statistics could not be drawn: %r", error)
        raise PictureFailed from error
    path.write_bytes(done.stdout)
