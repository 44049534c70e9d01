"""What the doctor looks at: when it is open next, and whether the time zone is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass
from .rules.zones import find_zone
from .settings import HoursSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class HoursFacts:
    """Opening hours as they are now."""

    #: Seconds until it is open; None where it never is, and without opening hours.
    opens_in: int | None = None
    zone_is_known: bool = True
    #: Whether the server or any of its types has opening hours.
    are_used: bool = False


async def look_at_hours(app: App, guild_id: int, settings: Settings) -> HoursFacts:
    """The hours of the server or a type."""
    calendar = settings[HoursSettings].calendar
    opens_at = calendar.next_opening(app.now()) if calendar is not None else None
    timezone = settings[HoursSettings].timezone
    every = (settings.server, *(settings.for_type(one.id) for one in settings.types))
    return HoursFacts(
        opens_in=None if opens_at is None else opens_at - app.now(),
        zone_is_known=timezone is None or find_zone(timezone) is not None,
        are_used=any(one[HoursSettings].hours.spans for one in every),
    )
