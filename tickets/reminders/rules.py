"""When somebody is reminded in a ticket, and when silence closes it.

All of it counts by the ticket's record. A wait is known by when it began: what was done in an
earlier one says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused
from ..core.ticket import Side
from ..hours.settings import HoursSettings
from .settings import OPENER_REMINDER, SILENCE, STAFF_REMINDER, ReminderSettings

if TYPE_CHECKING:
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: Kinds of events; stored words.
STAFF_REMINDED, OPENER_REMINDED = "staff_reminded", "opener_reminded"
KEPT, NOT_KEPT = "kept_open", "not_kept_open"
#: Why a ticket was closed by itself; a stored word.
SILENT = "silence"
#: The notices of what couldn't be done; stored words.
STAFF_NOT_REMINDED, OPENER_NOT_REMINDED = "staff_not_reminded", "opener_not_reminded"
NOT_CLOSED = "not_closed"
#: Of how many times the hours that are set the staff is reminded.
TIMES = (1, 2, 4)


class SilenceOff(Refused):
    """No ticket closes by itself here."""


class SilenceOffForAdmin(SilenceOff):
    """The same for somebody who may change that."""


class KeptSo(Refused):
    """The ticket is kept open, or isn't, as it is."""

    kept: bool


class NowhereToRemind(Refused):
    """There is no place to remind the staff in."""


def is_waiting_for(ticket: Ticket, side: Side) -> bool:
    """Whether an open ticket waits for that side."""
    return ticket.waiting is not None and ticket.waiting[0] is side


def reminders_of(ticket: Ticket) -> int:
    """How many reminders there were since the ticket waits as it does."""
    return ticket.reminders if ticket.reminded_wait == ticket.waits_since else 0


def staff_due(ticket: Ticket, settings: Settings) -> int | None:
    """When the staff is reminded next."""
    level = reminders_of(ticket)
    return _staff_at(ticket, settings, level) if level < len(TIMES) else None


def level_at(ticket: Ticket, settings: Settings, now: int) -> int:
    """How often the staff should have been reminded by now: what was missed isn't made up for."""
    found = reminders_of(ticket)
    while found < len(TIMES):
        at = _staff_at(ticket, settings, found)
        if at is None or at > now:
            break
        found += 1
    return found


def _staff_at(ticket: Ticket, settings: Settings, level: int) -> int | None:
    since = settings.since(STAFF_REMINDER)
    if since is None or not is_waiting_for(ticket, Side.STAFF):
        return None
    start = max(ticket.waits_since or 0, since)
    seconds = settings[ReminderSettings].staff_seconds * TIMES[level]
    calendar = settings[HoursSettings].calendar
    return start + seconds if calendar is None else calendar.after(start, seconds)


def opener_due(ticket: Ticket, settings: Settings) -> int | None:
    """When the opener is reminded next.

    Once in a wait; and again where they haven't been told that silence will close the ticket.
    """
    since = settings.since(OPENER_REMINDER)
    is_wanted = since is not None and is_waiting_for(ticket, Side.OPENER) and ticket.opener_id
    if since is None or not is_wanted:
        return None
    seconds = settings[ReminderSettings].opener_seconds
    if not reminders_of(ticket) or ticket.pinged_at is None:
        return max(ticket.waits_since or 0, since) + seconds
    silent_since = settings.since(SILENCE)
    if silent_since is None or ticket.kept_open or _is_announced(ticket, silent_since):
        return None
    return max(ticket.pinged_at, silent_since) + seconds


def closing_due(ticket: Ticket, settings: Settings) -> int | None:
    """When silence closes the ticket: never before the opener was told, nor earlier than told."""
    since = settings.since(SILENCE)
    if since is None or ticket.kept_open or not is_waiting_for(ticket, Side.OPENER):
        return None
    if not reminders_of(ticket) or not _is_announced(ticket, since):
        return None
    assert ticket.pinged_at is not None
    assert ticket.closes_at is not None
    return max(ticket.pinged_at + settings[ReminderSettings].silent_seconds, ticket.closes_at)


def _is_announced(ticket: Ticket, since: int) -> bool:
    """Whether the opener was told when it closes, since that is switched on."""
    is_told = ticket.closes_at is not None and ticket.pinged_at is not None
    return is_told and (ticket.pinged_at or 0) >= since


def closes_at(ticket: Ticket, settings: Settings, at: int) -> int | None:
    """When silence would close a ticket whose opener is reminded `at` that time."""
    if settings.since(SILENCE) is None or ticket.kept_open:
        return None
    return at + settings[ReminderSettings].silent_seconds
