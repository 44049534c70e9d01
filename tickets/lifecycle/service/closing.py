"""Closing, reopening and deleting tickets."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core import errors, policy
from ...core.access import TAKE_PART, Closing, closing_plan, reopening_plan
from ...core.direct import DirectMessage, News
from ...core.logs import delete_closed, direct, save_closed, ticket_line
from ...core.overwrite import Overwrite, Target
from ...core.ticket import LIVE, NO_CHANNEL, UNDECIDED, Action, ClosedAccess, Happening, State
from ...staff_log.rules import Event
from ...transcripts.service import require_saved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from ...core.app import Desk
    from ...core.job import Job
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket
    from ...transcripts.discord.archive import Progress

log = logging.getLogger("red.tickets.closing")

_NEVER_CLOSED: dict[str, Any] = {
    "closed_by_id": None,
    "closed_at": None,
    "close_reason": None,
    "withdrawn": (),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How the person who acts is answered while the work goes on.

    Discord allows three seconds, and its own delays may be longer.
    """

    #: Called between the decision and its effects.
    decided: Callable[[], Awaitable[None]]
    #: Called when somebody else's work on the ticket has to be waited for.
    busy: Callable[[], Awaitable[None]]
    #: Around the saving of a conversation: gives what hears how far that is.
    saving: Callable[[], AbstractAsyncContextManager[Progress | None]] = nullcontext


async def _nothing() -> None:
    """Nobody is there to be answered."""


#: For work that follows by itself.
NOBODY_WAITS = Answer(_nothing, _nothing)


async def require_may_close(
    desk: Desk, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    """The open ticket, if `by` may close it now."""
    ticket, settings = await _load(desk, guild_id, number)
    policy.require_may_close(by, ticket, settings)
    _require_state(ticket, Action.CLOSE, State.OPEN)
    return ticket, settings


async def require_may_moderate(
    desk: Desk, guild_id: int, number: int, by: Person, action: Action
) -> Ticket:
    """The ticket, if `by` is a moderator of it and `action` is possible now."""
    ticket, settings = await _load(desk, guild_id, number)
    policy.require_moderator(by, ticket, settings)
    _require_state(ticket, action, *([State.CLOSED] if action is Action.REOPEN else LIVE))
    return ticket


async def close_ticket(
    desk: Desk, guild_id: int, number: int, *, by: Person, reason: str | None, answer: Answer
) -> Ticket:
    """Closes the ticket: decides, has the closer answered, then shows it in Discord.

    When Discord refuses to change the permissions, the ticket is open again and the error
    is raised.
    """
    ticket, settings = await require_may_close(desk, guild_id, number, by)
    terms = policy.terms_in_force(ticket, settings)
    reason = policy.checked_reason(reason, required=terms.closing_reason)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await desk.tickets.move(
            ticket,
            Action.CLOSE,
            closed_by_id=by.id,
            closed_at=desk.now(),
            close_reason=reason,
            withdrawn=_closing(desk, ticket, settings).withdrawn,
            settled=False,
        )
        await answer.decided()
        try:
            await _shut(desk, ticket, settings)
        except errors.DiscordSaidNo:
            await desk.tickets.move(ticket, Action.REOPEN, settled=True, **_NEVER_CLOSED)
            raise
        await _show_and_announce(desk, ticket, Happening.CLOSED, by)
        return await _closed(desk, ticket, settings, by)


async def finish_closing(desk: Desk, ticket: Ticket) -> None:
    """Shows in Discord what an earlier life of the bot decided and didn't finish."""
    settings = await desk.settings.of(ticket.guild_id)
    await _shut(desk, ticket, settings)
    await _show_and_announce_once(desk, ticket, Happening.CLOSED, ticket.closed_by_id)
    by = desk.postings.acquaintance(ticket.guild_id, ticket.closed_by_id or 0)
    await _closed(desk, ticket, settings, by)


async def _closed(desk: Desk, ticket: Ticket, settings: Settings, by: Person) -> Ticket:
    """Records that Discord shows the ticket as closed; the rest follows by itself."""
    reason = ticket.close_reason
    jobs = [*ticket_line(desk, ticket, settings, Event.CLOSED, by.id, reason=reason)]
    news = None
    if policy.terms_in_force(ticket, settings).dm_opener:
        news = DirectMessage(
            news=News.CLOSED, user_id=ticket.opener_id, number=ticket.number, reason=reason
        )
    copy = news if settings.dm_transcript else None
    if settings.transcripts or copy is not None:
        jobs.append(save_closed(desk, ticket, copy, keep=settings.transcripts))
    if news is not None and copy is None:
        jobs.append(direct(desk, ticket.guild_id, news))
    if policy.deletes_by_closing(by, ticket, settings):
        jobs.append(delete_closed(desk, ticket))
    return await desk.tickets.note(ticket, settled=True, jobs=jobs)


async def reopen_ticket(
    desk: Desk, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Gives back what closing took, shows the ticket as open and says who reopened it."""
    ticket = await require_may_moderate(desk, guild_id, number, by, Action.REOPEN)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        desk.rooms.channel_of(ticket)
        ticket = await desk.tickets.move(
            ticket, Action.REOPEN, reopened_by_id=by.id, settled=False
        )
        await answer.decided()
        try:
            await _give_back(desk, ticket)
        except errors.DiscordSaidNo:
            await desk.tickets.move(ticket, Action.CLOSE, settled=True)
            raise
        await _show_and_announce(desk, ticket, Happening.REOPENED, by)
        return await _reopened(desk, ticket)


async def finish_reopening(desk: Desk, ticket: Ticket) -> None:
    """Shows in Discord what an earlier life of the bot decided and didn't finish."""
    await _give_back(desk, ticket)
    await _show_and_announce_once(desk, ticket, Happening.REOPENED, ticket.reopened_by_id)
    await _reopened(desk, ticket)


async def _reopened(desk: Desk, ticket: Ticket) -> Ticket:
    settings = await desk.settings.of(ticket.guild_id)
    jobs = ticket_line(desk, ticket, settings, Event.REOPENED, ticket.reopened_by_id)
    return await desk.tickets.note(ticket, settled=True, jobs=jobs, **_NEVER_CLOSED)


async def delete_ticket(
    desk: Desk, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Deletes the ticket's channel. If Discord refuses, the ticket stays as it was.

    With automatic transcripts it is saved before: ``NotSaved`` if that fails.
    """
    ticket = await require_may_moderate(desk, guild_id, number, by, Action.DELETE)
    async with await desk.locks.queued(answer.busy, "ticket", guild_id, number):
        if (await desk.settings.of(guild_id)).transcripts:
            # That may take longer than Discord waits for an answer.
            await answer.busy()
            async with answer.saving() as progress:
                await require_saved(desk, ticket, by_id=by.id, progress=progress)
        return await _delete(desk, ticket, by.id, answer)


async def delete_after_closing(desk: Desk, job: Job) -> None:
    """Deletes a ticket whose closing decided that, unless it was reopened meanwhile."""
    guild_id, number = job.guild_id, job.body["number"]
    async with desk.locks.on("ticket", guild_id, number):
        ticket = await desk.tickets.get(guild_id, number)
        if ticket.state is State.CLOSED and ticket.closed_at == job.body["closed_at"]:
            await require_saved(desk, ticket, by_id=ticket.closed_by_id, job=job)
            await _delete(desk, ticket, ticket.closed_by_id, NOBODY_WAITS)


async def _delete(desk: Desk, ticket: Ticket, by_id: int | None, answer: Answer) -> Ticket:
    ticket = await desk.tickets.move(ticket, Action.DELETE, deleted_by_id=by_id, settled=False)
    await answer.decided()
    try:
        await desk.rooms.delete(ticket)
    except errors.DiscordSaidNo:
        action = Action.KEEP_OPEN if ticket.closed_at is None else Action.KEEP_CLOSED
        await desk.tickets.move(ticket, action, deleted_by_id=None, settled=True)
        raise
    return await deleted(desk, ticket)


async def deleted(desk: Desk, ticket: Ticket) -> Ticket:
    """Records that the ticket's channel is gone, whoever removed it."""
    ticket = await desk.tickets.get(ticket.guild_id, ticket.number)
    settings = await desk.settings.of(ticket.guild_id)
    action = Action.VANISH
    changes = NO_CHANNEL
    jobs: tuple[Job, ...] = ()
    if ticket.state is not State.OPENING:
        jobs = ticket_line(desk, ticket, settings, Event.DELETED, ticket.deleted_by_id)
    elif ticket.was_requested:
        action = Action.RETURN_REQUEST
        changes = {**NO_CHANNEL, **UNDECIDED}
    try:
        return await desk.tickets.move(ticket, action, settled=True, jobs=jobs, **changes)
    except errors.WrongState as error:
        # Discord's own notice of the deletion was faster, or slower.
        return error.ticket


async def _load(desk: Desk, guild_id: int, number: int) -> tuple[Ticket, Settings]:
    return await desk.tickets.get(guild_id, number), await desk.settings.of(guild_id)


def _require_state(ticket: Ticket, action: Action, *states: State) -> None:
    if ticket.state not in states:
        raise errors.WrongState(action=action, ticket=ticket)


def _closing(desk: Desk, ticket: Ticket, settings: Settings) -> Closing:
    terms = policy.terms_in_force(ticket, settings)
    # Roles of then and now: a role that lost its place meanwhile is still no guest.
    staff = {
        *terms.moderator_role_ids,
        *terms.access_role_ids,
        *ticket.terms.moderator_role_ids,
        *ticket.terms.access_role_ids,
    }
    return closing_plan(
        desk.rooms.overwrites(ticket),
        everyone_id=ticket.guild_id,
        bot_id=desk.rooms.bot_id(ticket.guild_id),
        staff_role_ids=staff,
        readable=terms.closed_access is ClosedAccess.READ,
    )


async def _shut(desk: Desk, ticket: Ticket, settings: Settings) -> None:
    """Takes the channel from everybody but the staff, unless that is done already."""
    closing = _closing(desk, ticket, settings)
    if closing.withdrawn or not ticket.withdrawn:
        await desk.rooms.set_overwrites(ticket, closing.overwrites)


async def _give_back(desk: Desk, ticket: Ticket) -> None:
    present, withdrawn = desk.rooms.overwrites(ticket), ticket.withdrawn
    opener = Overwrite(Target.MEMBER, ticket.opener_id, allow=TAKE_PART)
    if opener.id and all(line.id != opener.id for line in (*present, *withdrawn)):
        # Closed while the opener was away: they may be back by now.
        withdrawn = (*withdrawn, opener)
    plan = reopening_plan(
        present,
        everyone_id=ticket.guild_id,
        withdrawn=withdrawn,
        gone=desk.rooms.gone(ticket.guild_id, withdrawn),
    )
    await desk.rooms.set_overwrites(ticket, plan)


async def _show_and_announce(desk: Desk, ticket: Ticket, what: Happening, by: Person) -> None:
    """Changes the welcome message's look and says who did it.

    What only informs must not undo what was done: failures are logged.
    """
    settings = await desk.settings.of(ticket.guild_id)
    shown = False
    try:
        shown = await desk.postings.show_state(ticket, settings, by.shown_name)
    except errors.DiscordSaidNo:
        log.warning("The welcome message of %s could not be changed", ticket.label, exc_info=True)
    try:
        await desk.postings.announce(ticket, what, by, with_controls=not shown)
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)


async def _show_and_announce_once(
    desk: Desk, ticket: Ticket, what: Happening, by_id: int | None
) -> None:
    by = desk.postings.acquaintance(ticket.guild_id, by_id or 0)
    if not await desk.postings.was_announced(ticket, what, by):
        await _show_and_announce(desk, ticket, what, by)
