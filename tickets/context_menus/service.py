"""Reports of messages: kept at the press, and shown in a ticket of the type that takes them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core import errors
from ..core.discord.downloads import NotFetched
from ..core.discord.sent_files import SentFiles
from ..core.files import WhyMissing
from ..core.job import ticket_job
from ..core.ticket import LIVE, State
from ..lifecycle.service.opening import OpenRequest, open_ticket, require_may_open
from ..staff_log.service import tell_staff
from .discord import ReportMessages
from .rules import (
    KEPT,
    REPORTED_AGAIN,
    ROOM,
    AlreadyReported,
    ReportExpired,
    key_of,
    type_of_reports,
)
from .settings import ReportSettings
from .store import KeptReports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.app import App
    from ..core.feature import Occurrence
    from ..core.files import SentFile
    from ..core.job import Job
    from ..core.ticket import Person, Ticket
    from .rules import Reported

log = logging.getLogger("red.tickets.reports")

#: The job that shows a report in its ticket; a stored word.
SHOW = "report"
#: Seconds for which a sent form waits for the files of the message.
_PATIENCE = 60


async def require_may_report(app: App, guild_id: int, by: Person, message_id: int) -> int:
    """The type of the ticket, if `by` could report the message now.

    Raises ``NoReports``, ``AlreadyReported``, and why they may open no ticket of that type.
    """
    type_id = type_of_reports(await app.settings.of(guild_id))
    for ticket in await app.tickets.of_origin(guild_id, message_id):
        if ticket.opener_id == by.id:
            raise AlreadyReported(ticket=ticket)
    await require_may_open(app, guild_id, by, type_id, at_once=True)
    return type_id


# ------------------------------------------------------------------------ keeping


def keep(app: App, reported: Reported) -> None:
    """Begins to keep a message as it is now: whoever deletes it hides nothing."""
    kept = app[KeptReports]
    files = tuple(_with_room(reported, ROOM - kept.size))
    reported = replace(reported, files=files)
    size = sum(one.size for one in files if one.missing is None)
    fetching = app.begin(_fetch(app, reported), "tickets-report")
    kept.begin(reported, size, fetching)
    app.begin(_forget_later(app, reported), "tickets-report-ends")


def _with_room(reported: Reported, room: int) -> list[SentFile]:
    found = []
    for one in reported.files:
        room -= one.size
        found.append(one if room >= 0 else replace(one, missing=WhyMissing.NOT_DELIVERED))
    return found


async def _forget_later(app: App, reported: Reported) -> None:
    await asyncio.sleep(KEPT)
    await app[KeptReports].drop(reported.key)


async def _fetch(app: App, reported: Reported) -> None:
    kept = app[KeptReports]
    try:
        await kept.drop_others(reported)
        await kept.put(reported)
        if reported.files:
            limit = app[ReportMessages].limit(reported.guild_id)
            found = [
                _fetch_file(app, reported, place, limit) for place in range(len(reported.files))
            ]
            await kept.put(replace(reported, files=tuple(await asyncio.gather(*found))))
    except OSError:
        log.exception("A message that is reported could not be kept")


async def _fetch_file(app: App, reported: Reported, place: int, limit: int) -> SentFile:
    file = reported.files[place]
    if file.missing is not None:
        return file
    try:
        async with app[SentFiles].fetched(file.url, file.size, limit) as path:
            await app[KeptReports].take_file(reported, place, path)
    except NotFetched as error:
        log.info("A file of a message that is reported wasn't kept: %r", error)
        return replace(file, missing=error.why)
    return file


# ---------------------------------------------------------------------- reporting


async def report(
    app: App, guild_id: int, message_id: int, *, by: Person, reason: str | None
) -> Ticket:
    """Opens the ticket of a report, whatever moderators decide about others.

    What was kept is shown there by a job that follows from the opening: a kill loses nothing.
    Raises as :func:`require_may_report`, ``ReportExpired``, and why the ticket can't be opened.
    """
    key = key_of(guild_id, by.id, message_id)
    # The same form may be sent twice at once.
    async with app.locks.on("report", key):
        type_id = await require_may_report(app, guild_id, by, message_id)
        await _take(app, key)
        try:
            return await open_ticket(
                app,
                OpenRequest(
                    guild_id=guild_id,
                    opener=by,
                    reason=reason,
                    reason_is_given=True,
                    origin_id=message_id,
                    type_id=type_id,
                    at_once=True,
                ),
            )
        except errors.TicketError:
            await app[KeptReports].give_back(key)
            raise


async def _take(app: App, key: str) -> None:
    kept = app[KeptReports]
    fetching = kept.fetching(key)
    if fetching is not None:
        await asyncio.wait({fetching}, timeout=_PATIENCE)
        if not fetching.done():
            # What is there is there.
            fetching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await fetching
    if not await kept.take(key):
        raise ReportExpired


# ------------------------------------------------------------------------ showing


def show_what_was_reported(occurrence: Occurrence) -> Iterator[Job]:
    """In a new ticket of a type that takes reports, should it be of one."""
    if occurrence.ticket is not None and occurrence.settings[ReportSettings].reports:
        yield ticket_job(SHOW, occurrence.event)


async def show_report(app: App, job: Job) -> None:
    """Does the job: shows in the ticket what was reported, and tells the team of others."""
    kept = app[KeptReports]
    ticket = await app.tickets.get(job.guild_id, job.body["number"])
    for reported in await kept.all_taken():
        if (reported.guild_id, reported.by_id) != (ticket.guild_id, ticket.opener_id):
            continue
        of_message = await app.tickets.of_origin(job.guild_id, reported.message_id)
        if ticket.number not in [one.number for one in of_message]:
            continue
        if ticket.state in LIVE:
            await _show(app, job, ticket, reported)
            await _tell_of_others(app, ticket, of_message)
        await kept.done(reported.key)


async def _show(app: App, job: Job, ticket: Ticket, reported: Reported) -> None:
    paths = await app[KeptReports].files_of(reported)
    missing = {
        place: one.missing or WhyMissing.TOO_SLOW
        for place, one in enumerate(reported.files)
        if place not in paths
    }
    posted = app[ReportMessages]
    try:
        await posted.post(ticket, job, reported, missing)
        limit = posted.limit(ticket.guild_id)
        for number, batch in enumerate(batches(reported.files, sorted(paths), limit)):
            files = [(paths[place], reported.files[place].name) for place in batch]
            await posted.post_files(ticket, number, files)
    except errors.DiscordUnreachable:
        raise
    except errors.DiscordSaidNo:
        log.warning("A report can't be shown in %s", ticket.label, exc_info=True)


def batches(files: tuple[SentFile, ...], places: list[int], limit: int) -> list[list[int]]:
    """The positions of files that go into one message each: `limit` is bytes of them all."""
    found: list[list[int]] = []
    room = 0
    for place in places:
        if not found or files[place].size > room:
            found.append([])
            room = limit
        found[-1].append(place)
        room -= files[place].size
    return found


async def _tell_of_others(app: App, ticket: Ticket, of_message: tuple[Ticket, ...]) -> None:
    """The team hears that others have reported the message, too; the members don't."""
    numbers = sorted(one.number for one in of_message if one.type_id == ticket.type_id)
    if len(numbers) > 1:
        about = " ".join(map(str, numbers))
        await tell_staff(app, ticket.guild_id, REPORTED_AGAIN, about, type_id=ticket.type_id)


async def clear_kept(app: App) -> None:
    """When the cog is loaded: what nobody will ask for any more is removed."""
    kept, wanted = app[KeptReports], set()
    for reported in await kept.all_taken():
        of_message = await app.tickets.of_origin(reported.guild_id, reported.message_id)
        if any(
            one.opener_id == reported.by_id and one.state in (State.OPENING, *LIVE)
            for one in of_message
        ):
            wanted.add(reported.key)
    await kept.clear(wanted)


async def forget_kept(app: App, user_id: int) -> None:
    """What somebody reports, or has written and others report, isn't kept any longer."""
    await app[KeptReports].forget(user_id)


async def tell_kept(app: App, user_id: int) -> list[dict[str, object]]:
    """What is kept of somebody's reports, and of their words that others report; not by whom."""
    told: list[dict[str, object]] = []
    for one in await app[KeptReports].all_kept():
        about: dict[str, object] = {"server": one.guild_id, "message": one.message_id}
        if one.by_id == user_id:
            told.append({**about, "you_report_it": True})
        if one.author_id == user_id:
            files = [file.name for file in one.files]
            told.append({**about, "your_words": one.words, "your_files": files})
    return told
