"""Keeping words of tickets, from when it was said there until the channel is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.job import Job
from ..core.ticket import State
from .discord import say
from .rules import FORGET, SAY, KeptChannels
from .settings import EditSettings
from .store import KeptStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.app import App
    from ..core.feature import Occurrence
    from ..core.settings import Settings
    from ..core.ticket import Ticket
    from ..transcripts.document import KeptMessage
    from .rules import Change


async def learn_channels(app: App) -> None:
    """When the cog is loaded: where words are kept."""
    app[KeptChannels].fill(await app[KeptStore].channels())


async def keep(app: App, change: Change | None) -> None:
    """Keeps what happened to a message."""
    if change is not None:
        await app[KeptStore].keep(change)


async def kept_of(app: App, ticket: Ticket) -> tuple[KeptMessage, ...]:
    """All that is kept of a ticket."""
    if ticket.kept_since is None:
        return ()
    return await app[KeptStore].of(ticket.guild_id, ticket.number)


def from_opening(ticket: Ticket, settings: Settings, at: int) -> dict[str, Any]:
    """A ticket that begins while it is on says so in its first message."""
    keeps = settings.server[EditSettings].keep_edits
    if keeps is (ticket.kept_since is not None):
        return {}
    return {"kept_since": at if keeps else None}


# -------------------------------------------------------------- on, off, and the end


async def after_change(app: App, guild_id: int, settings: Settings) -> None:
    """Switched on, open tickets are told one after the other; switched off, all is forgotten."""
    if settings.server[EditSettings].keep_edits:
        open_ones = [one for one in await app.tickets.live(guild_id) if _is_to_be_told(one)]
        await app.work.add(*(_say_job(guild_id, one.number, app.now()) for one in open_ones))
    elif await app[KeptStore].is_used(guild_id):
        await _forget(app, guild_id)


async def forget_at_reset(app: App, guild_id: int) -> tuple[()]:
    """A reset switches it off, too."""
    if await app[KeptStore].is_used(guild_id):
        await _forget(app, guild_id)
    return ()


async def catch_up(app: App, guild_id: int) -> None:
    """The bot may have ended between the setting and what follows from it."""
    settings = await app.settings.of(guild_id)
    if not settings[EditSettings].keep_edits:
        await forget_at_reset(app, guild_id)


async def _forget(app: App, guild_id: int) -> None:
    app[KeptChannels].forget_server(guild_id)
    await app[KeptStore].forget_server(guild_id)
    await app.work.add(
        Job(guild_id=guild_id, kind=FORGET, queue=f"{FORGET}:{guild_id}", created_at=app.now())
    )


async def forget(app: App, job: Job) -> None:
    """Does the job: a ticket's words go with its channel; a server's leave all files, too."""
    number = job.body.get("number")
    if number is None:
        await app.database.wipe()
    else:
        await app[KeptStore].forget_ticket(job.guild_id, number)


def forget_with_channel(occurrence: Occurrence) -> Iterator[Job]:
    """What is kept of a ticket is gone with its channel."""
    event, ticket = occurrence.event, occurrence.ticket
    if ticket is not None and ticket.kept_since is not None:
        yield Job(
            guild_id=event.guild_id,
            kind=FORGET,
            queue=f"{FORGET}:{event.guild_id}",
            body={"number": event.number},
            created_at=event.at,
        )


def say_when_reopened(occurrence: Occurrence) -> Iterator[Job]:
    """A ticket that was closed when it was switched on is told when it is open again."""
    ticket, keeps = occurrence.ticket, occurrence.settings.server[EditSettings].keep_edits
    if ticket is not None and keeps and _is_to_be_told(ticket):
        yield _say_job(ticket.guild_id, ticket.number, occurrence.event.at)


def _is_to_be_told(ticket: Ticket) -> bool:
    return ticket.state is State.OPEN and ticket.kept_since is None


def _say_job(guild_id: int, number: int, at: int) -> Job:
    # One after the other: a server may have hundreds.
    return Job(
        guild_id=guild_id,
        kind=SAY,
        queue=f"{SAY}:{guild_id}",
        body={"number": number},
        created_at=at,
    )


async def say_in_ticket(app: App, job: Job) -> None:
    """Does the job: says it in one ticket, from when on its words are kept."""
    ticket = await app.tickets.get(job.guild_id, job.body["number"])
    settings = await app.settings.of(job.guild_id)
    if not settings[EditSettings].keep_edits or not _is_to_be_told(ticket):
        return
    await say(app.channels, ticket, job)
    await app.tickets.note(ticket, kept_since=app.now())
    # It may have been switched off meanwhile.
    await catch_up(app, job.guild_id)
