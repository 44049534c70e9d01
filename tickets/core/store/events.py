"""What happened to tickets: stored with the change that it tells of, and followed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..event import TicketEvent
from .jobs import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import apsw

    from ..job import Job
    from ..settings import Settings
    from ..ticket import Ticket
    from .database import Database

    #: The jobs that follow from an event: pure, for it is asked inside the transaction.
    Follow = Callable[[TicketEvent, Ticket | None, Settings], Sequence[Job]]

_NAMES = ("kind", "guild_id", "at", "number", "by_id", "member_id", "role_id", "detail")
_COLUMNS = ", ".join(_NAMES)


def _nobody_hears(event: TicketEvent, ticket: Ticket) -> None:
    """Nothing is told."""


def _nobody_follows(
    event: TicketEvent, ticket: Ticket | None, settings: Settings
) -> tuple[Job, ...]:
    return ()


class EventStore:
    """Writes events down, and reads them."""

    def __init__(
        self,
        database: Database,
        follow: Follow = _nobody_follows,
        wake: Callable[[Iterable[Job]], object] = tuple,
        heard: Callable[[TicketEvent, Ticket], None] = _nobody_hears,
    ) -> None:
        """`wake` hears of jobs after the transaction in which they were stored, and `heard` of
        each event of a ticket.
        """
        self._database = database
        self._follow = follow
        self.wake = wake
        self._heard = heard

    def record(
        self,
        cursor: apsw.Cursor,
        events: Iterable[TicketEvent],
        ticket: Ticket | None,
        settings: Settings | None,
    ) -> tuple[Job, ...]:
        """Stores events and what follows from them, in the transaction of the change.

        `ticket` is as the change has left it. The jobs are still to be woken.
        """
        jobs: list[Job] = []
        for event in events:
            cursor.execute(
                f"INSERT INTO ticket_events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                tuple(getattr(event, name) for name in _NAMES),
            ).fetchall()
            if settings is not None:
                jobs += self._follow(event, ticket, settings)
        insert(cursor, jobs)
        return tuple(jobs)

    def tell(self, events: Iterable[TicketEvent], ticket: Ticket | None) -> None:
        """Tells of events, after the transaction that stored them."""
        if ticket is not None:
            for event in events:
                self._heard(event, ticket)

    async def add(
        self, *events: TicketEvent, settings: Settings, ticket: Ticket | None = None
    ) -> None:
        """Stores events that come with no change of the record, and what follows from them."""
        self.wake(
            await self._database.run(lambda cursor: self.record(cursor, events, ticket, settings))
        )
        self.tell(events, ticket)

    async def of(self, guild_id: int, number: int) -> tuple[TicketEvent, ...]:
        """All that happened to a ticket, oldest first. Tickets of 1.0.0 may have none."""

        def work(cursor: apsw.Cursor) -> tuple[TicketEvent, ...]:
            rows: Any = cursor.execute(
                f"SELECT {_COLUMNS} FROM ticket_events WHERE guild_id = ? AND number = ?"  # noqa: S608
                " ORDER BY id",
                (guild_id, number),
            ).fetchall()
            return tuple(TicketEvent(**dict(zip(_NAMES, row, strict=True))) for row in rows)

        return await self._database.run(work)
