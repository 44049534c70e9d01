"""Asking an opener whether to close, and what becomes of the question."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..activity.discord import TicketWords
from ..activity.service.waiting import count_word
from ..core import errors
from ..core.event import event_of
from ..core.job import Job, ticket_job
from ..core.team import Team, checked_reason
from ..core.ticket import Action, State, require_state
from ..lifecycle.discord.messages import TicketMessages
from ..lifecycle.service.closing import close_agreed, close_by_itself
from ..staff_log.service import tell_staff
from .discord import Questions
from .rules import (
    ANSWERED,
    ASKED,
    NOT_ASKED,
    NOT_CLOSED,
    NOT_YET,
    QUESTION_FIELDS,
    UNANSWERED,
    WITHDRAWN,
    AlreadyAsked,
    AsksThemselves,
    OnlyTheOpenerAnswers,
    OpenerHasLeft,
    Running,
    open_question,
)
from .settings import CloseRequestSettings
from .store import QuestionStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.answer import Answer
    from ..core.app import App
    from ..core.feature import Occurrence
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.closing")

#: Jobs; stored words.
ASK, STOPPED = "ask-to-close", "question-stopped"


async def ask_to_close(
    app: App,
    guild_id: int,
    number: int,
    *,
    by: Person,
    reason: str | None,
    seconds: int | None,
    answer: Answer,
) -> Ticket:
    """Asks the opener. `seconds` is the deadline, 0 for none, None for that of the settings.

    Raises ``AlreadyAsked``, ``AsksThemselves`` and ``OpenerHasLeft``.
    """
    await _require_askable(app, guild_id, number, by)
    reason = checked_reason(reason, required=False)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await _require_askable(app, guild_id, number, by)
        if not ticket.settled or ticket.is_changing_hands:
            raise errors.DiscordUnreachable
        try:
            await app.channels.member(guild_id, ticket.opener_id)
        except errors.OpenerGone as error:
            raise OpenerHasLeft from error
        if seconds is None:
            seconds = settings[CloseRequestSettings].question_deadline * 3600
        at = app.now()
        ticket = await app.tickets.note(
            ticket,
            event_of(ticket, ASKED, app.now(), by_id=by.id),
            settings=settings,
            unchanged=QUESTION_FIELDS,
            asked_by_id=by.id,
            asked_at=at,
            asked_reason=reason,
            asked_until=at + seconds if seconds else None,
            question_id=None,
        )
    await answer.decided()
    return ticket


async def _require_askable(
    app: App, guild_id: int, number: int, by: Person
) -> tuple[Ticket, Settings]:
    ticket, settings = await app.for_moderator(guild_id, number, by)
    require_state(ticket, Action.CLOSE, State.OPEN)
    if by.id == ticket.opener_id:
        raise AsksThemselves
    if ticket.asked_at is not None:
        raise AlreadyAsked(member_id=ticket.asked_by_id or 0, since=ticket.asked_at)
    return ticket, settings


def post_after_asking(occurrence: Occurrence) -> Iterator[Job]:
    """Posts the question."""
    if occurrence.ticket is not None:
        yield ticket_job(ASK, occurrence.event, asked_at=occurrence.ticket.asked_at)


async def post_question(app: App, job: Job) -> None:
    """Does the job, unless the question is over already."""
    guild_id, number = job.guild_id, job.body["number"]
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        if ticket.asked_at != job.body["asked_at"] or ticket.question_id is not None:
            return
        settings = await app.settings.for_ticket(ticket)
        try:
            message_id = await app[Questions].post(
                ticket,
                pings=settings[CloseRequestSettings].question_ping,
                may_be_there=job.may_be_done,
            )
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo:
            log.warning("Nothing can be asked in %s", ticket.label, exc_info=True)
            await _end(app, ticket, WITHDRAWN, None, settings)
            about = str(number)
            await tell_staff(app, guild_id, NOT_ASKED, about, type_id=ticket.type_id)
            return
        await app.tickets.note(ticket, question_id=message_id)


# -------------------------------------------------------------------- its answers


async def agree(
    app: App, guild_id: int, number: int, *, by: Person, asked_at: int, answer: Answer
) -> Ticket:
    """The opener closes, with the reason of who has asked, also where else only the staff may."""
    await _require_asked(app, guild_id, number, by, asked_at)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await _require_asked(app, guild_id, number, by, asked_at)
        return await close_agreed(
            app,
            ticket,
            by=by,
            reason=ticket.asked_reason,
            answer=answer,
            unchanged=("state", "asked_at"),
        )


async def say_not_yet(
    app: App, guild_id: int, number: int, *, by: Person, asked_at: int, answer: Answer
) -> None:
    """The opener still needs help: the question is over, and the staff is waited for."""
    await _require_asked(app, guild_id, number, by, asked_at)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await _require_asked(app, guild_id, number, by, asked_at)
        settings = await app.settings.for_ticket(ticket)
        ticket = await _end(app, ticket, NOT_YET, by, settings)
        await answer.decided()
        await _announce(app, ticket, NOT_YET, by)


async def withdraw(
    app: App, guild_id: int, number: int, *, by: Person, asked_at: int, answer: Answer
) -> None:
    """Any moderator of the team ends the question."""
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket, settings = await app.for_moderator(guild_id, number, by)
        open_question(ticket, asked_at)
        ticket = await _end(app, ticket, WITHDRAWN, by, settings)
        await answer.decided()
        await _announce(app, ticket, WITHDRAWN, by)


async def _require_asked(
    app: App, guild_id: int, number: int, by: Person, asked_at: int
) -> Ticket:
    ticket = await app.tickets.get(guild_id, number)
    if by.id != ticket.opener_id:
        raise OnlyTheOpenerAnswers(opener_id=ticket.opener_id)
    open_question(ticket, asked_at)
    require_state(ticket, Action.CLOSE, State.OPEN)
    return ticket


async def _end(
    app: App, ticket: Ticket, kind: str, by: Person | None, settings: Settings
) -> Ticket:
    event = event_of(ticket, kind, app.now(), by_id=None if by is None else by.id)
    return await app.tickets.note(
        ticket, event, settings=settings, unchanged=("state", "asked_at")
    )


async def _announce(app: App, ticket: Ticket, what: str, by: Person) -> None:
    try:
        await app[TicketMessages].announce(ticket, what, by)
    except errors.DiscordSaidNo:
        log.warning("Nothing could be announced in %s", ticket.label, exc_info=True)


# ----------------------------------------------------------------------- its clock


async def remember_running(app: App) -> None:
    """Before Discord is there: which openers have to answer in time."""
    for guild_id, number in await app[QuestionStore].running():
        app[Running].see(await app.tickets.get(guild_id, number))


def see(app: App, ticket: Ticket) -> None:
    """A ticket was changed."""
    app[Running].see(ticket)


async def hear(app: App, guild_id: int, channel_id: int, by: Person) -> None:
    """A word of the opener's stops the clock. Others cost a look into memory."""
    number = app[Running].asks(channel_id, by.id)
    if number is not None:
        await _stop(app, await app.tickets.get(guild_id, number), by)


async def _stop(app: App, ticket: Ticket, by: Person) -> None:
    if ticket.state is not State.OPEN or ticket.asked_until is None:
        return
    try:
        await app.tickets.note(
            ticket,
            event_of(ticket, ANSWERED, app.now(), by_id=by.id),
            settings=await app.settings.for_ticket(ticket),
            unchanged=QUESTION_FIELDS,
            asked_until=None,
        )
    except errors.Overtaken:
        # Its closing was decided, or the question is over.
        log.info("A word in %s came at the same moment as something else", ticket.label)


async def close_unanswered(app: App, ticket: Ticket) -> None:
    """After its deadline: closes the ticket, whose lock is held, as if who has asked had.

    Who isn't of the team any more closes nothing: then it is the bot. Words that were missed are
    read first.
    """
    opener = None
    for word in await app[TicketWords].since(ticket, ticket.asked_at or 0):
        await count_word(app, ticket.channel_id or 0, word.id, word.by)
        opener = word.by if word.by.id == ticket.opener_id else opener
    ticket = await app.tickets.get(ticket.guild_id, ticket.number)
    if ticket.asked_until is None or ticket.asked_until > app.now():
        return
    if opener is not None:
        await _stop(app, ticket, opener)
        return
    await close_by_itself(
        app,
        ticket,
        by=await _closer(app, ticket),
        reason=ticket.asked_reason or Questions.reason_of_silence(),
        cause=UNANSWERED,
        unchanged=QUESTION_FIELDS,
    )


async def _closer(app: App, ticket: Ticket) -> Person:
    team = (await app.settings.for_ticket(ticket))[Team]
    try:
        by = await app.channels.member(ticket.guild_id, ticket.asked_by_id or 0)
    except errors.OpenerGone:
        by = None
    if by is not None and team.is_moderator(by):
        return by
    return app[TicketMessages].known_person(ticket.guild_id, app.channels.bot_id(ticket.guild_id))


async def report_not_closed(app: App, ticket: Ticket, error: BaseException) -> None:
    """Tells the team once that the ticket stays open."""
    if not isinstance(error, errors.ChannelGone):
        about = str(ticket.number)
        await tell_staff(app, ticket.guild_id, NOT_CLOSED, about, type_id=ticket.type_id)


# --------------------------------------------------------------------- its message


def show_after_word(occurrence: Occurrence) -> Iterator[Job]:
    """The question says no longer when the ticket closes."""
    return _shown(occurrence, over=False)


def show_end(occurrence: Occurrence) -> Iterator[Job]:
    """The question loses its buttons."""
    return _shown(occurrence, over=True)


def _shown(occurrence: Occurrence, *, over: bool) -> Iterator[Job]:
    ticket = occurrence.ticket
    if ticket is not None and ticket.question_id is not None:
        yield ticket_job(STOPPED, occurrence.event, message_id=ticket.question_id, over=over)


async def show_stopped(app: App, job: Job) -> None:
    """Does the job."""
    number, message_id = job.body["number"], job.body["message_id"]
    ticket = await app.tickets.get(job.guild_id, number)
    if ticket.channel_id is None:
        return
    await app[Questions].show_stopped(ticket, message_id, over=job.body["over"])
    if job.body["over"]:
        await app.tickets.change(
            job.guild_id,
            number,
            lambda now: {"question_id": None} if now.question_id == message_id else {},
        )
