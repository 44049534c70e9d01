"""After a start: what an earlier run of the bot left half done is finished or undone.

Healthy tickets cost no call to Discord; a left-over costs a few.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from itertools import chain, repeat
from typing import TYPE_CHECKING

from ...core import errors
from ...core.lazy_dataclass import lazy_dataclass
from ...core.ticket import NO_CHANNEL, State
from ..discord.messages import TicketMessages
from .deleting import record_deletion
from .opening import finish_opening, report_failed_opening

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.job import Job
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.recovery")

#: Seconds between attempts to finish what an earlier run left half done.
PAUSES = (60, 300, 1800, 7200)


@lazy_dataclass
class LeftOver:
    """What is still to be looked at."""

    #: Tickets on which work was begun and not finished when the cog was loaded.
    tickets: tuple[Ticket, ...] = ()


async def remember_unsettled(app: App) -> None:
    """Before anything new begins: remembers the tickets on which work was cut off."""
    app[LeftOver].tickets = await app.tickets.unsettled()


async def record_all_deleted(app: App, guild_id: int) -> None:
    """Records which tickets' channels were deleted while nobody listened."""
    for ticket in await app.tickets.live(guild_id):
        if ticket.settled and not await app.channels.exists(ticket):
            log.info("The channel of %s was deleted while nobody listened", ticket.label)
            await record_deletion(app, ticket)


async def settle_left_over(app: App) -> None:
    """Brings records and channels together again, patiently if Discord has trouble."""
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        left = [one for one in app[LeftOver].tickets if not await _try_to_settle(app, one)]
        app[LeftOver].tickets = tuple(left)
        if not left:
            return
        await asyncio.sleep(pause)


async def _try_to_settle(app: App, ticket: Ticket) -> bool:
    try:
        await app.use_locale(ticket.guild_id)
        return await recover(app, ticket)
    except Exception:
        log.exception("Could not finish what was left over on %s", ticket.label)
        return True


async def finish(app: App, job: Job) -> None:
    """Does the job: finishes what Discord didn't answer to, or raises to be called again."""
    guild_id, number = job.guild_id, job.body["number"]
    if not await _recover(app, guild_id, number, revision=job.body["revision"]):
        raise errors.DiscordUnreachable


async def recover(app: App, left_over: Ticket) -> bool:
    """Makes record and channel of a ticket agree; False to try again later."""
    return await _recover(app, left_over.guild_id, left_over.number, revision=left_over.revision)


async def _recover(app: App, guild_id: int, number: int, *, revision: int) -> bool:
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        if ticket.settled or ticket.revision != revision:
            return True
        log.info("Finishing what was left over on %s (%s)", ticket.label, ticket.state.value)
        settle = app.features.settler_of(ticket)
        try:
            if settle is not None:
                await settle(app, ticket)
        except errors.ChannelGone:
            await _record_missing_channel(app, ticket)
        except errors.DiscordSaidNo:
            log.warning("Work left over on %s can't be finished yet", ticket.label, exc_info=True)
            return False
        return True


async def settle_opening(app: App, ticket: Ticket) -> None:
    """Opens the ticket if its channel was created and its opener is still there."""
    channel_id = ticket.channel_id or app.channels.channel_with_topic_of(ticket)
    if channel_id is None:
        raise errors.ChannelGone
    ticket = await app.tickets.note(ticket, channel_id=channel_id)
    try:
        opener = await app.channels.member(ticket.guild_id, ticket.opener_id)
    except errors.OpenerGone as error:
        await app.channels.delete(ticket)
        await report_failed_opening(app, await _record_missing_channel(app, ticket), error)
        return
    settings = await app.settings.for_ticket(ticket)
    messages = app[TicketMessages]
    welcome = await messages.find_welcome(ticket)
    if welcome is None:
        welcome = await messages.post_welcome(ticket, settings, opener)
    await finish_opening(app, ticket, settings, welcome)


async def settle_deletion(app: App, ticket: Ticket) -> None:
    """Deletes the channel whose deletion was decided."""
    await app.channels.delete(ticket)
    await record_deletion(app, ticket)


async def remove_channel(app: App, ticket: Ticket) -> None:
    """Removes a ticket's channel, also one of which the record doesn't know."""
    channel_id = ticket.channel_id or app.channels.channel_with_topic_of(ticket)
    await app.channels.delete(replace(ticket, channel_id=channel_id))


async def _record_missing_channel(app: App, ticket: Ticket) -> Ticket:
    """Records that there is nothing to finish: the ticket failed to open, or was deleted."""
    log.info("%s has no channel any more", ticket.label)
    if ticket.state is State.FAILED:
        return await app.tickets.note(ticket, settled=True, **NO_CHANNEL)
    return await record_deletion(app, ticket)
