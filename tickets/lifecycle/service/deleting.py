"""Deleting tickets' channels, and noticing that one was deleted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.answer import NOBODY_WAITS
from ...core.event import TicketEvent, event_of
from ...core.ticket import NO_CHANNEL, UNDECIDED, Action, State
from ...staff_log.service import tell_staff
from ..rules import DELETION_FAILED, FinishedLater, StaysUndeleted
from .closing import require_may_moderate
from .later import finish_later

if TYPE_CHECKING:
    from ...core.answer import Answer
    from ...core.app import App
    from ...core.job import Job
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.closing")

#: The kind of event; a stored word.
DELETED = "deleted"


async def delete_ticket(
    app: App, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Deletes the ticket's channel. If Discord refuses, the ticket stays as it was; if it leaves
    open whether the channel is gone, that is finished later.

    What is wanted before a deletion is done first: what that raises prevents it.
    """
    ticket, _settings = await require_may_moderate(app, guild_id, number, by, Action.DELETE)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        settings = await app.settings.for_ticket(ticket)
        if app.features.keeps_before_deletion(settings):
            # That may take longer than Discord waits for an answer.
            await answer.busy()
            async with answer.saving() as progress:
                await _before_deletion(app, ticket, by_id=by.id, progress=progress)
        return await _delete(app, ticket, by.id, answer)


async def delete_after_closing(app: App, job: Job) -> None:
    """Does the job: deletes a ticket whose closing decided that, unless it was reopened."""
    try:
        await _delete_closed(app, job)
    except (errors.DiscordSaidNo, StaysUndeleted) as error:
        why = error.cause if isinstance(error, StaysUndeleted) else error
        if isinstance(why, errors.DiscordUnreachable):
            raise why from error
        log.warning("A closed ticket of server %s stays: %s", job.guild_id, job, exc_info=True)
        await report_failed_deletion(app, job)


async def report_failed_deletion(app: App, job: Job) -> None:
    """Tells the staff that the ticket stays."""
    number = job.body["number"]
    type_id = (await app.tickets.get(job.guild_id, number)).type_id
    await tell_staff(
        app, job.guild_id, DELETION_FAILED, str(number), type_id=type_id, every_time=True
    )


async def _delete_closed(app: App, job: Job) -> None:
    guild_id, number = job.guild_id, job.body["number"]
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        if ticket.state is State.CLOSED and ticket.closed_at == job.body["closed_at"]:
            await _before_deletion(app, ticket, by_id=ticket.closed_by_id, job=job)
            await _delete(app, ticket, ticket.closed_by_id, NOBODY_WAITS)


async def delete_in_time(app: App, ticket: Ticket) -> None:
    """Deletes a closed ticket by the bot itself; for who has the ticket's lock.

    Raises why it stays: ``StaysUndeleted`` where what comes first has failed for good.
    """
    bot_id = app.channels.bot_id(ticket.guild_id)
    try:
        await _before_deletion(app, ticket, by_id=bot_id)
    except StaysUndeleted as error:
        if isinstance(error.cause, errors.DiscordUnreachable):
            raise error.cause from error
        raise
    try:
        await _delete(app, ticket, bot_id, NOBODY_WAITS)
    except FinishedLater:
        log.info("%s is deleted as soon as Discord answers", ticket.label)


async def _before_deletion(app: App, ticket: Ticket, **about: Any) -> None:
    settings = await app.settings.for_ticket(ticket)
    for step in app.features.each("before_deletion"):
        if step.wanted(settings):
            await step.run(app, ticket, **about)


async def _delete(app: App, ticket: Ticket, by_id: int | None, answer: Answer) -> Ticket:
    ticket = await app.tickets.move(ticket, Action.DELETE, deleted_by_id=by_id, settled=False)
    await answer.decided()
    try:
        await app.channels.delete(ticket)
    except errors.EffectUnknown as error:
        await finish_later(app, ticket)
        raise FinishedLater from error
    except errors.DiscordSaidNo:
        action = Action.KEEP_OPEN if ticket.closed_at is None else Action.KEEP_CLOSED
        await app.tickets.move(ticket, action, deleted_by_id=None, settled=True)
        raise
    return await record_deletion(app, ticket)


async def record_deletion(app: App, ticket: Ticket) -> Ticket:
    """Records that the ticket's channel is gone, whoever removed it."""
    ticket = await app.tickets.get(ticket.guild_id, ticket.number)
    settings = await app.settings.for_ticket(ticket)
    action: Action = Action.VANISH
    changes: dict[str, Any] = {**NO_CHANNEL, "files": ()}
    events: tuple[TicketEvent, ...] = ()
    if ticket.state is not State.OPENING:
        changes["deleted_at"] = app.now()
        events = (event_of(ticket, DELETED, app.now(), by_id=ticket.deleted_by_id),)
    elif ticket.was_requested:
        action, changes = Action.RETURN_REQUEST, {**NO_CHANNEL, **UNDECIDED}
    try:
        return await app.tickets.move(
            ticket, action, *events, settings=settings, settled=True, **changes
        )
    except errors.WrongState as error:
        # Discord's event about the deletion was faster, or slower.
        return error.ticket
