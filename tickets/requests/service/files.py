"""Files that were sent with a form wait below the request until it is decided."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.discord.downloads import NotFetched
from ...core.ticket import State
from ...lifecycle.service.files import files_job, note_file, why_not_copied
from ...staff_log.service import tell_staff
from ..discord import RequestFiles
from ..rules import FILES_STAY
from .showing import show_job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...core.app import App
    from ...core.feature import Occurrence
    from ...core.files import SentFile
    from ...core.job import Job
    from ...core.ticket import Ticket
    from ..discord import HoldingMessage

log = logging.getLogger("red.tickets.requests")

#: The job that keeps them where the request is, or removes them; a stored word.
REQUEST_FILES = "request-files"


def hold_files(occurrence: Occurrence) -> Iterator[Job]:
    """Files are put below a new request, and taken from there when nothing comes of it."""
    ticket = occurrence.ticket
    if ticket is not None and ticket.files:
        yield _job(ticket, occurrence.event.at)


def holds_files(ticket: Ticket) -> bool:
    """Whether files are below the request's message, or another one that was its."""
    return any(one.held is not None for one in ticket.files)


async def hold_again(app: App, ticket: Ticket) -> None:
    """Puts the files where the request is now, if they aren't there."""
    if _left(ticket):
        await app.work.add(_job(ticket, app.now()))


def _job(ticket: Ticket, at: int) -> Job:
    # Whoever asked may be forgotten before it is done, and with them where the files are.
    return files_job(REQUEST_FILES, ticket, at, messages=sorted(_messages(ticket)))


def _messages(ticket: Ticket) -> set[tuple[int, int]]:
    """The channels and messages in which files of a request are."""
    return {(one.held.channel_id, one.held.message_id) for one in ticket.files if one.held}


def is_in_place(ticket: Ticket, file: SentFile) -> bool:
    """Whether a file is below the request, and not where that was before."""
    held = file.held
    return (
        held is not None
        and held.channel_id == ticket.request_channel_id
        # What there is no room for there is in messages below it.
        and held.message_id >= (ticket.request_id or 0)
    )


def _left(ticket: Ticket) -> list[int]:
    """The positions of the files that are to be put below the request."""
    return [
        place
        for place, one in enumerate(ticket.files)
        if one.missing is None and not is_in_place(ticket, one)
    ]


async def keep_files(app: App, job: Job) -> None:
    """Does the job, as the request stands now."""
    ticket = await app.tickets.get(job.guild_id, job.body["number"])
    if ticket.state is State.REQUESTED and ticket.request_id is not None:
        await _Holding(app, ticket, job).hold_all()
    elif ticket.state in (State.REFUSED, State.CANCELLED, State.FAILED):
        messages = {(one[0], one[1]) for one in job.body.get("messages", ())}
        try:
            await app[RequestFiles].remove(ticket, {*messages, *_messages(ticket)})
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo:
            log.warning("Files of %s stay where they are", ticket.label, exc_info=True)
            number, type_id = str(ticket.number), ticket.type_id
            await tell_staff(app, ticket.guild_id, FILES_STAY, number, type_id=type_id)
        await app.tickets.note(ticket, files=())


class _Holding:
    """The files of a pending request, as they are put below it."""

    def __init__(self, app: App, ticket: Ticket, job: Job) -> None:
        self._app = app
        self._ticket = ticket
        self._job = job
        self._files = app[RequestFiles]

    async def hold_all(self) -> None:
        """Puts each file where the request is, and names there what is missing."""
        if _left(self._ticket) and await self._comes_back():
            raise errors.DiscordUnreachable
        is_pending = self._ticket.state is State.REQUESTED
        if is_pending and any(one.missing is not None for one in self._ticket.files):
            ticket = self._ticket
            await self._app.work.add(show_job(ticket.guild_id, ticket.number, self._app.now()))

    async def _comes_back(self) -> bool:
        """Puts them there; returns whether there is one that may be had later."""
        try:
            below = await self._files.last_message(self._ticket)
        except (errors.ChannelGone, errors.MessageGone):
            # When that is noticed the request is posted again, and its files with it.
            return False
        if self._job.may_be_done:
            await self._find_done(below)
        comes_back = False
        for position in _left(self._ticket):
            if self._ticket.state is not State.REQUESTED:
                break
            try:
                held = await self._files.hold(self._ticket, position, below)
            except (NotFetched, errors.DiscordSaidNo) as error:
                why = why_not_copied(error, self._job)
                log.info("A file of %s can't be held: %r", self._ticket.label, error)
                comes_back = comes_back or why is None
                if why is not None:
                    await self._note(position, held=None, missing=why)
            else:
                await self._note(position, held=held)
        return comes_back

    async def _find_done(self, below: HoldingMessage) -> None:
        """Finds the file that was put there before the bot could remember it."""
        position = _left(self._ticket)[0]
        found = below.unknown(self._ticket, self._ticket.files[position].size)
        if found is not None:
            await self._note(position, held=found)

    async def _note(self, position: int, **found: Any) -> None:
        """Remembers where a file is now; a message that held it before goes when it is empty."""
        ticket = self._ticket
        before = ticket.files[position].held
        if before is not None:
            others = {
                one.held.message_id
                for place, one in enumerate(ticket.files)
                if one.held is not None and place != position
            }
            if before.message_id not in others:
                await self._files.remove_message(before.channel_id, before.message_id)
        self._ticket = await note_file(self._app, ticket, position, **found)
