"""Numbers and hours of theirs, within the limits of those here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .left_out import What, Why
from .limits import limit_of

if TYPE_CHECKING:
    from .left_out import Notes


def bounded(
    key: str, value: int, notes: Notes, what: What, owner: str = "", least: int = 0
) -> int:
    """A number that the setting takes; another one is noted.

    `least` is 1 where 0 would mean the opposite here.
    """
    found = max(least, min(value, limit_of(key)))
    if found != value:
        notes.add(what, Why.OUT_OF_RANGE, owner=owner, value=value, limit=found)
    return found


def reminders(hours: int, notes: Notes, warning: int = 0, owner: str = "") -> dict[str, int]:
    """Closing after so many hours in which the opener says nothing, `warning` hours of them after
    a warning.

    Here nothing is closed without a reminder: without a warning it comes half way.
    """
    if not hours:
        return {"opener_reminder": 0, "silence": 0}
    most = limit_of("silence")
    last = warning if 0 < warning < hours else max(hours // 2, 1)
    first = max(hours - last, 1)
    if max(first, last) > most:
        notes.add(What.SILENCE, Why.OUT_OF_RANGE, owner=owner, value=hours, limit=2 * most)
    elif last != warning:
        notes.add(What.SILENCE, Why.DIFFERS, owner=owner, value=hours)
    return {"opener_reminder": min(first, most), "silence": min(last, most)}
