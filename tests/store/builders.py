"""Tickets in a real database, with what a test doesn't care about filled in."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING, Any

from tickets.core.settings import Terms
from tickets.core.store.tickets import TicketStore
from tickets.core.ticket import Action

if TYPE_CHECKING:
    from tickets.core.store.database import Database
    from tickets.core.ticket import Ticket


class Records:
    """A server's tickets, with a new origin for each request unless told otherwise."""

    def __init__(self, database: Database) -> None:
        self.store = TicketStore(database)
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
