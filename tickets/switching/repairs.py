"""Taking another cog's buttons off the messages that still have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.repairs import each
from .discord import TheirThings
from .store import TakenOverStore

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.errors import TicketError
    from ..core.health import Finding


async def remove_old_buttons(app: App, guild_id: int, finding: Finding) -> tuple[TicketError, ...]:
    """Leaves the messages as they are otherwise."""
    store, wanted = app[TakenOverStore], set(finding.case.targets)
    left = {one.message_id: one for _source, one in await store.left_in(guild_id)}

    async def remove(message_id: int) -> None:
        message = left[message_id]
        await app[TheirThings].take_buttons_off(guild_id, message)
        await store.done_with([message])

    return await each(tuple(wanted & left.keys()), remove)
