"""Channels that Discord has made twice.

It may answer that it is broken although it has made a channel; discord.py then asks for it again
by itself, and only the second is heard of.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.ticket import State
from ...staff_log.service import tell_staff
from ..rules import TWIN_REMOVED

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.twins")


async def remove_twins(
    app: App, guild_id: int, channel_id: int, *, after_id: int, ticket: Ticket | None = None
) -> None:
    """After a channel was made: removes an empty one that says the same, made a moment before.

    What was there when it was asked for, up to `after_id`, is somebody else's.
    """
    for twin in app.channels.twins(guild_id, channel_id, after_id=after_id):
        try:
            await app.channels.delete_channel(guild_id, twin)
        except errors.DiscordSaidNo:
            log.warning("The channel %s, a twin of %s, stays", twin, channel_id, exc_info=True)
            continue
        log.info("Discord had made channel %s twice: %s was removed", channel_id, twin)
        if ticket is not None:
            await _tell(app, ticket)


async def notice_twin(app: App, guild_id: int, channel_id: int, number: int) -> None:
    """A channel says that it is ticket `number`'s: it is removed if that ticket has another."""
    async with app.locks.on("ticket", guild_id, number):
        try:
            ticket = await app.tickets.get(guild_id, number)
        except errors.UnknownTicket:
            return
        if ticket.channel_id is not None:
            # No other channel has its topic, but a copy of it.
            if channel_id in app.channels.twins(guild_id, ticket.channel_id, after_id=0):
                await remove_twins(app, guild_id, ticket.channel_id, after_id=0, ticket=ticket)
        elif ticket.state is State.FAILED and app.channels.is_unused_of(ticket, channel_id):
            await app.channels.delete_channel(guild_id, channel_id)
            await _tell(app, ticket)


async def _tell(app: App, ticket: Ticket) -> None:
    number, type_id = str(ticket.number), ticket.type_id
    await tell_staff(app, ticket.guild_id, TWIN_REMOVED, number, type_id=type_id)


async def notice_twins(app: App, guild_id: int) -> None:
    """Looks for them among all channels that say that they are tickets."""
    known = {ticket.channel_id for ticket in await app.tickets.present(guild_id)}
    for channel_id, number in app.channels.seem_tickets(guild_id).items():
        if channel_id not in known:
            await notice_twin(app, guild_id, channel_id, number)
