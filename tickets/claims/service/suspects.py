"""Handlers who seem to be gone: a job looks at their tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.job import Job
from ...core.team import Team

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Ticket

#: The job that looks at one ticket's handler; a stored word.
HANDLER = "handler"


async def look_closer(app: App, claimed: Iterable[Ticket], settings: Settings) -> None:
    """Has those tickets looked at whose handlers aren't in the team, as far as the bot knows."""
    suspect = [one for one in claimed if not _seems_fine(app, one, settings)]
    await app.work.add(*(_job(app, one) for one in suspect))


def _seems_fine(app: App, ticket: Ticket, settings: Settings) -> bool:
    handler = app.channels.known_member(ticket.guild_id, ticket.handler_id or 0)
    return handler is not None and settings.for_ticket(ticket)[Team].is_moderator(handler)


def _job(app: App, ticket: Ticket) -> Job:
    """In a queue of its own: what finishes a change of the handler must not wait for it."""
    return Job(
        guild_id=ticket.guild_id,
        kind=HANDLER,
        queue=f"handler:{ticket.guild_id}:{ticket.number}",
        body={"number": ticket.number},
        created_at=app.now(),
    )
