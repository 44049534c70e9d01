"""How each kind of job is done."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..access.service import apply_present_roles, mend_overwrites
from ..configuration.service.creating import finish_founding
from ..lifecycle.service.closing import delete_after_closing
from ..panels.service.strays import remove_unknown_doors
from ..requests.service import bring_up_to_date
from ..staff_log.notices import NoticeKind
from ..staff_log.rules import Event, LogEntry
from ..staff_log.service import reception_fails, tell_staff
from ..transcripts.service import save_after_closing, save_given_up
from . import errors
from .direct import DirectMessage, News
from .job import Job, JobKind
from .ticket import LIVE

if TYPE_CHECKING:
    from .app import Desk

log = logging.getLogger("red.tickets.jobs")

#: So often tickets that Discord has trouble with get another try at new roles: half an hour.
ROLE_ATTEMPTS = 5


async def do_job(desk: Desk, job: Job) -> None:
    """Does a job; raises ``DiscordUnreachable`` if it should be tried again later."""
    match job.kind:
        case JobKind.LOG:
            await _write_log(desk, job)
        case JobKind.DIRECT:
            news = DirectMessage(**{**job.body, "news": News(job.body["news"])})
            await desk.direct.tell(job, news)
        case JobKind.REQUEST:
            await _show_request(desk, job)
        case JobKind.THREAD:
            await _make_thread(desk, job)
        case JobKind.TRANSCRIPT:
            await save_after_closing(desk, job)
        case JobKind.DELETE:
            await _delete(desk, job)
        case JobKind.ROLES:
            await _apply_roles(desk, job)
        case JobKind.FOUNDING:
            await finish_founding(desk, job)
        case JobKind.PANEL:
            await remove_unknown_doors(desk, job)


async def given_up(desk: Desk, job: Job) -> None:
    """Tells whoever was promised something that it won't come."""
    match job.kind:
        case JobKind.TRANSCRIPT:
            await save_given_up(desk, job)
        case JobKind.DELETE:
            await _stays(desk, job)


async def _write_log(desk: Desk, job: Job) -> None:
    entry = LogEntry(**{**job.body, "event": Event(job.body["event"])})
    settings = await desk.settings.of(job.guild_id)
    channel_id = settings.reception_channel_id
    if channel_id is not None:
        try:
            await desk.reception.write(job, channel_id, entry)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            log.warning("A line of the log of server %s is lost: %r", job.guild_id, error)
            await reception_fails(desk, job.guild_id, channel_id, error)
        else:
            return
    if entry.event is Event.NOTICE:
        # Nobody has read it: everybody is told at their next action.
        await desk.notices.add(job.guild_id, NoticeKind(entry.notice), entry.about, desk.now())


async def _show_request(desk: Desk, job: Job) -> None:
    settings = await desk.settings.of(job.guild_id)
    try:
        await bring_up_to_date(desk, job.guild_id, job.body["number"])
    except (errors.ChannelGone, errors.MissingPermissions) as error:
        log.warning("A request of server %s can't be shown: %r", job.guild_id, error)
        if settings.reception_channel_id is not None:
            await reception_fails(desk, job.guild_id, settings.reception_channel_id, error)


async def _make_thread(desk: Desk, job: Job) -> None:
    number = job.body["number"]
    async with desk.locks.on("ticket", job.guild_id, number):
        ticket = await desk.tickets.get(job.guild_id, number)
        if ticket.state not in LIVE:
            return
        settings = await desk.settings.of(job.guild_id)
        try:
            thread_id = ticket.thread_id or await desk.postings.make_staff_thread(ticket, settings)
            await desk.tickets.note(ticket, thread_id=thread_id)
            await desk.postings.open_staff_thread(
                ticket, settings, thread_id, may_be_open=job.may_be_done
            )
        except errors.MissingPermissions as error:
            about = " ".join((str(number), *error.names))
            await tell_staff(desk, job.guild_id, NoticeKind.THREAD_FAILED, about)
        except errors.DiscordRefused:
            await tell_staff(desk, job.guild_id, NoticeKind.THREAD_FAILED, str(number))


async def _delete(desk: Desk, job: Job) -> None:
    try:
        await delete_after_closing(desk, job)
    except (errors.DiscordSaidNo, errors.NotSaved) as error:
        why = error.cause if isinstance(error, errors.NotSaved) else error
        if isinstance(why, errors.DiscordUnreachable):
            raise why from error
        log.warning("A closed ticket of server %s stays: %s", job.guild_id, job, exc_info=True)
        await _stays(desk, job)


async def _stays(desk: Desk, job: Job) -> None:
    number = str(job.body["number"])
    await tell_staff(desk, job.guild_id, NoticeKind.DELETION_FAILED, number, every_time=True)


async def _apply_roles(desk: Desk, job: Job) -> None:
    """One ticket after the other; what is done stays done if the bot stops in between."""
    body = dict(job.body)
    # Jobs of earlier versions don't say.
    mends = body.get("mend", False)
    put_right = mend_overwrites if mends else apply_present_roles
    while body["left"]:
        number = body["left"][0]
        try:
            body["changed"] += await put_right(desk, job.guild_id, number)
        except errors.TicketError as error:
            if isinstance(error, errors.DiscordUnreachable) and job.attempts < ROLE_ATTEMPTS:
                # The others needn't wait for this one.
                body["left"] = [*body["left"][1:], number]
                await desk.work.save(replace(job, body=body))
                raise
            log.warning("The overwrites of ticket #%s stay as they were", number, exc_info=True)
            body["failed"] = [*body["failed"], number]
        body["left"] = body["left"][1:]
        await desk.work.save(replace(job, body=body))
    # Whoever pressed while others were at it has nothing of their own to hear.
    if body["changed"] or body["failed"]:
        about = f"{body['changed']} {len(body['failed'])}"
        kind = NoticeKind.TICKETS_MENDED if mends else NoticeKind.ROLES_APPLIED
        await tell_staff(desk, job.guild_id, kind, about, every_time=True)
