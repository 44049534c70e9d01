"""Deleting closed tickets in time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ...activity.discord import TicketWords
from ...activity.open_tickets import staff_roles, staff_roles_of
from ...activity.rules import side_of
from ...core import errors
from ...core.snowflake import made_at
from ...core.team import Team
from ...core.ticket import Side
from ...lifecycle.discord.messages import TicketMessages
from ...lifecycle.rules import DELETION_FAILED, StaysUndeleted
from ...lifecycle.service.closing import CLOSED
from ...lifecycle.service.deleting import delete_in_time
from ...staff_log.service import tell_staff
from ...transcripts.rules import TRANSCRIPT_FAILED
from ..rules import SPOKE_AFTER_CLOSING, SpokeAfterClosing, deletes_at

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Ticket

log = logging.getLogger("red.tickets.retention")


async def delete(app: App, ticket: Ticket) -> None:
    """Deletes a closed ticket that is due, unless its opener's side has written since closing."""
    settings = await app.settings.for_ticket(ticket)
    if await _opener_spoke(app, ticket, settings):
        raise SpokeAfterClosing
    await delete_in_time(app, ticket)


async def _opener_spoke(app: App, ticket: Ticket, settings: Settings) -> bool:
    """Whether the opener's side has written below the message that says who closed the ticket."""
    staff = staff_roles(settings[Team]) | staff_roles_of(ticket.terms)
    below = ticket.closed_message_id or 0
    since = made_at(below) if below else ticket.closed_at or 0
    sides = [
        side_of(
            word.by,
            opener_id=ticket.opener_id,
            staff_role_ids=staff,
            observer_role_ids=settings[Team].observer_role_ids,
        )
        for word in await app[TicketWords].since(ticket, since)
        if word.id > below
    ]
    return Side.OPENER in sides


async def report_failure(app: App, ticket: Ticket, error: BaseException) -> None:
    """Tells the team, once, that the ticket stays, and why."""
    kind = DELETION_FAILED
    if isinstance(error, SpokeAfterClosing):
        kind = SPOKE_AFTER_CLOSING
    elif isinstance(error, StaysUndeleted):
        kind = TRANSCRIPT_FAILED
    await tell_staff(
        app,
        ticket.guild_id,
        kind,
        str(ticket.number),
        type_id=ticket.type_id,
        every_time=True,
    )


async def tell(app: App, ticket: Ticket) -> None:
    """Has the message that says who closed the ticket say when it is deleted by now."""
    settings = await app.settings.for_ticket(ticket)
    told = deletes_at(ticket, settings)
    also = app.features.also_announced(CLOSED, ticket, settings)
    changes: dict[str, Any] = {"deletion_told": told}
    if not await app[TicketMessages].show_closing(ticket, CLOSED, also):
        changes["closed_message_id"] = None
    await app.tickets.note(ticket, **changes)


async def nobody_told(app: App, ticket: Ticket, error: BaseException) -> None:
    """Nobody need hear that a message couldn't be changed: the card has the time, too."""
    if not isinstance(error, errors.DiscordSaidNo):
        log.warning("The message about closing %s is as it was", ticket.label)
