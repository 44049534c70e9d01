"""Processes that keep to one processor each.

The event loop of a bot and the thread of its database take turns all the time. From one
processor to another that costs more, by a fifth of all that a test takes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized


def keep_to_one(number: int) -> None:
    """Of the processors that this process may use, it takes the one of its number.

    Numbers go round. Only Linux lets a process choose; elsewhere nothing happens.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {processors[number % len(processors)]})


def keep_to_the_next(taken: Synchronized[int]) -> None:
    """The same for one process of many, which count in `taken` how many they are."""
    with taken.get_lock():
        number = taken.value
        taken.value += 1
    keep_to_one(number)
