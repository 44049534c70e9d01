"""What is said at ERROR level, by whatever logger."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _ErrorLog(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        formatter = self.formatter or logging.Formatter("%(levelname)s %(name)s: %(message)s")
        self.lines.append(formatter.format(record))


@contextmanager
def errors_logged() -> Iterator[list[str]]:
    """Collects what any logger says at ERROR or above, with tracebacks."""
    handler = _ErrorLog()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)


@contextmanager
def nothing_logged() -> Iterator[None]:
    """Keeps the last words of a dead process out of the log."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
