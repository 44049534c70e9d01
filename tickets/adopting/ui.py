"""The buttons below the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.ui.ids import IdPart
from . import render as look
from .rules import Adoption
from .service import adopt_channel

if TYPE_CHECKING:
    from ..core.ui.press import Press

#: What the question was about.
TOKEN = IdPart("token", r"[0-9a-f]{8}", is_word=True)


async def confirm(press: Press, channel_id: int, member_id: int, type_id: int, token: str) -> None:
    """*Confirm*."""
    await press.require_admin()
    wanted = Adoption(
        guild_id=press.guild_id,
        channel_id=channel_id,
        opener_id=member_id,
        type_id=type_id or None,
        by=press.by,
    )
    ticket = await adopt_channel(
        press.app,
        wanted,
        token=token,
        origin_id=press.interaction.id,
        answer=press.answer_with("", in_place=True),
    )
    await press.reply.say(look.adopted(ticket))


async def cancel(press: Press) -> None:
    """*Cancel*."""
    await press.require_admin()
    await press.reply.wait(in_place=True)
    await press.reply.say(look.cancelled())
