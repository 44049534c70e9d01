"""Bringing tickets' roles up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .render import being_applied
from .service import apply_roles_to_tickets

if TYPE_CHECKING:
    from ..core.ui.press import Press


async def apply_roles(press: Press) -> None:
    """*Apply to … open tickets*, after the staff's roles were changed."""
    await press.require_admin()
    count = await apply_roles_to_tickets(press.app, press.guild_id)
    await press.reply.say(being_applied(count))
