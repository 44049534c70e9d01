"""Tickets in a real database, with what a test doesn't care about filled in."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING, Any

from tickets.cog import FEATURES
from tickets.core.event import TicketEvent
from tickets.core.settings import Declared, Settings, Terms
from tickets.core.store.events import EventStore
from tickets.core.store.tickets import TicketStore
from tickets.core.ticket import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tickets.core.job import Job
    from tickets.core.store.database import Database
    from tickets.core.ticket import Ticket


#: All settings that there are.
DECLARED = Declared(FEATURES.each("settings"))
#: All kinds of jobs that can be done.
KINDS = tuple(FEATURES.jobs)
#: All steps of the schema.
STEPS = tuple(FEATURES.each("steps"))


def settings(**values: Any) -> Settings:
    """A server's settings; what isn't named has its default."""
    return Settings(DECLARED, values).with_switched_on(0)


#: Of a server in which everything is logged.
LOGGED = settings(configured=True, reception_channel_id=44)


def an_event(kind: str = "blocked", **changes: Any) -> TicketEvent:
    """Something that happened in server 1."""
    return TicketEvent(**{"kind": kind, "guild_id": 1, "at": 1_700_000_000, **changes})


def events_of(database: Database, wake: Callable[[Iterable[Job]], object] = tuple) -> EventStore:
    """The store of events, with what follows from them in the whole cog."""
    return EventStore(database, FEATURES.jobs_after, wake)


def that_makes(
    database: Database, *jobs: Job, wake: Callable[[Iterable[Job]], object] = tuple
) -> EventStore:
    """A store of events, from each of which these jobs follow."""
    return EventStore(database, lambda _event, _ticket, _settings: jobs, wake)


class Records:
    """A server's tickets, with a new origin for each request unless told otherwise."""

    def __init__(self, database: Database) -> None:
        #: What happened; nothing follows from it.
        self.events = EventStore(database)
        self.store = TicketStore(database, self.events)
        self.database = database
        self._origins = count(1)

    async def begin(self, **changes: Any) -> Ticket:
        """Records a ticket as being opened, for a member who has none yet."""
        origin = next(self._origins)
        facts: dict[str, Any] = {
            "guild_id": 1,
            "opener_id": 1000 + origin,
            "opened_by_id": 1000 + origin,
            "origin_id": origin,
            "reason": "Why",
            "terms": Terms(moderator_role_ids=(5,)),
            "at": 1_700_000_000,
            "limit": 0,
        }
        return await self.store.begin(**{**facts, **changes})

    async def opened(self, *, channel_id: int | None = None, **changes: Any) -> Ticket:
        """A ticket that was opened, with a channel."""
        ticket = await self.begin(**changes)
        channel_id = channel_id or 100_000 + ticket.guild_id * 10_000 + ticket.number
        return await self.store.move(
            ticket,
            Action.FINISH_OPENING,
            channel_id=channel_id,
            welcome_id=channel_id + 1,
            settled=True,
        )

    async def closed(self, **changes: Any) -> Ticket:
        """A ticket that was closed."""
        return await self.store.move(
            await self.opened(**changes),
            Action.CLOSE,
            closed_by_id=9,
            closed_at=1_700_003_600,
            close_reason="Done",
        )

    async def failed(self, **changes: Any) -> Ticket:
        """A ticket that could not be opened."""
        return await self.store.move(await self.begin(**changes), Action.FAIL_OPENING)


async def gathered(*work: Any) -> list[Any]:
    """Does everything at once; what failed is in the list as its error."""
    return await asyncio.gather(*work, return_exceptions=True)
