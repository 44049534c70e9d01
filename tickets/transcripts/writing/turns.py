"""Turns for the rest of the bot while a thread writes for a second or more."""

from __future__ import annotations

import time

#: Seconds of work after which the others have a turn, and how long it is at least.
_WORK = 0.003
_TURN = 0.0001


class Turns:
    """Lets other threads, the event loop's first of all, go on every few milliseconds.

    Python makes a thread hand over to one that has waited for five milliseconds in one go.
    Each read, write and checksum in between begins that wait anew, so that beside many small
    files an event loop was seen to wait for more than a tenth of a second.
    """

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def offer(self) -> None:
        """Hands over if it is time. To be called often."""
        if time.perf_counter() - self._since > _WORK:
            time.sleep(_TURN)
            self._since = time.perf_counter()
