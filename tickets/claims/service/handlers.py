"""Handlers who have left, or are no longer in the team: their tickets are free again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.answer import NOBODY_WAITS
from ...core.team import Team
from ...core.ticket import LIVE, ClaimChange
from ..rules import LEFT, RELEASED, ROLE_LOST
from .changing import change_handler
from .suspects import look_closer

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.job import Job
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.claims")

#: Why a ticket is released whose handler is forgotten; a detail of that event, a stored word.
FORGOTTEN = "forgotten"


async def notice_handlers(app: App, guild_id: int) -> None:
    """Looks at the handlers of all claimed tickets; has those released who seem to be gone.

    Discord is asked only about those whom the bot doesn't know although it should.
    """
    claimed = await app.tickets.claimed(guild_id)
    if claimed:
        await look_closer(app, claimed, await app.settings.of(guild_id))


async def notice_handler(app: App, guild_id: int, user_id: int) -> None:
    """The same for what one member has claimed, who left or has other roles now."""
    every = await app.tickets.handled_by(user_id)
    held = [one for one in every if one.guild_id == guild_id]
    if held:
        await look_closer(app, held, await app.settings.of(guild_id))


async def check_handler(app: App, job: Job) -> None:
    """Does the job: releases a ticket whose handler has left, or isn't in its team any more."""
    guild_id, number = job.guild_id, job.body["number"]
    async with app.locks.on("ticket", guild_id, number):
        ticket = await app.tickets.get(guild_id, number)
        if ticket.handler_id is None or ticket.state not in LIVE:
            return
        if not ticket.settled:
            raise errors.DiscordUnreachable
        why = await _why_gone(app, ticket)
        if why is not None:
            await _release(app, ticket, why)


async def _why_gone(app: App, ticket: Ticket) -> str | None:
    try:
        handler = await app.channels.member(ticket.guild_id, ticket.handler_id or 0)
    except errors.OpenerGone:
        return LEFT
    except errors.DiscordSaidNo as error:
        # Nobody else can say whether they are there: it is asked again.
        raise errors.DiscordUnreachable from error
    team = (await app.settings.for_ticket(ticket))[Team]
    return None if team.is_moderator(handler) else ROLE_LOST


async def _release(app: App, ticket: Ticket, why: str) -> None:
    log.info("%s is released: its handler is gone (%s)", ticket.label, why)
    change = ClaimChange(kind=RELEASED, detail=why)
    try:
        await change_handler(app, ticket, change, handler_id=None, answer=NOBODY_WAITS)
    except errors.DiscordSaidNo:
        # It is recorded, and finished by a job of its own.
        log.warning("%s is released, and Discord doesn't show it yet", ticket.label, exc_info=True)


async def release_forgotten(app: App, user_id: int) -> None:
    """Before somebody is forgotten: what they have claimed is free again."""
    for held in await app.tickets.handled_by(user_id):
        async with app.locks.on("ticket", held.guild_id, held.number):
            ticket = await app.tickets.get(held.guild_id, held.number)
            if ticket.handler_id == user_id and ticket.settled:
                await _release(app, ticket, FORGOTTEN)
