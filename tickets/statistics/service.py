"""Counting what somebody of the staff may know."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..core.their_tickets import their_tickets
from ..hours.rules.offsets import between_changes
from ..hours.rules.zones import UTC, find_zone
from ..hours.settings import HoursSettings
from .rules import since_when
from .store import StatisticsStore

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Person
    from .rules import Statistics
    from .store import Pieces


async def statistics(
    app: App, guild_id: int, by: Person, days: int, type_id: int | None = None
) -> Statistics:
    """The numbers of the last days, or of all time, of one type or all, in somebody's teams.

    Raises ``ModeratorsOnly`` for who is in no team.
    """
    settings = await app.settings.of(guild_id)
    theirs = await their_tickets(app, guild_id, settings, by, type_id)
    # With what happened this second.
    until = app.now() + 1
    store = app[StatisticsStore]
    return await store.count(theirs, since_when(days, until), until, _pieces(settings))


def _pieces(settings: Settings) -> Pieces:
    """What local time is on the server."""
    zone = find_zone(settings[HoursSettings].timezone or UTC) or find_zone(UTC)
    assert zone is not None
    return partial(between_changes, zone)
