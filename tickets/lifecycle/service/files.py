"""Files that were sent with a form are copied into the ticket, before Discord forgets them."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core import errors
from ...core.discord.downloads import NotFetched
from ...core.files import WhyMissing
from ...core.job import Job
from ...core.ticket import LIVE
from ...core.work import PAUSES
from ...staff_log.service import tell_staff
from ..discord.files import TicketFiles
from ..rules import FILES_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...core.app import App
    from ...core.feature import Occurrence
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.files")

#: The job that copies them; a stored word.
FILES = "files"


def files_job(kind: str, ticket: Ticket, at: int, **about: Any) -> Job:
    """A job about a ticket's files, for which nothing else waits."""
    return Job(
        guild_id=ticket.guild_id,
        kind=kind,
        queue=f"files:{ticket.guild_id}:{ticket.number}",
        body={"number": ticket.number, **about},
        created_at=at,
    )


def copy_files(occurrence: Occurrence) -> Iterator[Job]:
    """What was sent with the form of a new ticket follows it."""
    if occurrence.ticket is not None and occurrence.ticket.files:
        yield files_job(FILES, occurrence.ticket, occurrence.event.at)


async def post_files(app: App, job: Job) -> None:
    """Does the job: one file after the other. At last the ticket names what is missing."""
    ticket = await app.tickets.get(job.guild_id, job.body["number"])
    copying = _Copying(app, ticket, job)
    if job.may_be_done:
        await copying.find_done()
    await copying.copy_all()
    if copying.is_possible and copying.comes_back:
        raise errors.DiscordUnreachable
    await copying.finish()


async def report_missing_files(app: App, job: Job) -> None:
    """Names in the ticket what could not be copied in all that time."""
    ticket = await app.tickets.get(job.guild_id, job.body["number"])
    copying = _Copying(app, ticket, job)
    for position in copying.left():
        await copying.keep(position, missing=WhyMissing.NOT_DELIVERED)
    with contextlib.suppress(errors.DiscordSaidNo):
        await copying.finish()


class _Copying:
    """The files of a ticket, as they are copied."""

    def __init__(self, app: App, ticket: Ticket, job: Job) -> None:
        self.ticket = ticket
        #: Whether something is left that may be there later.
        self.comes_back = False
        self._app = app
        self._job = job

    @property
    def is_possible(self) -> bool:
        """Whether the ticket has a channel, and somebody still wants its files."""
        return self.ticket.state in LIVE and bool(self.ticket.files)

    def left(self) -> list[int]:
        """The positions of those that are to be copied."""
        return [place for place, one in enumerate(self.ticket.files) if one.is_left]

    async def find_done(self) -> None:
        """Finds the copy that was posted before the bot could remember it."""
        if not self.is_possible or not self.left():
            return
        known = {one.copy_id for one in self.ticket.files}
        first = self.left()[0]
        for message_id, size in (await self._app[TicketFiles].copies(self.ticket)).items():
            if message_id not in known and size == self.ticket.files[first].size:
                await self.keep(first, copy_id=message_id)
                return

    async def copy_all(self) -> None:
        for position in self.left():
            if not self.is_possible:
                return
            try:
                copy_id = await self._app[TicketFiles].copy(self.ticket, position)
            except (NotFetched, errors.DiscordSaidNo) as error:
                await self._note_failure(position, error)
            else:
                await self.keep(position, copy_id=copy_id)

    async def _note_failure(self, position: int, error: Exception) -> None:
        why = why_not_copied(error, self._job)
        log.info("File %s of %s wasn't copied: %r", position, self.ticket.label, error)
        if why is None:
            self.comes_back = True
        else:
            await self.keep(position, missing=why)

    async def keep(self, position: int, **found: Any) -> None:
        """Remembers what became of one."""
        self.ticket = await note_file(self._app, self.ticket, position, **found)

    async def finish(self) -> None:
        """Names what is missing, and forgets the files."""
        if self.is_possible and any(one.missing is not None for one in self.ticket.files):
            try:
                await self._app[TicketFiles].post_missing(
                    self.ticket, may_be_there=self._job.may_be_done
                )
            except errors.DiscordUnreachable:
                raise
            except errors.DiscordSaidNo:
                log.warning("%s can't say what is missing", self.ticket.label, exc_info=True)
                number, type_id = str(self.ticket.number), self.ticket.type_id
                await tell_staff(
                    self._app, self.ticket.guild_id, FILES_MISSING, number, type_id=type_id
                )
        await self._app.tickets.note(self.ticket, files=())


async def note_file(app: App, ticket: Ticket, position: int, **found: Any) -> Ticket:
    """Remembers something about one of a ticket's files, unless all were forgotten meanwhile."""
    async with app.locks.on("ticket", ticket.guild_id, ticket.number):
        present = await app.tickets.get(ticket.guild_id, ticket.number)
        files = list(present.files)
        if position >= len(files):
            return present
        files[position] = replace(files[position], **found)
        return await app.tickets.note(present, files=tuple(files))


def why_not_copied(error: Exception, job: Job) -> WhyMissing | None:
    """Why a file can't be copied; None if that may change. Raises what concerns them all."""
    match error:
        case NotFetched(is_worth_another_try=True) if job.attempts < len(PAUSES):
            return None
        case NotFetched():
            return error.why
        case errors.FileTooLarge():
            return WhyMissing.TOO_LARGE
        case errors.MissingPermissions():
            return WhyMissing.NOT_ALLOWED
        case errors.DiscordRefused():
            return WhyMissing.REFUSED
        case _:
            raise error
