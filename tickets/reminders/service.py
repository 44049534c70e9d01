"""Reminding who is waited for, closing for silence, and keeping tickets open."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..activity.service.waiting import hear_missed, hear_missed_if_away
from ..core import errors
from ..core.event import event_of
from ..core.snowflake import made_at
from ..core.ticket import Action, State, require_state
from ..hours.settings import HoursSettings
from ..lifecycle.discord.messages import TicketMessages
from ..lifecycle.service.closing import close_by_itself
from ..staff_log.service import report_reception_failure, tell_staff
from ..staff_log.settings import LogSettings
from .discord import Reminders
from .rules import (
    KEPT,
    NOT_CLOSED,
    NOT_KEPT,
    OPENER_NOT_REMINDED,
    OPENER_REMINDED,
    SILENT,
    STAFF_NOT_REMINDED,
    STAFF_REMINDED,
    KeptSo,
    NowhereToRemind,
    SilenceOff,
    closes_at,
    closing_due,
    level_at,
    opener_due,
    reminders_of,
    staff_due,
)
from .settings import OPENER_REMINDER, SILENCE, STAFF_REMINDER, ReminderSettings

if TYPE_CHECKING:
    from ..core.answer import Answer
    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.reminders")

#: What must be as it was read: a word may come at any moment.
_WAIT = ("state", "waits_for", "waits_since")


# ---------------------------------------------------------------------- the staff


async def remind_staff(app: App, ticket: Ticket) -> None:
    """Reminds the handler of a ticket, else its team: in the log's channel, else their thread."""
    ticket = await hear_missed_if_away(app, ticket)
    settings = await app.settings.for_ticket(ticket)
    if not _is_due(staff_due(ticket, settings), app.now()):
        return
    level = level_at(ticket, settings, app.now())
    ticket, may_be_there = await _begin(app, ticket)
    await _tell_staff(app, ticket, settings, may_be_there=may_be_there)
    event = event_of(ticket, STAFF_REMINDED, app.now())
    await app.tickets.note(
        ticket,
        event,
        settings=settings,
        reminded_wait=ticket.waits_since,
        reminders=level,
        reminder_begun=None,
    )


async def _tell_staff(app: App, ticket: Ticket, settings: Settings, *, may_be_there: bool) -> None:
    channel_id = settings[LogSettings].reception_channel_id
    refusal: errors.TicketError = NowhereToRemind()
    if channel_id is not None:
        try:
            await app[Reminders].tell_in_channel(
                ticket, settings, channel_id, may_be_there=may_be_there
            )
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            log.warning("%s can't be told of in the log: %r", ticket.label, error)
            await report_reception_failure(
                app, ticket.guild_id, channel_id, error, settings.type_id
            )
            refusal = error
        else:
            return
    if ticket.thread_id is None:
        raise refusal
    await app[Reminders].tell_in_thread(ticket, settings, may_be_there=may_be_there)


# --------------------------------------------------------------------- the opener


async def remind_opener(app: App, ticket: Ticket) -> None:
    """Pings the opener in their ticket, and says when silence would close it.

    Until that is done, silence doesn't begin.
    """
    ticket = await hear_missed_if_away(app, ticket)
    settings = await app.settings.for_ticket(ticket)
    if not _is_due(opener_due(ticket, settings), app.now()):
        return
    await app.channels.member(ticket.guild_id, ticket.opener_id)
    ticket, may_be_there = await _begin(app, ticket)
    closes = closes_at(ticket, settings, ticket.reminder_begun or 0)
    message_id = await app[Reminders].ping_opener(ticket, closes, may_be_there=may_be_there)
    event = event_of(
        ticket,
        OPENER_REMINDED,
        app.now(),
        by_id=app.channels.bot_id(ticket.guild_id),
        member_id=ticket.opener_id,
        unstored={"until": closes},
    )
    await app.tickets.note(
        ticket,
        event,
        settings=settings,
        reminded_wait=ticket.waits_since,
        reminders=reminders_of(ticket) + 1,
        reminder_begun=None,
        pinged_at=made_at(message_id),
        closes_at=closes,
    )


async def close_silent(app: App, ticket: Ticket) -> None:
    """Closes a ticket whose opener hasn't answered after that, as its channel shows."""
    ticket = await hear_missed(app, ticket)
    settings = await app.settings.for_ticket(ticket)
    if not _is_due(closing_due(ticket, settings), app.now()):
        return
    by = app[TicketMessages].known_person(ticket.guild_id, app.channels.bot_id(ticket.guild_id))
    await close_by_itself(
        app, ticket, by=by, reason=Reminders.reason_of_silence(), cause=SILENT, unchanged=_WAIT
    )


async def report_staff_not_reminded(app: App, ticket: Ticket, error: BaseException) -> None:
    """Tells the team once that it can't be reminded of a ticket."""
    await _report(app, ticket, error, STAFF_NOT_REMINDED)


async def report_opener_not_reminded(app: App, ticket: Ticket, error: BaseException) -> None:
    """Tells the team once that an opener can't be reminded. Who is gone they know."""
    await _report(app, ticket, error, OPENER_NOT_REMINDED)


async def report_not_closed(app: App, ticket: Ticket, error: BaseException) -> None:
    """Tells the team once that silence can't close a ticket."""
    await _report(app, ticket, error, NOT_CLOSED)


async def _report(app: App, ticket: Ticket, error: BaseException, kind: str) -> None:
    if not isinstance(error, (errors.ChannelGone, errors.OpenerGone)):
        about = str(ticket.number)
        await tell_staff(app, ticket.guild_id, kind, about, type_id=ticket.type_id)


def _is_due(due_at: int | None, now: int) -> bool:
    return due_at is not None and due_at <= now


async def _begin(app: App, ticket: Ticket) -> tuple[Ticket, bool]:
    """Records that a reminder is begun; and whether it was before, and may have been posted."""
    begun, since = ticket.reminder_begun, ticket.waits_since or 0
    if begun is not None and begun >= since:
        return ticket, True
    at = max(app.now(), since)
    return await app.tickets.note(ticket, unchanged=_WAIT, reminder_begun=at), False


# ------------------------------------------------------------------ kept tickets


async def keep_ticket(
    app: App, guild_id: int, number: int, *, by: Person, keep: bool, answer: Answer
) -> Ticket:
    """Keeps an open ticket from being closed by silence, or no longer.

    What the opener was told of a closing doesn't count any more. Raises ``SilenceOff`` where
    silence closes nothing, and ``KeptSo`` if nothing changes.
    """
    await require_keepable(app, guild_id, number, by)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await require_keepable(app, guild_id, number, by)
        if ticket.kept_open is keep:
            raise KeptSo(kept=keep)
        event = event_of(ticket, KEPT if keep else NOT_KEPT, app.now(), by_id=by.id)
        ticket = await app.tickets.note(
            ticket,
            event,
            settings=settings,
            unchanged=("state", "kept_open"),
            kept_open=keep,
            closes_at=None,
        )
    await answer.decided()
    return ticket


async def require_keepable(
    app: App, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    """The open ticket and its settings, if a moderator of its team can keep it open."""
    ticket, settings = await app.for_moderator(guild_id, number, by)
    if settings.since(SILENCE) is None and not ticket.kept_open:
        raise SilenceOff
    require_state(ticket, Action.CLOSE, State.OPEN)
    return ticket, settings


# ------------------------------------------------------------------ the settings


def earliest_after_change(settings: Settings, key: str, now: int) -> int | None:
    """When something may happen at the earliest in tickets that are open now.

    None for at once, and for never.
    """
    since = settings.since(key) or 0
    reminders, calendar = settings[ReminderSettings], settings[HoursSettings].calendar
    earliest: int | None = now + reminders.silent_seconds
    if key == OPENER_REMINDER:
        earliest = since + reminders.opener_seconds
    elif key == STAFF_REMINDER and calendar is not None:
        earliest = calendar.after(since, reminders.staff_seconds)
    elif key == STAFF_REMINDER:
        earliest = since + reminders.staff_seconds
    return earliest if earliest is not None and earliest > now else None
