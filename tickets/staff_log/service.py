"""Telling the staff: lines of the log, and what happened behind its back."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from ..core import errors
from ..core.event import LogEntry
from ..core.job import Job
from ..core.team import types_of_their_teams
from .discord import LogChannel
from .rules import (
    IN_THE_LOG,
    LOG,
    NOTICE,
    RECEPTION_CLOSED,
    RECEPTION_GONE,
    entry_of,
)
from .settings import LogSettings
from .store import NoticeStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..core.app import App
    from ..core.feature import Occurrence
    from ..core.settings import Settings
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
    yield line_job(event.guild_id, entry_of(event, ticket, line, occurrence.settings), event.at)


def line_job(guild_id: int, entry: LogEntry, at: int) -> Job:
    """Writes a line in the reception channel of the entry's type."""
    return Job(
        guild_id=guild_id, kind=LOG, queue=queue(guild_id), body=asdict(entry), created_at=at
    )


async def write_line(app: App, job: Job) -> None:
    """Does the job: writes the line, or tells why that is impossible."""
    entry = LogEntry(**job.body)
    channel_id = await _reception_of(app, job.guild_id, entry.type_id)
    if channel_id is not None:
        try:
            await app[LogChannel].write(job, channel_id, entry)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            log.warning("A line of the log of server %s is lost: %r", job.guild_id, error)
            await report_reception_failure(app, job.guild_id, channel_id, error, entry.type_id)
        else:
            return
    if entry.event == NOTICE and entry.notice is not None:
        # Nobody has read it: everybody is told at their next action.
        await app[NoticeStore].add(
            job.guild_id, entry.notice, entry.about, app.now(), type_id=entry.type_id
        )


async def _reception_of(app: App, guild_id: int, type_id: int | None) -> int | None:
    settings = (await app.settings.of(guild_id)).for_type(type_id)
    return settings[LogSettings].reception_channel_id


# ------------------------------------------------------------------- notices


async def tell_staff(
    app: App,
    guild_id: int,
    kind: str,
    about: str = "",
    *,
    type_id: int | None = None,
    every_time: bool = False,
) -> None:
    """Tells the staff in the reception channel; without one, each at their next action.

    With `type_id` that of the type. The same isn't told there again and again, unless it is new
    `every_time`.
    """
    notices = app[NoticeStore]
    if await _reception_of(app, guild_id, type_id) is None:
        await notices.add(guild_id, kind, about, app.now(), type_id=type_id)
    elif every_time or not await notices.was_logged(
        guild_id, kind, about, app.now() - QUIET, type_id=type_id
    ):
        await notices.add(guild_id, kind, about, app.now(), type_id=type_id, logged=True)
        found = (await app.settings.of(guild_id)).type_with_id(type_id)
        entry = LogEntry(
            event=NOTICE,
            notice=kind,
            about=about,
            type_id=type_id,
            type_name=found.name if found is not None else None,
        )
        await app.work.add(line_job(guild_id, entry, app.now()))


async def tell_each(
    app: App, guild_id: int, kind: str, about: str = "", *, type_id: int | None = None
) -> None:
    """Tells each of the staff at their next action, for when the reception channel can't.

    Whoever was told isn't told again within the hour, however often it happens.
    """
    notices = app[NoticeStore]
    if not await notices.is_waiting(guild_id, kind, about, app.now() - QUIET, type_id=type_id):
        await notices.add(guild_id, kind, about, app.now(), type_id=type_id)


async def notices_for(
    app: App, guild_id: int, person: Person, *, is_admin: bool
) -> tuple[Notice, ...]:
    """What `person`, if of the staff, has not been told yet. Telling is up to the caller."""
    settings = await app.settings.of(guild_id)
    teams = frozenset(types_of_their_teams(settings, person))
    if not is_admin and not teams:
        return ()
    unread = await app[NoticeStore].take_unread(
        guild_id, person.id, _wanted(app, settings, teams, is_admin=is_admin)
    )
    names: dict[int | None, str] = {one.id: one.name for one in settings.all_types}
    return tuple(replace(one, type_name=names.get(one.type_id)) for one in unread)


async def has_notices(app: App, guild_id: int, person: Person, *, is_admin: bool) -> bool:
    """Whether there is something that `person`, if of the staff, has not been told yet."""
    settings = await app.settings.of(guild_id)
    teams = frozenset(types_of_their_teams(settings, person))
    if not is_admin and not teams:
        return False
    wanted = _wanted(app, settings, teams, is_admin=is_admin)
    return await app[NoticeStore].has_unread(guild_id, person.id, wanted)


def _wanted(
    app: App, settings: Settings, teams: frozenset[int | None], *, is_admin: bool
) -> Callable[[str, int | None], bool]:
    """Whether somebody hears of a kind of notice about a type.

    Who configures hears of what is set, and not of other teams' tickets.
    """
    kinds = app.features.notices

    def wanted(kind: str, type_id: int | None) -> bool:
        if type_id in teams:
            return True
        of_ticket = kind in kinds and kinds[kind].of_ticket
        return is_admin and not (of_ticket and settings.has_own_team(type_id))

    return wanted


# --------------------------------------------------------- the reception channel


async def report_reception_failure(
    app: App,
    guild_id: int,
    channel_id: int,
    error: errors.DiscordSaidNo,
    type_id: int | None = None,
) -> None:
    """Tells the staff, with `type_id` that of the type, why nothing can be written there."""
    match error:
        case errors.ChannelGone():
            await drop_deleted_reception(app, guild_id, channel_id)
        case errors.MissingPermissions(names=names):
            about = " ".join(names)
            await tell_each(app, guild_id, RECEPTION_CLOSED, about, type_id=type_id)


async def notice_deleted_reception(app: App, guild_id: int) -> None:
    """Drops the setting if its channel was deleted while nobody listened."""
    for channel_id in all_named(await app.settings.of(guild_id), "reception_channel_id"):
        if await app.channels.is_deleted(guild_id, channel_id):
            await drop_deleted_reception(app, guild_id, channel_id)


async def drop_deleted_reception(app: App, guild_id: int, channel_id: int) -> None:
    """Drops the setting where it named this channel, and tells the staff once."""
    await drop_deleted(app, guild_id, "reception_channel_id", channel_id, RECEPTION_GONE)


# ---------------------------------------------------------- what was deleted


def all_named(settings: Settings, key: str) -> tuple[int, ...]:
    """What a setting names on the server and in any type, each once."""
    values = [settings.own(one, key) for one in settings.type_ids]
    named = [value if isinstance(value, tuple) else (value,) for value in values]
    return tuple(dict.fromkeys(one for value in named for one in value if one is not None))


async def drop_deleted(
    app: App, guild_id: int, key: str, thing_id: int, kind: str, about: str = ""
) -> None:
    """Takes what was deleted out of the server's and all types' settings; tells each team once."""
    for type_id in (await app.settings.of(guild_id)).naming(key, thing_id):
        await app.settings.drop(guild_id, type_id, key, thing_id)
        await tell_staff(app, guild_id, kind, about, type_id=type_id)
