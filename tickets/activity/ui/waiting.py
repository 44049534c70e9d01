"""The button of the card that corrects who is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..render.waiting import SIDES, corrected
from ..service.waiting import set_waiting

if TYPE_CHECKING:
    from ...core.ui.press import Press


async def correct(press: Press, number: int, whom: str) -> None:
    """*Wait for opener*, *Wait for staff*."""
    await press.ticket_here(number)
    side = SIDES[whom]
    await set_waiting(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        side=side,
        asked_by=press.interaction.id,
        answer=press.answer_with(corrected(side)),
    )
