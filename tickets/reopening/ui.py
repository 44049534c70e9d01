"""*Reopen*, below the direct message about a closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .render import reopened
from .service import reopen_from_private

if TYPE_CHECKING:
    from ..core.ui.press import Press


async def reopen(press: Press, server_id: int, number: int) -> None:
    """The opener's button."""
    ticket = await press.ticket_of(server_id, number)
    answer = press.answer_with(reopened(ticket.channel_id))
    await reopen_from_private(press.app, server_id, number, opener_id=press.by.id, answer=answer)
