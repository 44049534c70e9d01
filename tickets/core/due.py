"""What is due in tickets, and when: reminders, and what ends by itself."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from .feature import Due
    from .settings import Settings
    from .ticket import Ticket

log = logging.getLogger("red.tickets.clock")

#: Seconds from one thing that makes calls to the next, for the whole bot: thirty a minute.
PACE = 2
#: Seconds until what couldn't be done is tried again, by the number of attempts; the last stays.
PAUSES = (60, 300, 1800, 7200)
#: Attempts after which a fault of our own is told to the staff, and not tried again.
ATTEMPTS = 6


@lazy_dataclass(frozen=True)
class PutOff:
    """Something due that couldn't be done. Times are whole seconds since the epoch.

    `when` it was due: of what is due at another time this says nothing. It isn't tried before
    `until`; None is never.
    """

    when: int
    attempts: int
    until: int | None


@lazy_dataclass(frozen=True)
class NextDue:
    """What is due next in a ticket: `at` then, and it was `when` before it was put off."""

    at: int
    when: int
    due: Due


def next_due(every: Iterable[Due], ticket: Ticket, settings: Settings) -> NextDue | None:
    """What is due first in a ticket; of two at the same time the first of `every`."""
    found: NextDue | None = None
    for one in every:
        when = _when(one, ticket, settings)
        at = _after_all(ticket, one.name, when)
        if when is not None and at is not None and (found is None or at < found.at):
            found = NextDue(at, when, one)
    return found


def _when(due: Due, ticket: Ticket, settings: Settings) -> int | None:
    if ticket.state not in due.states:
        return None
    try:
        return due.when(ticket, settings)
    except Exception:
        # The ticket itself must not suffer from it.
        log.exception("Nobody knows when %s of %s is due", due.name, ticket.label)
        return None


def _after_all(ticket: Ticket, name: str, when: int | None) -> int | None:
    put_off = ticket.put_off.get(name)
    if put_off is None or put_off.when != when:
        return when
    return put_off.until


def digest_of(
    every: Iterable[Due], settings: Settings, as_stored: Callable[[Mapping[str, Any]], Any]
) -> str:
    """Changes whenever something may be due at another time in a server's tickets.

    Empty where nothing is switched on. `as_stored` makes JSON of values of settings.
    """
    found: list[Any] = []
    every = [one for one in every if one.switch is not None]
    for type_id in settings.type_ids if every else ():
        of_type = settings.for_type(type_id)
        for one in every:
            assert one.switch is not None
            since = of_type.since(one.switch)
            if since is not None:
                keys = (one.switch, *one.reads)
                read = as_stored({key: of_type.get(key) for key in keys})
                found.append([type_id, one.name, since, read])
    return json.dumps(found, sort_keys=True) if found else ""
