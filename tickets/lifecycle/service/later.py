"""What was decided about a ticket while Discord didn't say whether it has done it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.job import Job

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.ticket import Ticket

#: The job that finishes it; a stored word.
FINISH = "finish"


async def finish_later(app: App, ticket: Ticket) -> None:
    """Has the ticket's channel brought to what its record says, as soon as Discord answers."""
    await app.work.add(
        Job(
            guild_id=ticket.guild_id,
            kind=FINISH,
            queue=f"ticket:{ticket.guild_id}:{ticket.number}",
            body={"number": ticket.number, "revision": ticket.revision},
            created_at=app.now(),
        )
    )
