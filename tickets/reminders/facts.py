"""What the doctor looks at: whether there is a place to remind the staff in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass
from ..lifecycle.settings import ThreadSettings
from ..staff_log.settings import LogSettings
from .settings import ReminderSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings


@lazy_dataclass(frozen=True)
class ReminderFacts:
    """Reminders as they are set."""

    #: Whether the staff is to be reminded, and there is neither channel nor thread for it.
    has_no_place: bool = False


async def look_at_reminders(app: App, guild_id: int, settings: Settings) -> ReminderFacts:
    """The reminders of the server or a type."""
    has_place = (
        settings[LogSettings].reception_channel_id is not None
        or settings[ThreadSettings].staff_thread
    )
    return ReminderFacts(bool(settings[ReminderSettings].staff_reminder) and not has_place)
