"""Asking for ratings, and taking them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.errors import Overtaken
from ..core.event import TicketEvent, event_of
from ..core.job import Job
from ..core.ticket import State
from ..lifecycle.rules import OPENER_LEFT
from ..lifecycle.settings import ClosingSettings
from .discord import post_question
from .rules import (
    ASK,
    CHANGES,
    RATED,
    RatingNeeded,
    RatingOver,
    RatingsOff,
    RatingStays,
    require_may_rate,
)
from .settings import RatingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..core.answer import Answer
    from ..core.app import App
    from ..core.direct import DirectMessage
    from ..core.feature import Occurrence
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket


# ------------------------------------------------------------------------ asking


def asked_about(occurrence: Occurrence) -> int | None:
    """The time of a closing that the opener is asked about; None if they aren't."""
    ticket, settings = occurrence.ticket, occurrence.settings
    if ticket is None or not settings[RatingSettings].rating or not ticket.opener_id:
        return None
    return None if ticket.closing_cause == OPENER_LEFT else ticket.closed_at


def ask_without_message(occurrence: Occurrence) -> Iterator[Job]:
    """Asks in the ticket where its opener gets no direct message about closing."""
    ticket, closing = occurrence.ticket, occurrence.settings[ClosingSettings]
    closed_at = asked_about(occurrence)
    if ticket is None or closed_at is None or closing.dm_opener or not closing.stays_readable:
        return
    yield _question_job(ticket.guild_id, ticket.number, closed_at)


async def ask_elsewhere(app: App, guild_id: int, about: DirectMessage, closed_at: int) -> None:
    """Asks an opener who takes no direct messages in their ticket, if they can read it."""
    ticket = await app.tickets.get(guild_id, about.number)
    if (await app.settings.for_ticket(ticket))[ClosingSettings].stays_readable:
        await app.work.add(_question_job(guild_id, about.number, closed_at))


def _question_job(guild_id: int, number: int, closed_at: int) -> Job:
    return Job(
        guild_id=guild_id,
        kind=ASK,
        queue=f"ticket:{guild_id}:{number}",
        body={"number": number, "closed_at": closed_at},
        created_at=closed_at,
    )


async def ask_in_ticket(app: App, job: Job) -> None:
    """Does the job, unless the ticket was reopened or deleted since."""
    ticket = await app.tickets.get(job.guild_id, job.body["number"])
    if ticket.state is State.CLOSED and ticket.closed_at == job.body["closed_at"]:
        await post_question(app.channels, ticket, job)


# ------------------------------------------------------------------------ rating


async def rated_by(app: App, ticket: Ticket, *, by: Person, closed_at: int) -> Ticket:
    """The ticket, if `by` may comment on what they gave after that closing."""
    await _require_may_rate(app, ticket, by, closed_at)
    if ticket.stars is None:
        raise RatingNeeded
    return ticket


async def rate_ticket(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    closed_at: int,
    answer: Answer,
    stars: int | None = None,
    comment: str | None = None,
) -> Ticket:
    """Stores the opener's stars; without any, the comment on those that they gave.

    The same as before changes nothing.
    """
    async with await app.locks.queued(answer.busy, "rating", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        settings = await _require_may_rate(app, ticket, by, closed_at)
        changes: dict[str, Any] = {"stars": stars}
        if stars is None:
            if ticket.stars is None:
                raise RatingNeeded
            changes = {"rating_comment": (comment or "").strip() or None}
        if all(getattr(ticket, name) == value for name, value in changes.items()):
            return ticket
        await _require_few_changes(app, ticket, closed_at)
        event = event_of(ticket, RATED, app.now(), by_id=by.id, detail=str(stars or ticket.stars))
        try:
            return await app.tickets.note(
                ticket, event, settings=settings, unchanged=("closed_at", "opener_id"), **changes
            )
        except Overtaken as error:
            raise RatingOver(number=number) from error


async def _require_may_rate(app: App, ticket: Ticket, by: Person, closed_at: int) -> Settings:
    require_may_rate(ticket, by, closed_at, app.now())
    settings = await app.settings.for_ticket(ticket)
    if not settings[RatingSettings].rating:
        raise RatingsOff
    return settings


async def _require_few_changes(app: App, ticket: Ticket, closed_at: int) -> None:
    events = await app.events.of(ticket.guild_id, ticket.number)
    if sum(one.kind == RATED and one.at >= closed_at for one in events) >= CHANGES:
        raise RatingStays(number=ticket.number)


def forget_rating(
    event: TicketEvent, ticket: Ticket, settings: Settings | None
) -> Mapping[str, Any]:
    """A reopened ticket isn't rated: the next closing asks anew."""
    return {"stars": None, "rating_comment": None} if ticket.stars is not None else {}
