"""What is expected in the virtual month and the virtual year is counted rightly."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reminders.reminding import HOUR
from tests.reminders.virtual_time import Told, too_early


@pytest.mark.parametrize(
    ("hours", "values", "expected"),
    [
        (9, [(0, 10)], True),
        (10, [(0, 10)], False),
        # It was shorter for a while, or at last.
        (9, [(0, 10), (2, 5), (4, 10)], False),
        (9, [(0, 10), (8, 9)], False),
        # What it was before doesn't count, nor that it was off.
        (9, [(-9, 5), (0, 10)], True),
        (9, [(0, 10), (2, 0), (3, 10)], True),
    ],
)
def test_what_is_too_early(hours: int, values: list[tuple[int, int]], expected: bool) -> None:
    """Sooner than all that a setting was meanwhile."""
    stamped = [(at * HOUR, value) for at, value in values]
    assert too_early(0, hours * HOUR, stamped) is expected


OPENER, STAFF = True, False


@pytest.mark.parametrize(
    ("words", "is_explained", "for_staff", "for_opener"),
    [
        ([(1, OPENER)], True, 1, 1),
        ([(1, OPENER), (2, OPENER)], True, 1, 2),
        ([(1, OPENER), (2, STAFF), (3, STAFF)], True, 3, 2),
        ([(1, OPENER), (2, STAFF), (3, OPENER), (4, OPENER)], True, 3, 4),
        # Without a word why, the opener is waited for from the beginning.
        ([(1, OPENER), (2, STAFF)], False, 2, 1),
        ([(1, OPENER), (2, STAFF), (3, OPENER), (4, STAFF)], False, 4, 4),
    ],
)
def test_since_when_a_side_is_waited_for(
    words: list[tuple[int, bool]], is_explained: bool, for_staff: int, for_opener: int
) -> None:
    """Since the first word of the other side after its own last one."""
    nobody: Any = None
    told = Told(1, nobody, nobody, is_explained=is_explained)
    told.words = [(at, by, True) for at, by in words]
    assert told.waits_since(9, for_opener=False) == for_staff
    assert told.waits_since(9, for_opener=True) == for_opener
