"""Asking the rules before a ticket is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.team import Team
from .rules import NotAdmitted, PauseNotOver, require_admitted
from .settings import PAUSE, AdmissionSettings
from .store import EndedTickets

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Person


async def require_allowed(app: App, guild_id: int, member: Person, settings: Settings) -> None:
    """Raises the ``NotAdmitted`` that says which rule keeps the member from opening a ticket."""
    rules = settings[AdmissionSettings]
    if settings[Team].is_moderator(member):
        return
    require_admitted(member, rules, app.now())
    if rules.pause:
        await _require_pause_over(app, guild_id, member, settings)


def offers(settings: Settings, member: Person, now: int) -> bool:
    """Whether these tickets are worth offering to somebody."""
    if settings[Team].is_moderator(member):
        return True
    try:
        require_admitted(member, settings[AdmissionSettings], now)
    except NotAdmitted:
        return False
    return True


async def _require_pause_over(app: App, guild_id: int, member: Person, settings: Settings) -> None:
    """A type's own pause looks at its own tickets, that of the server at all."""
    pause, now = settings[AdmissionSettings].pause * 60, app.now()
    is_own = settings.type is not None and PAUSE in settings.type.values
    ended = await app[EndedTickets].last_ended_at(
        guild_id, member.id, now, any_type=not is_own, type_id=settings.type_id
    )
    if ended is not None and ended + pause > now:
        raise PauseNotOver(until=ended + pause)
