"""The card's button that keeps a ticket open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import render as look
from .service import keep_ticket, require_keepable

if TYPE_CHECKING:
    from ..core.ui.press import Press


async def keep(press: Press, number: int, whether: str) -> None:
    """*Keep open*, *Don't keep open*."""
    await press.ticket_here(number)
    wanted = whether == "yes"
    ticket, settings = await require_keepable(press.app, press.guild_id, number, press.by)
    done = look.kept(replace(ticket, kept_open=wanted, closes_at=None), settings, keep=wanted)
    await keep_ticket(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        keep=wanted,
        answer=press.answer_with(done),
    )
