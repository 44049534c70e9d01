"""What features' repairs share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import TicketError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

#: So many things are put right while somebody waits for it; more are a job.
AT_ONCE = 5


async def each(
    targets: Iterable[int], repair: Callable[[int], Awaitable[object]]
) -> tuple[TicketError, ...]:
    """Repairs one after the other; returns what failed."""
    failures: list[TicketError] = []
    for target in targets:
        try:
            await repair(target)
        except TicketError as error:
            failures.append(error)
    return tuple(failures)
