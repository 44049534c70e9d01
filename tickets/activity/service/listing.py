"""Reading the staff's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.errors import UnknownTicket
from ...core.team import of_their_teams, require_moderates_any, types_of_their_teams
from ..rules import LIST_FILTERS, ListPage
from ..store import ListStore

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.settings import Settings
    from ...core.ticket import Person
    from ..rules import ListWish

#: Lines of a page.
PAGE = 10


async def list_tickets(
    app: App, guild_id: int, by: Person, wish: ListWish, number: int
) -> ListPage:
    """A page of the tickets and requests of somebody's teams; too far is the last one.

    Raises ``ModeratorsOnly`` for who is in no team.
    """
    if wish.show not in LIST_FILTERS:
        raise UnknownTicket
    settings = await app.settings.of(guild_id)
    where = LIST_FILTERS[wish.show].where
    among = await _among(app, guild_id, settings, by, wish.type_id)
    counts = await app[ListStore].count(guild_id, where, reader_id=by.id, **among)
    count = sum(counts.values())
    if not count:
        require_moderates_any(settings, by)
    pages = max(1, -(-count // PAGE))
    number = min(number, pages - 1)
    tickets = await app[ListStore].page(
        guild_id, where, reader_id=by.id, **among, skipped=number * PAGE, limit=PAGE
    )
    return ListPage(wish=wish, tickets=tickets, counts=counts, number=number, pages=pages)


async def _among(
    app: App, guild_id: int, settings: Settings, by: Person, type_id: int | None
) -> dict[str, Any]:
    """Which tickets are theirs: those of types, as long as settings say whose these are."""
    if not settings.server.configured:
        # After a reset each ticket has the team that it was opened with.
        theirs = of_their_teams(settings, by, await app.tickets.present(guild_id))
        return {
            "numbers": [one.number for one in theirs if type_id in (None, one.type_id)],
        }
    types = types_of_their_teams(settings, by)
    return {"types": [one for one in types if type_id in (None, one)]}
