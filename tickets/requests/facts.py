"""What the doctor looks at: requests that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Ticket


@lazy_dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """The server's pending requests, oldest first."""

    pending: tuple[Ticket, ...] = ()


async def look_at_requests(app: App, guild_id: int, settings: Settings) -> RequestFacts:
    """The requests as they are now."""
    return RequestFacts(pending=await app.tickets.requests(guild_id))
