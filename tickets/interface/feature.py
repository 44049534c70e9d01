"""Events for other cogs, and what they can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Feature
from .calls import Interface
from .rules import EVENTS
from .service import update_of

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.event import TicketEvent
    from ..core.ticket import Ticket


def _tell(app: App, event: TicketEvent, ticket: Ticket) -> None:
    """Each listener runs in a task of its own: none holds up tickets, nor do its errors."""
    if event.kind in EVENTS:
        update = update_of(event, ticket, app.settings.known(event.guild_id))
        app.bot.dispatch(f"red_ticket_{update.name}", update)


FEATURE = Feature(
    name="interface",
    needs=("lifecycle",),
    parts={Interface: Interface},
    hears=(_tell,),
)
