"""Requests: asked for by a member, decided once by a moderator."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core import errors
from ...core.direct import DirectMessage
from ...core.event import event_of
from ...core.team import checked_reason, require_in_team
from ...core.ticket import NO_CHANNEL, Action, State
from ...lifecycle.service.opening import PERHAPS_DONE, create_channel_and_welcome
from ...lifecycle.service.recovery import remove_channel
from ...panels.rules import PanelGone
from ...panels.service.panels import as_shown, get_panel
from ...staff_log.discord import LogChannel
from ...staff_log.service import drop_deleted_reception, report_reception_failure, tell_each
from ...staff_log.settings import LogSettings
from ..discord import RequestMessages
from ..rules import (
    NO_RECEPTION,
    AlreadyDecided,
    MemberFacts,
    NoReception,
    ReceptionNeeded,
    RefusedRecently,
)
from ..settings import RequestSettings
from .files import hold_again, holds_files
from .showing import show_job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.answer import Answer
    from ...core.app import App
    from ...core.feature import Occurrence
    from ...core.job import Job
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket

log = logging.getLogger("red.tickets.requests")

#: Kinds of events, and of messages to the member. Stored words.
REQUESTED, REFUSED, CANCELLED = "requested", "refused", "cancelled"
ACCEPTED = "accepted"
#: A reception channel that can't be used until somebody does something about it.
_UNUSABLE = (errors.ChannelGone, errors.MissingPermissions)


def _reception_id(settings: Settings) -> int | None:
    return settings[LogSettings].reception_channel_id


async def require_reception(app: App, guild_id: int, settings: Settings) -> None:
    """Raises ``NoReception``, and tells the staff why, if requests have nowhere to go."""
    channel_id = _reception_id(settings)
    if channel_id is None:
        await tell_each(app, guild_id, NO_RECEPTION, type_id=settings.type_id)
        raise NoReception
    try:
        app[LogChannel].require_writable(guild_id, channel_id)
    except _UNUSABLE as error:
        await report_reception_failure(app, guild_id, channel_id, error, settings.type_id)
        raise NoReception from error


async def send_request(app: App, ticket: Ticket, settings: Settings) -> Ticket:
    """Posts a request that was just recorded; if that fails there is no request."""
    async with app.locks.on("ticket", ticket.guild_id, ticket.number):
        try:
            return await _post(app, ticket, settings)
        except BaseException as error:
            # If it is there all the same, the next start removes it.
            settled = not isinstance(error, PERHAPS_DONE)
            await app.tickets.move(ticket, Action.FAIL_OPENING, settled=settled, files=())
            channel_id = _reception_id(settings)
            if isinstance(error, _UNUSABLE) and channel_id is not None:
                await report_reception_failure(
                    app, ticket.guild_id, channel_id, error, ticket.type_id
                )
                raise NoReception from error
            raise


async def _post(app: App, ticket: Ticket, settings: Settings) -> Ticket:
    message_id = await app[RequestMessages].post(ticket, settings, await _known(app, ticket))
    return await app.tickets.note(
        ticket,
        event_of(ticket, REQUESTED, app.now(), by_id=ticket.opener_id),
        settings=settings,
        request_id=message_id,
        request_channel_id=_reception_id(settings),
        settled=True,
    )


async def finish_request(app: App, ticket: Ticket) -> None:
    """Posts a request that an earlier run of the bot recorded, unless it did that too."""
    settings = await app.settings.for_ticket(ticket)
    channel_id = _reception_id(settings)
    if channel_id is not None:
        try:
            await _keep_posted(app, ticket, settings)
        except _UNUSABLE as error:
            await report_reception_failure(app, ticket.guild_id, channel_id, error, ticket.type_id)
            if isinstance(error, errors.MissingPermissions):
                raise
        else:
            return
    # It is posted when there is a channel again.
    await app.tickets.note(ticket, settled=True)


async def _keep_posted(app: App, ticket: Ticket, settings: Settings) -> None:
    """Sees to it that a pending request can be decided in the reception channel."""
    in_place = ticket.request_channel_id == _reception_id(settings)
    if in_place and await app[RequestMessages].show(ticket, await _known(app, ticket)):
        return
    message_id = await app[RequestMessages].find(ticket, settings)
    if message_id is None:
        message_id = await app[RequestMessages].post(ticket, settings, await _known(app, ticket))
    if not holds_files(ticket):
        try:
            # Before it is forgotten where that was: two could be decided.
            await app[RequestMessages].remove(ticket)
        except errors.MissingPermissions:
            log.warning("The former message of %s stays", ticket.label, exc_info=True)
    ticket = await app.tickets.note(
        ticket,
        request_id=message_id,
        request_channel_id=_reception_id(settings),
        settled=_is_settled(ticket),
    )
    # They are taken along from the former message, which goes then.
    await hold_again(app, ticket)


def _is_settled(request: Ticket) -> bool:
    """False while the channel of an acceptance that failed is still to be removed."""
    return request.channel_id is None


async def remove_stray_request(app: App, ticket: Ticket) -> None:
    """Removes the message of a request that failed, though it was posted."""
    settings = await app.settings.for_ticket(ticket)
    channel_id = _reception_id(settings)
    if ticket.request_id is None and channel_id is not None:
        message_id = await app[RequestMessages].find(ticket, settings)
        if message_id is not None:
            stray = replace(ticket, request_id=message_id, request_channel_id=channel_id)
            await app[RequestMessages].remove(stray)


async def require_may_decide(app: App, guild_id: int, number: int, by: Person) -> Ticket:
    """The pending request, if `by` is in the team that decides about it.

    To others there is no such request, but for those who read along where it is decided.
    """
    ticket = await app.tickets.get(guild_id, number)
    require_in_team(await app.settings.of(guild_id), ticket, by)
    if ticket.state is not State.REQUESTED:
        raise AlreadyDecided(ticket=ticket)
    return ticket


async def accept_request(
    app: App, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """Opens a requested ticket, exactly as one that nobody has to accept.

    If that fails the request is pending again and the error is raised. A member who is gone
    has no request any more: ``OpenerGone``.
    """
    await require_may_decide(app, guild_id, number, by)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await require_may_decide(app, guild_id, number, by)
        settings = await app.settings.for_ticket(ticket)
        # An earlier attempt may have left a channel that couldn't be removed.
        await app.channels.delete(ticket)
        ticket = await app.tickets.move(
            ticket,
            Action.ACCEPT,
            channel_id=None,
            decided_by_id=by.id,
            decided_at=app.now(),
            terms=settings.terms(),
            # What could not be put below the request may be copied into the ticket all the same.
            files=tuple(replace(one, missing=None) for one in ticket.files),
            settled=False,
        )
        return await create_channel_and_welcome(app, ticket, settings)


async def cancel_without_opener(app: App, ticket: Ticket, error: BaseException) -> None:
    """After a failed acceptance: cancels the request if its opener has left; else it waits."""
    if isinstance(error, errors.OpenerGone):
        await cancel_request(app, ticket, by_id=None)


async def require_not_refused(app: App, guild_id: int, member: Person, settings: Settings) -> None:
    """Raises ``RefusedRecently`` while the wait after a refusal lasts."""
    requests = settings[RequestSettings]
    if requests.is_manual and requests.refusal_wait:
        wait = requests.refusal_wait * 60
        now = app.now()
        refused = await app.tickets.refused_since(
            guild_id, member.id, now - wait, now, settings.type_id
        )
        if refused is not None and refused.decided_at is not None:
            raise RefusedRecently(until=refused.decided_at + wait)


async def require_can_be_decided(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises ``ReceptionNeeded``, or what is missing there, for settings with which requests
    could not be decided."""
    channel_id = _reception_id(settings)
    if not settings[RequestSettings].is_manual:
        return
    if channel_id is None:
        raise ReceptionNeeded
    try:
        app[LogChannel].require_writable(guild_id, channel_id)
    except errors.ChannelGone as error:
        await drop_deleted_reception(app, guild_id, channel_id)
        raise ReceptionNeeded from error


async def settle_request(app: App, ticket: Ticket) -> None:
    """Posts a request whose message isn't known; removes what a failed acceptance left."""
    await remove_channel(app, ticket)
    ticket = await app.tickets.note(ticket, **NO_CHANNEL)
    if ticket.request_id is None:
        await finish_request(app, ticket)
    else:
        await app.tickets.note(ticket, settled=True)


async def settle_failed_request(app: App, ticket: Ticket) -> None:
    """Removes channel and request of an opening that failed."""
    await remove_channel(app, ticket)
    try:
        await remove_stray_request(app, ticket)
    except _UNUSABLE:
        log.info("Whether %s left a request behind can't be seen", ticket.label)
    await app.tickets.note(ticket, settled=True, **NO_CHANNEL)


async def settle_ended_request(app: App, ticket: Ticket) -> None:
    """Removes what is left of an acceptance that failed before the request ended."""
    await remove_channel(app, ticket)
    await app.tickets.note(ticket, settled=True, **NO_CHANNEL)


async def forget_requests(app: App, user_id: int) -> None:
    """Cancels what somebody requested who is to be forgotten altogether."""
    for ticket in await app.tickets.requests_of(user_id):
        async with app.locks.on("ticket", ticket.guild_id, ticket.number):
            try:
                await cancel_request(app, ticket, by_id=None)
            except errors.WrongState:
                log.info("%s was decided about meanwhile", ticket.label)


async def refuse_request(
    app: App, guild_id: int, number: int, *, by: Person, reason: str | None, answer: Answer
) -> Ticket:
    """Refuses a request; the member is told, and has to wait before the next one."""
    reason = checked_reason(reason, required=False)
    await require_may_decide(app, guild_id, number, by)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await require_may_decide(app, guild_id, number, by)
        ticket = await app.tickets.move(
            ticket,
            Action.REFUSE,
            event_of(ticket, REFUSED, app.now(), by_id=by.id),
            settings=await app.settings.for_ticket(ticket),
            decided_by_id=by.id,
            decided_at=app.now(),
            refusal=reason,
            settled=_is_settled(ticket),
        )
        await answer.decided()
        return ticket


async def withdraw_request(
    app: App, guild_id: int, number: int, *, by: Person, answer: Answer
) -> Ticket:
    """The member takes the request back."""
    ticket = await app.tickets.get(guild_id, number)
    if by.id != ticket.opener_id:
        raise errors.SomeoneElsesButton(member_id=ticket.opener_id)
    async with await app.locks.queued(answer.busy, "ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        if ticket.state is not State.REQUESTED:
            raise AlreadyDecided(ticket=ticket)
        ticket = await cancel_request(app, ticket, by_id=by.id)
        await answer.decided()
        return ticket


async def cancel_request(app: App, ticket: Ticket, *, by_id: int | None) -> Ticket:
    """Ends a request without a decision; by nobody if the member is gone."""
    return await app.tickets.move(
        ticket,
        Action.CANCEL,
        event_of(ticket, CANCELLED, app.now(), by_id=by_id),
        settings=await app.settings.for_ticket(ticket),
        decided_by_id=by_id,
        decided_at=app.now(),
        settled=_is_settled(ticket),
    )


def show_decision(occurrence: Occurrence) -> Iterator[Job]:
    """The request's message says what became of it."""
    event, ticket = occurrence.event, occurrence.ticket
    if event.kind == CANCELLED or (ticket is not None and ticket.was_requested):
        yield show_job(event.guild_id, event.number or 0, event.at)


def tell_member(occurrence: Occurrence) -> Iterator[Job]:
    """The member hears that the request was accepted or refused."""
    event, ticket = occurrence.event, occurrence.ticket
    if ticket is None or not ticket.was_requested:
        return
    refused = event.kind == REFUSED
    message = DirectMessage(
        event=REFUSED if refused else ACCEPTED,
        user_id=ticket.opener_id,
        number=ticket.number,
        channel_id=ticket.channel_id,
        reason=ticket.refusal if refused else None,
    )
    yield message.job(event.guild_id, event.at)


async def notice_requesters(app: App, guild_id: int) -> None:
    """Cancels requests of members who left while nobody listened."""
    for ticket in await app.tickets.requests(guild_id):
        try:
            await app.channels.member(guild_id, ticket.opener_id)
        except errors.OpenerGone:
            await cancel_requests_of(app, guild_id, await app.channels.person(ticket.opener_id))


async def cancel_requests_of(app: App, guild_id: int, person: Person) -> None:
    """Cancels what somebody requested who is no longer on the server."""
    for ticket in await app.tickets.counted_of(guild_id, person.id):
        if ticket.state is State.REQUESTED:
            async with app.locks.on("ticket", guild_id, ticket.number):
                try:
                    await cancel_request(app, ticket, by_id=None)
                except errors.WrongState:
                    log.info("%s was decided about meanwhile", ticket.label)


async def update_request_message(app: App, guild_id: int, number: int) -> None:
    """Shows in the reception channel what became of a request, or that it is pending."""
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        settings = await app.settings.for_ticket(ticket)
        if ticket.state is State.REQUESTED and _reception_id(settings) is not None:
            await _keep_posted(app, ticket, settings)
        else:
            await app[RequestMessages].show(ticket, await _known(app, ticket))


async def show_request(app: App, job: Job) -> None:
    """Does the job; the staff is told if that is impossible."""
    try:
        await update_request_message(app, job.guild_id, job.body["number"])
    except _UNUSABLE as error:
        log.warning("A request of server %s can't be shown: %r", job.guild_id, error)
        ticket = await app.tickets.get(job.guild_id, job.body["number"])
        channel_id = _reception_id(await app.settings.for_ticket(ticket))
        if channel_id is not None:
            await report_reception_failure(app, job.guild_id, channel_id, error, ticket.type_id)


async def move_requests(app: App, guild_id: int) -> None:
    """Posts pending requests in the reception channel that was just chosen."""
    requests = await app.tickets.requests(guild_id)
    await app.work.add(*(show_job(guild_id, one.number, app.now()) for one in requests))


async def move_misplaced_requests(app: App, guild_id: int) -> None:
    """Moves requests whose message is in another channel than the settings say.

    The bot may have ended after that was chosen. Costs no call where all are in their place.
    """
    settings = await app.settings.of(guild_id)
    # What isn't settled was cut off while it was posted: its settler does that.
    for request in await app.tickets.requests(guild_id):
        chosen = _reception_id(settings.for_ticket(request))
        if request.settled and chosen not in (None, request.request_channel_id):
            await app.work.add(show_job(guild_id, request.number, app.now()))
        elif request.settled and request.request_id is not None:
            await hold_again(app, request)


async def _known(app: App, ticket: Ticket) -> MemberFacts:
    """What the record knows that helps to decide."""
    panel = None
    if ticket.panel is not None:
        with contextlib.suppress(PanelGone):
            panel = await get_panel(app, ticket.guild_id, ticket.panel)
            panel = await as_shown(app, panel)
    settings = await app.settings.for_ticket(ticket)
    about_opener = await app.about_opener(ticket, settings)
    return MemberFacts(panel=panel, type=settings.type, about_opener=about_opener)
