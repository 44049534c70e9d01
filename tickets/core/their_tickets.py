"""Whose tickets somebody of the staff may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .store.their_tickets import TheirTickets, every_terms, of_terms, of_types
from .team import Team, require_moderates_any, types_of_their_teams

if TYPE_CHECKING:
    from .app import App
    from .settings import Settings
    from .ticket import Person


async def their_tickets(
    app: App, guild_id: int, settings: Settings, by: Person, type_id: int | None = None
) -> TheirTickets:
    """The tickets of a server, of one type or of all, in whose present teams somebody is.

    Past ones are among them. Raises ``ModeratorsOnly`` for who is in no team.
    """
    if settings.server.configured:
        types = types_of_their_teams(settings, by)
        if not types:
            require_moderates_any(settings, by)
        return of_types(guild_id, [one for one in types if type_id in (None, one)])
    # After a reset each ticket has the team that it was opened with.
    every = await every_terms(app.database, guild_id)
    theirs = {
        text: of_type
        for text, (of_type, terms) in every.items()
        if settings.for_terms(terms, of_type)[Team].is_moderator(by)
    }
    if not theirs:
        require_moderates_any(settings, by)
    wanted = [text for text, of_type in theirs.items() if type_id in (None, of_type)]
    return of_terms(guild_id, wanted)
