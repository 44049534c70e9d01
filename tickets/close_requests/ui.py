"""*Close*, *Not yet* and *Withdraw*, below the question whether to close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import _
from . import service

if TYPE_CHECKING:
    from ..core.ui.press import Press


async def close(press: Press, number: int, asked_at: int) -> None:
    """*Close*, by the opener."""
    await press.ticket_here(number)
    answer = press.answer_with(_("✅ The ticket has been closed."))
    await service.agree(
        press.app, press.guild_id, number, by=press.by, asked_at=asked_at, answer=answer
    )


async def not_yet(press: Press, number: int, asked_at: int) -> None:
    """*Not yet*, by the opener."""
    await press.ticket_here(number)
    answer = press.answer_with(
        _("✅ The ticket stays open. Write here what you still need, and the staff will answer.")
    )
    await service.say_not_yet(
        press.app, press.guild_id, number, by=press.by, asked_at=asked_at, answer=answer
    )


async def withdraw(press: Press, number: int, asked_at: int) -> None:
    """*Withdraw*, by a moderator."""
    await press.ticket_here(number)
    answer = press.answer_with(_("✅ The question was withdrawn."))
    await service.withdraw(
        press.app, press.guild_id, number, by=press.by, asked_at=asked_at, answer=answer
    )
