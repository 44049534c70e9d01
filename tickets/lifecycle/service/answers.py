"""Answers for which the welcome message has no room."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.job import Job, ticket_job
from ...core.ticket import LIVE
from ...staff_log.service import tell_staff
from ..discord.messages import TicketMessages
from ..rules import ANSWERS_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.app import App
    from ...core.feature import Occurrence

log = logging.getLogger("red.tickets.answers")

#: So many characters are in the first message, whatever is escaped in them. For more there is a
#: job, which makes no call if they fit after all.
CERTAINLY_FITS = 500
#: The job that posts them; a stored word.
ANSWERS = "answers"


def post_further(occurrence: Occurrence) -> Iterator[Job]:
    """What the first message of a new ticket has no room for follows it."""
    event, ticket = occurrence.event, occurrence.ticket
    if ticket is not None and sum(len(one.text) for one in ticket.answers) > CERTAINLY_FITS:
        yield ticket_job(ANSWERS, event)


async def post_answers(app: App, job: Job) -> None:
    """Does the job. What Discord refuses stays in the record, and in transcripts."""
    number = job.body["number"]
    async with app.locks.on("ticket", job.guild_id, number):
        ticket = await app.tickets.get(job.guild_id, number)
        if ticket.state not in LIVE:
            return
        try:
            await app[TicketMessages].post_further_answers(ticket, may_be_there=job.may_be_done)
        except errors.DiscordRefused:
            log.warning("Some answers of %s could not be posted", ticket.label, exc_info=True)
            about = str(number)
            await tell_staff(app, job.guild_id, ANSWERS_MISSING, about, type_id=ticket.type_id)
