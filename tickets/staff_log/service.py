"""Telling the staff: lines of the log, and what happened behind its back."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from ..core import errors
from ..core.event import LogEntry
from ..core.job import Job
from ..core.team import Team
from .discord import LogChannel
from .rules import IN_THE_LOG, LOG, NOTICE, RECEPTION_CLOSED, RECEPTION_GONE, entry_of
from .settings import LogSettings
from .store import NoticeStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.app import App
    from ..core.feature import Occurrence
    from ..core.ticket import Person
    from .rules import Notice

log = logging.getLogger("red.tickets.log")

#: Seconds in which the reception channel isn't told the same twice.
QUIET = 3600


# ------------------------------------------------------------------- the log


def queue(guild_id: int) -> str:
    """The queue of everything that is written in the reception channel: in order."""
    return f"reception:{guild_id}"


def follow(occurrence: Occurrence) -> Iterator[Job]:
    """A line for the reception channel; none where there is no such channel."""
    event, ticket = occurrence.event, occurrence.ticket
    line = occurrence.features.log_lines.get(event.kind)
    if line is None or occurrence.settings[LogSettings].reception_channel_id is None:
        return
    if event.unstored.get(IN_THE_LOG):
        return
    if ticket is not None and line.tells is not None and not line.tells(ticket):
        return
    yield _job(event.guild_id, entry_of(event, ticket, line), event.at)


def _job(guild_id: int, entry: LogEntry, at: int) -> Job:
    return Job(
        guild_id=guild_id, kind=LOG, queue=queue(guild_id), body=asdict(entry), created_at=at
    )


async def write_line(app: App, job: Job) -> None:
    """Does the job: writes the line, or tells why that is impossible."""
    entry = LogEntry(**job.body)
    channel_id = (await app.settings.of(job.guild_id))[LogSettings].reception_channel_id
    if channel_id is not None:
        try:
            await app[LogChannel].write(job, channel_id, entry)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            log.warning("A line of the log of server %s is lost: %r", job.guild_id, error)
            await report_reception_failure(app, job.guild_id, channel_id, error)
        else:
            return
    if entry.event == NOTICE and entry.notice is not None:
        # Nobody has read it: everybody is told at their next action.
        await app[NoticeStore].add(job.guild_id, entry.notice, entry.about, app.now())


# ------------------------------------------------------------------- notices


async def tell_staff(
    app: App, guild_id: int, kind: str, about: str = "", *, every_time: bool = False
) -> None:
    """Tells the staff in the reception channel; without one, each at their next action.

    The same isn't told there again and again, unless it is new `every_time`.
    """
    notices = app[NoticeStore]
    if (await app.settings.of(guild_id))[LogSettings].reception_channel_id is None:
        await notices.add(guild_id, kind, about, app.now())
    elif every_time or not await notices.was_logged(guild_id, kind, about, app.now() - QUIET):
        await notices.add(guild_id, kind, about, app.now(), logged=True)
        entry = LogEntry(event=NOTICE, notice=kind, about=about)
        await app.work.add(_job(guild_id, entry, app.now()))


async def tell_each(app: App, guild_id: int, kind: str, about: str = "") -> None:
    """Tells each of the staff at their next action, for when the reception channel can't.

    Whoever was told isn't told again within the hour, however often it happens.
    """
    notices = app[NoticeStore]
    if not await notices.is_waiting(guild_id, kind, about, app.now() - QUIET):
        await notices.add(guild_id, kind, about, app.now())


async def notices_for(
    app: App, guild_id: int, person: Person, *, is_admin: bool
) -> tuple[Notice, ...]:
    """What `person`, if of the staff, has not been told yet. Telling is up to the caller."""
    if not await _concerns(app, guild_id, person, is_admin=is_admin):
        return ()
    return await app[NoticeStore].take_unread(guild_id, person.id)


async def has_notices(app: App, guild_id: int, person: Person, *, is_admin: bool) -> bool:
    """Whether there is something that `person`, if of the staff, has not been told yet."""
    concerned = await _concerns(app, guild_id, person, is_admin=is_admin)
    return concerned and await app[NoticeStore].has_unread(guild_id, person.id)


async def _concerns(app: App, guild_id: int, person: Person, *, is_admin: bool) -> bool:
    team = (await app.settings.of(guild_id))[Team]
    return is_admin or team.is_moderator(person)


# --------------------------------------------------------- the reception channel


async def report_reception_failure(
    app: App, guild_id: int, channel_id: int, error: errors.DiscordSaidNo
) -> None:
    """Tells the staff why nothing can be written in the reception channel."""
    match error:
        case errors.ChannelGone():
            await drop_deleted_reception(app, guild_id, channel_id)
        case errors.MissingPermissions(names=names):
            await tell_each(app, guild_id, RECEPTION_CLOSED, " ".join(names))


async def notice_deleted_reception(app: App, guild_id: int) -> None:
    """Drops the setting if its channel was deleted while nobody listened."""
    channel_id = (await app.settings.of(guild_id))[LogSettings].reception_channel_id
    if channel_id is not None and await app.channels.is_deleted(guild_id, channel_id):
        await drop_deleted_reception(app, guild_id, channel_id)


async def drop_deleted_reception(app: App, guild_id: int, channel_id: int) -> None:
    """Drops the setting if it named this channel, and tells the staff once."""
    settings = await app.settings.of(guild_id)
    if settings[LogSettings].reception_channel_id == channel_id:
        await app.settings.change(guild_id, reception_channel_id=None)
        await tell_staff(app, guild_id, RECEPTION_GONE)
