"""After a start: what an earlier life of the bot left half done is finished or undone.

Healthy tickets cost no call to Discord; a left-over costs a few.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core import errors
from ...core.ticket import NO_CHANNEL, State
from ...requests.service import cancel_request, finish_request, remove_stray_request
from .closing import deleted, finish_closing, finish_reopening
from .opening import finish_opening

if TYPE_CHECKING:
    from ...core.app import Desk
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.recovery")


async def recover(desk: Desk, left_over: Ticket) -> bool:
    """Makes record and channel of a ticket agree; False to try again later."""
    async with desk.locks.on("ticket", left_over.guild_id, left_over.number):
        ticket = await desk.tickets.get(left_over.guild_id, left_over.number)
        if ticket.settled or ticket.revision != left_over.revision:
            return True
        try:
            await _settle(desk, ticket)
        except errors.ChannelGone:
            await _channel_gone(desk, ticket)
        except errors.DiscordSaidNo:
            log.warning("Work left over on %s can't be finished yet", ticket.label, exc_info=True)
            return False
        return True


async def find_deleted(desk: Desk, guild_id: int) -> None:
    """Records which tickets' channels were deleted while the bot was away."""
    for ticket in await desk.tickets.live(guild_id):
        if ticket.settled and not await desk.rooms.exists(ticket):
            log.info("The channel of %s was deleted while the bot was away", ticket.label)
            await deleted(desk, ticket)


async def _settle(desk: Desk, ticket: Ticket) -> None:
    log.info("Finishing what was left over on %s (%s)", ticket.label, ticket.state.value)
    match ticket.state:
        case State.REQUESTED:
            await _finish_request(desk, ticket)
        case State.OPENING:
            await _finish_opening(desk, ticket)
        case State.CLOSED:
            await finish_closing(desk, ticket)
        case State.OPEN:
            await finish_reopening(desk, ticket)
        case State.DELETING:
            await desk.rooms.delete(ticket)
            await deleted(desk, ticket)
        case State.FAILED | State.REFUSED | State.CANCELLED:
            await _remove_what_is_left(desk, ticket)
            await desk.tickets.note(ticket, settled=True, **NO_CHANNEL)


async def _finish_request(desk: Desk, ticket: Ticket) -> None:
    """Posts a request whose message isn't known; removes what a failed acceptance left."""
    await _remove_channel(desk, ticket)
    ticket = await desk.tickets.note(ticket, **NO_CHANNEL)
    if ticket.request_id is None:
        await finish_request(desk, ticket)
    else:
        await desk.tickets.note(ticket, settled=True)


async def _remove_what_is_left(desk: Desk, ticket: Ticket) -> None:
    """Removes channel and request of an opening that failed."""
    await _remove_channel(desk, ticket)
    if ticket.state is State.FAILED:
        try:
            await remove_stray_request(desk, ticket)
        except (errors.ChannelGone, errors.MissingPermissions):
            log.info("Whether %s left a request behind can't be seen", ticket.label)


async def _remove_channel(desk: Desk, ticket: Ticket) -> None:
    channel_id = ticket.channel_id or desk.rooms.channel_with_topic_of(ticket)
    await desk.rooms.delete(replace(ticket, channel_id=channel_id))


async def _finish_opening(desk: Desk, ticket: Ticket) -> None:
    """Opens the ticket if its channel was created and its opener is still there."""
    channel_id = ticket.channel_id or desk.rooms.channel_with_topic_of(ticket)
    if channel_id is None:
        raise errors.ChannelGone
    ticket = await desk.tickets.note(ticket, channel_id=channel_id)
    try:
        opener = await desk.rooms.member(ticket.guild_id, ticket.opener_id)
    except errors.OpenerGone:
        await desk.rooms.delete(ticket)
        await _channel_gone(desk, ticket)
        if ticket.was_requested:
            pending = await desk.tickets.get(ticket.guild_id, ticket.number)
            await cancel_request(desk, pending, by_id=None)
        return
    settings = await desk.settings.of(ticket.guild_id)
    welcome_id = await desk.postings.find_welcome(ticket)
    if welcome_id is None:
        welcome_id = await desk.postings.post_welcome(ticket, settings, opener)
    await finish_opening(desk, ticket, settings, welcome_id)


async def _channel_gone(desk: Desk, ticket: Ticket) -> None:
    """There is nothing to finish: the ticket failed to open, or was deleted."""
    log.info("%s has no channel any more", ticket.label)
    if ticket.state is State.FAILED:
        await desk.tickets.note(ticket, settled=True, **NO_CHANNEL)
    else:
        await deleted(desk, ticket)
