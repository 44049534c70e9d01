"""Closing and reopening tickets."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ...core import errors
from ...core.answer import NOBODY_WAITS
from ...core.direct import DirectMessage
from ...core.event import event_of
from ...core.job import Job, ticket_job
from ...core.team import Team, checked_reason
from ...core.ticket import LIVE, Action, State, require_state
from ..discord.messages import TicketMessages
from ..rules import OPENER_LEFT, FinishedLater, deletes_by_closing, must_say_why, require_may_close
from ..settings import ClosingSettings, MoreClosingSettings
from .later import finish_later
from .overwrites import give_back, plan_of_closing, remove_access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.answer import Answer
    from ...core.app import App
    from ...core.feature import Occurrence
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.closing")

#: Kinds of events, and of the job that deletes; stored words.
CLOSED, REOPENED = "closed", "reopened"
DELETE = "delete"

_NEVER_CLOSED: dict[str, Any] = {
    "closed_by_id": None,
    "closed_at": None,
    "close_reason": None,
    "closing_cause": None,
    "closed_message_id": None,
    "removed_overwrites": (),
    "closed_category_id": None,
}


async def require_closable(
    app: App, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    """The open ticket and its settings, if `by` may close it now."""
    ticket = await app.tickets.get(guild_id, number)
    settings = await app.settings.for_ticket(ticket)
    opener_may = settings[MoreClosingSettings].opener_may_close
    require_may_close(by, ticket, settings[Team], opener_may=opener_may)
    require_state(ticket, Action.CLOSE, State.OPEN)
    return ticket, settings


def what_closing_does(app: App, settings: Settings, by: Person) -> dict[str, bool]:
    """Whether a ticket that `by` closes is deleted then, and whether something is kept of it."""
    wanted = settings[ClosingSettings].delete_on_close
    return {
        "deletes": deletes_by_closing(by, settings[Team], wanted),
        "saves": app.features.keeps_before_deletion(settings),
    }


async def require_may_moderate(
    app: App, guild_id: int, number: int, by: Person, action: Action
) -> tuple[Ticket, Settings]:
    """The ticket and its settings, if `by` moderates it and `action` is possible now."""
    ticket, settings = await app.for_moderator(guild_id, number, by)
    require_state(ticket, action, *LIVE)
    return ticket, settings


async def require_may_reopen(
    app: App, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    """The closed ticket and its settings, if `by` may reopen it now: its team, perhaps its opener.

    Raises as :func:`require_may_moderate`, and why its opener may not any more.
    """
    ticket = await app.tickets.get(guild_id, number)
    settings = await app.settings.for_ticket(ticket)
    if not await _opener_reopens(app, ticket, settings, by):
        settings[Team].require_moderator(by)
    require_state(ticket, Action.REOPEN, State.CLOSED)
    return ticket, settings


async def _opener_reopens(app: App, ticket: Ticket, settings: Settings, by: Person) -> bool:
    if by.id != ticket.opener_id or settings[Team].is_moderator(by):
        return False
    return any(
        [await allows(app, ticket, settings, by) for allows in app.features.each("opener_reopens")]
    )


async def close_ticket(
    app: App, guild_id: int, number: int, *, by: Person, reason: str | None, answer: Answer
) -> Ticket:
    """Closes the ticket: decides, has the closer answered, then shows it in Discord.

    When Discord refuses to change the permissions, the ticket is open again and the error
    is raised. When it leaves open whether they are changed, the closing is finished later.
    """
    ticket, settings = await require_closable(app, guild_id, number, by)
    reason = checked_reason(reason, required=must_say_why(ticket, by, settings[ClosingSettings]))
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        # It may have got another type, and with it another team, while this one waited.
        ticket, settings = await require_closable(app, guild_id, number, by)
        return await _close(app, ticket, settings, by, answer, reason=reason)


async def close_by_itself(
    app: App,
    ticket: Ticket,
    *,
    by: Person,
    reason: str | None,
    cause: str,
    unchanged: tuple[str, ...] = (),
) -> Ticket:
    """Closes an open ticket, whose lock is held, for nobody who has pressed anything.

    `cause` is a stored word for why. What is closed so isn't deleted by its closing. Raises
    ``Overtaken`` unless the fields `unchanged` are as `ticket` shows them.
    """
    settings = await app.settings.for_ticket(ticket)
    about: Any = {"reason": reason, "cause": cause, "unchanged": unchanged}
    return await _close(app, ticket, settings, by, NOBODY_WAITS, **about)


async def close_agreed(
    app: App,
    ticket: Ticket,
    *,
    by: Person,
    reason: str | None,
    answer: Answer,
    unchanged: tuple[str, ...],
) -> Ticket:
    """Closes an open ticket, whose lock is held, for somebody whose right to that was looked at.

    Raises ``Overtaken`` unless the fields `unchanged` are as `ticket` shows them.
    """
    settings = await app.settings.for_ticket(ticket)
    return await _close(app, ticket, settings, by, answer, reason=reason, unchanged=unchanged)


async def _close(
    app: App,
    ticket: Ticket,
    settings: Settings,
    by: Person,
    answer: Answer,
    *,
    reason: str | None,
    cause: str | None = None,
    unchanged: tuple[str, ...] = (),
) -> Ticket:
    """Closes a ticket whose lock is held."""
    if ticket.is_changing_hands:
        # Who sees it isn't settled yet: closing would remember the wrong people.
        raise errors.DiscordUnreachable
    ticket = await app.tickets.move(
        ticket,
        Action.CLOSE,
        unchanged=unchanged,
        closed_by_id=by.id,
        closed_at=app.now(),
        close_reason=reason,
        closing_cause=cause,
        removed_overwrites=plan_of_closing(app, ticket, settings).removed,
        closed_category_id=settings[MoreClosingSettings].closed_category_id,
        settled=False,
    )
    await answer.decided()
    try:
        ticket = await remove_access(app, ticket, settings)
    except errors.EffectUnknown as error:
        await finish_later(app, ticket)
        raise FinishedLater from error
    except errors.DiscordSaidNo:
        await app.tickets.move(ticket, Action.REOPEN, settled=True, **_NEVER_CLOSED)
        raise
    message_id = await _show_and_announce(app, ticket, CLOSED, by)
    return await _record_closed(app, ticket, settings, by, message_id)


async def finish_closing(app: App, ticket: Ticket) -> None:
    """Shows in Discord what an earlier run of the bot decided and didn't finish."""
    settings = await app.settings.for_ticket(ticket)
    ticket = await remove_access(app, ticket, settings)
    message_id = await _show_and_announce_once(app, ticket, CLOSED, ticket.closed_by_id)
    by = app[TicketMessages].known_person(ticket.guild_id, ticket.closed_by_id or 0)
    await _record_closed(app, ticket, settings, by, message_id)


async def _record_closed(
    app: App, ticket: Ticket, settings: Settings, by: Person, message_id: int | None
) -> Ticket:
    """Records that Discord shows the ticket as closed; the rest follows by itself.

    `message_id` is the message that says so.
    """
    by_itself = ticket.closing_cause is not None
    deletes = not by_itself and what_closing_does(app, settings, by)["deletes"]
    event = event_of(ticket, CLOSED, app.now(), by_id=by.id, unstored={"deletes": deletes})
    return await app.tickets.note(
        ticket, event, settings=settings, settled=True, closed_message_id=message_id
    )


def tell_opener(occurrence: Occurrence) -> Iterator[Job]:
    """Tells the opener of the closing, unless the message comes with the transcript."""
    event, ticket, closing = (
        occurrence.event,
        occurrence.ticket,
        occurrence.settings[ClosingSettings],
    )
    if ticket is not None and tells_opener(ticket, closing) and not closing.dm_transcript:
        yield closing_message(ticket, occurrence).job(event.guild_id, event.at)


def tells_opener(ticket: Ticket, closing: ClosingSettings) -> bool:
    """Whether a closed ticket's opener is written to: not if it was closed because they left."""
    return closing.dm_opener and ticket.closing_cause != OPENER_LEFT


def closing_message(ticket: Ticket, occurrence: Occurrence) -> DirectMessage:
    """What the opener of a closed ticket is told: also who closed it, if somebody else did."""
    by_another = ticket.closed_by_id != ticket.opener_id
    return DirectMessage(
        event=CLOSED,
        user_id=ticket.opener_id,
        number=ticket.number,
        reason=ticket.close_reason,
        by_id=ticket.closed_by_id if by_another else None,
        parts=occurrence.features.direct_parts(occurrence),
    )


def delete_by_itself(occurrence: Occurrence) -> Iterator[Job]:
    """Deletes the closed ticket, where who closed it and the settings say so."""
    event, ticket = occurrence.event, occurrence.ticket
    if ticket is not None and event.unstored["deletes"]:
        # Reopened and closed again by somebody else, it is no longer meant.
        yield ticket_job(DELETE, event, closed_at=ticket.closed_at)


async def reopen_ticket(
    app: App, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Gives back what closing took, shows the ticket as open and says who reopened it."""
    await require_may_reopen(app, guild_id, number, by)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await require_may_reopen(app, guild_id, number, by)
        app.channels.channel_of(ticket)
        ticket = await app.tickets.move(ticket, Action.REOPEN, reopened_by_id=by.id, settled=False)
        await answer.decided()
        try:
            await give_back(app, ticket, settings)
        except errors.EffectUnknown as error:
            await finish_later(app, ticket)
            raise FinishedLater from error
        except errors.DiscordSaidNo:
            await app.tickets.move(ticket, Action.CLOSE, settled=True)
            raise
        await _show_and_announce(app, ticket, REOPENED, by)
        return await _record_reopened(app, ticket)


async def finish_reopening(app: App, ticket: Ticket) -> None:
    """Shows in Discord what an earlier run of the bot decided and didn't finish."""
    await give_back(app, ticket, await app.settings.for_ticket(ticket))
    await _show_and_announce_once(app, ticket, REOPENED, ticket.reopened_by_id)
    await _record_reopened(app, ticket)


async def _record_reopened(app: App, ticket: Ticket) -> Ticket:
    event = event_of(ticket, REOPENED, app.now(), by_id=ticket.reopened_by_id)
    settings = await app.settings.for_ticket(ticket)
    return await app.tickets.note(ticket, event, settings=settings, settled=True, **_NEVER_CLOSED)


async def _show_and_announce(app: App, ticket: Ticket, what: str, by: Person) -> int | None:
    """Changes the welcome message's look and says who did it; returns the id of what says so.

    What only informs must not undo what was done: failures are logged.
    """
    settings = await app.settings.for_ticket(ticket)
    shown = False
    try:
        shown = await app[TicketMessages].show_state(ticket, settings, by.shown_name)
    except errors.DiscordSaidNo:
        log.warning("The welcome message of %s could not be changed", ticket.label, exc_info=True)
    try:
        return await app[TicketMessages].announce(
            ticket,
            what,
            by,
            also=app.features.also_announced(what, ticket, settings),
            with_buttons_for=None if shown else settings,
        )
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)
        return None


async def _show_and_announce_once(
    app: App, ticket: Ticket, what: str, by_id: int | None
) -> int | None:
    by = app[TicketMessages].known_person(ticket.guild_id, by_id or 0)
    found = await app[TicketMessages].find_announcement(ticket, what, by)
    return await _show_and_announce(app, ticket, what, by) if found is None else found
