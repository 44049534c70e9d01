"""Closing the tickets of those who leave the server, where the settings say so."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.job import ticket_job
from ...core.ticket import State
from ...staff_log.service import tell_staff
from ..discord.messages import TicketMessages
from ..rules import NOT_CLOSED, OPENER_LEFT, OpenerLeaves
from ..settings import MoreClosingSettings
from .closing import close_by_itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.app import App
    from ...core.feature import Occurrence
    from ...core.job import Job
    from ...core.settings import Settings

log = logging.getLogger("red.tickets.closing")

#: The job; a stored word.
CLOSE_LEFT = "close-left"


def close_after_leaving(occurrence: Occurrence) -> Iterator[Job]:
    """Closes the ticket whose opener has left, once for each time that this is told."""
    if _closes(occurrence.settings):
        yield ticket_job(CLOSE_LEFT, occurrence.event)


def _closes(settings: Settings) -> bool:
    return settings[MoreClosingSettings].opener_leaves is OpenerLeaves.CLOSE


async def close_left(app: App, job: Job) -> None:
    """Does the job, unless the opener is back, or somebody else has done something about it."""
    guild_id, number = job.guild_id, job.body["number"]
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        settings = await app.settings.for_ticket(ticket)
        if ticket.state is not State.OPEN or not _closes(settings):
            return
        if not ticket.settled:
            raise errors.DiscordUnreachable
        try:
            await app.channels.member(guild_id, ticket.opener_id)
        except errors.OpenerGone:
            pass
        else:
            return
        bot_id = app.channels.bot_id(guild_id)
        messages = app[TicketMessages]
        by, reason = messages.known_person(guild_id, bot_id), messages.reason_of_leaving()
        try:
            await close_by_itself(app, ticket, by=by, reason=reason, cause=OPENER_LEFT)
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo:
            log.warning("%s, whose opener has left, stays open", ticket.label, exc_info=True)
            await report_not_closed(app, job)


async def report_not_closed(app: App, job: Job) -> None:
    """Tells the staff that the ticket is still open."""
    number = job.body["number"]
    type_id = (await app.tickets.get(job.guild_id, number)).type_id
    await tell_staff(app, job.guild_id, NOT_CLOSED, str(number), type_id=type_id)
