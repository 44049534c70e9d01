"""The staff's private thread in a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.job import Job, ticket_job
from ...core.team import Team
from ...core.ticket import LIVE
from ...staff_log.service import tell_staff
from ..discord.messages import TicketMessages
from ..rules import THREAD_FAILED
from ..settings import ThreadSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.app import App
    from ...core.feature import Occurrence

#: The job that makes it; a stored word.
THREAD = "thread"


def give_thread(occurrence: Occurrence) -> Iterator[Job]:
    """A new ticket gets its thread, with that setting."""
    event = occurrence.event
    if occurrence.settings[ThreadSettings].staff_thread:
        yield ticket_job(THREAD, event)


async def make_thread(app: App, job: Job) -> None:
    """Does the job; tells the staff if Discord refuses it."""
    number = job.body["number"]
    async with app.locks.on("ticket", job.guild_id, number):
        ticket = await app.tickets.get(job.guild_id, number)
        if ticket.state not in LIVE:
            return
        settings = await app.settings.for_ticket(ticket)
        messages = app[TicketMessages]
        try:
            # Another team than the one for which it was made may have it now.
            is_handed_over = job.body.get("moved", False) and ticket.thread_id is not None
            thread_id = ticket.thread_id or await messages.make_staff_thread(ticket, settings)
            await app.tickets.note(ticket, thread_id=thread_id)
            if is_handed_over:
                await messages.clear_staff_thread(ticket, settings[Team])
            about_opener = await app.about_opener(ticket, settings)
            await messages.open_staff_thread(
                ticket,
                settings,
                thread_id,
                about_opener=about_opener,
                may_be_open=job.may_be_done and not is_handed_over,
            )
        except errors.MissingPermissions as error:
            about = " ".join((str(number), *error.names))
            await tell_staff(app, job.guild_id, THREAD_FAILED, about, type_id=ticket.type_id)
        except errors.DiscordRefused:
            await tell_staff(app, job.guild_id, THREAD_FAILED, str(number), type_id=ticket.type_id)
