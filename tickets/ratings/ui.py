"""Stars and the comment, in a direct message or in the ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.answer import NOBODY_WAITS
from ..core.errors import UnknownTicket
from ..core.render.forms import REASON_FIELD
from . import render as look
from .rules import stars_from
from .service import rate_ticket, rated_by

if TYPE_CHECKING:
    from ..core.ticket import Ticket
    from ..core.ui.press import Press


async def rate(press: Press, server_id: int, number: int, closed_at: int, choice: str) -> None:
    """The selector with the stars."""
    await press.ticket_of(server_id, number)
    stars = stars_from(choice)
    if stars is None:
        raise UnknownTicket
    await _rate(press, server_id, number, closed_at, stars=stars)


async def ask_comment(press: Press, server_id: int, number: int, closed_at: int) -> None:
    """*Add a comment*."""
    ticket = await press.ticket_of(server_id, number)
    ticket = await rated_by(press.app, ticket, by=press.by, closed_at=closed_at)
    await press.reply.ask(look.comment_form(ticket))


async def comment(
    press: Press, server_id: int, number: int, closed_at: int, texts: dict[str, str]
) -> None:
    """The form with the comment."""
    await press.ticket_of(server_id, number)
    await _rate(press, server_id, number, closed_at, comment=texts.get(REASON_FIELD))


async def _rate(
    press: Press,
    server_id: int,
    number: int,
    closed_at: int,
    *,
    stars: int | None = None,
    comment: str | None = None,
) -> None:
    ticket = await rate_ticket(
        press.app,
        server_id,
        number,
        by=press.by,
        closed_at=closed_at,
        answer=NOBODY_WAITS,
        stars=stars,
        comment=comment,
    )
    await _show(press, ticket)


async def _show(press: Press, ticket: Ticket) -> None:
    """In private the message itself shows it; in a ticket, where others read, an answer does."""
    message = press.interaction.message
    if press.interaction.guild_id is None and message is not None:
        await press.reply.replace(*look.given_in_private(ticket, message))
    else:
        await press.reply.say(*look.given_in_ticket(ticket))
