"""The buttons *Claim*, *Release* and *Take over*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.ui.typed import how_to_type
from . import render as look
from .service.claiming import (
    claim_ticket,
    release_ticket,
    require_may_take_over,
    take_over_ticket,
)
from .settings import ClaimSettings

if TYPE_CHECKING:
    from ..core.ui.press import Press


async def claim(press: Press, number: int) -> None:
    """*Claim*."""
    await press.ticket_here(number)
    answer = press.answer_with(look.claimed())
    await claim_ticket(press.app, press.guild_id, number, by=press.by, answer=answer)


async def release(press: Press, number: int) -> None:
    """*Release*: whoever may not reads who has it."""
    await press.ticket_here(number)
    answer = press.answer_with(look.released())
    await release_ticket(press.app, press.guild_id, number, by=press.by, answer=answer)


async def ask_to_take_over(press: Press, number: int, member_id: int) -> None:
    """*Take over*: asks first, for somebody else has it."""
    await press.ticket_here(number)
    ticket, settings = await require_may_take_over(
        press.app, press.guild_id, number, by=press.by, from_id=member_id
    )
    others = settings[ClaimSettings].claim_access
    await press.reply.show(look.take_over_question(ticket, others, press.app.session))


async def take_over(press: Press, number: int, session: str, member_id: int) -> None:
    """*Confirm* below that question."""
    await press.ticket_here(number)
    if session != press.app.session:
        bot, guild = press.interaction.client, press.interaction.guild
        raise errors.MenuEnded(command=await how_to_type(bot, "ticketmod claim", guild))
    await take_over_ticket(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        from_id=member_id,
        answer=press.answer_with(look.claimed()),
    )
