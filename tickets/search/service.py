"""Finding tickets, past ones too; what is known of one; the index of before."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

from ..core.errors import MenuEnded, SomeoneElsesMenu, UnknownTicket
from ..core.team import require_in_team
from ..core.their_tickets import their_tickets
from ..core.ticket import State
from ..transcripts.store import TranscriptStore
from .rules import FOUND_LIMIT, PAGE, Found, Record, Wish
from .store import SearchStore

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.ticket import Person, Ticket
    from ..transcripts.rules import TranscriptMessage

#: Searches whose pages can be turned; what somebody looks for is too long for a button's id.
SEARCHES_KEPT = 500
#: Seconds between two batches of the index of before, so that others have their turns.
_PAUSE = 0.05


class Searches:
    """What was looked for since the start, by the keys in ids of buttons."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, int, Wish]] = {}

    def keep(self, guild_id: int, by_id: int, wish: Wish) -> str:
        """A key by which the person finds this again; the oldest search goes."""
        key = secrets.token_hex(4)
        self._kept[key] = (guild_id, by_id, wish)
        while len(self._kept) > SEARCHES_KEPT:
            del self._kept[next(iter(self._kept))]
        return key

    def wish(self, key: str, guild_id: int, by_id: int, command: str) -> Wish:
        """What was looked for. Raises ``MenuEnded`` and ``SomeoneElsesMenu``; `command` looks
        for something else."""
        whose, caller_id, wish = self._kept.get(key, (0, 0, Wish()))
        if whose != guild_id:
            raise MenuEnded(command=command)
        if caller_id != by_id:
            raise SomeoneElsesMenu(member_id=caller_id, command=command)
        return wish


async def find(app: App, guild_id: int, by: Person, wish: Wish, page: int = 0) -> Found:
    """A page of the tickets of somebody's teams that are what they look for, newest first.

    Raises ``ModeratorsOnly`` for who is in no team.
    """
    settings = await app.settings.of(guild_id)
    theirs = await their_tickets(app, guild_id, settings, by, wish.type_id)
    store = app[SearchStore]
    count, number, tickets = await store.find(
        wish, theirs, limit=FOUND_LIMIT + 1, page=page, size=PAGE
    )
    shown = min(count, FOUND_LIMIT)
    return Found(
        wish=wish,
        tickets=tickets,
        count=shown,
        number=number,
        pages=max(1, -(-shown // PAGE)),
        more=count > FOUND_LIMIT,
        is_incomplete=bool(wish.words) and await store.is_behind(),
    )


async def record_of(app: App, guild_id: int, by: Person, number: int) -> Record:
    """All that is known of a ticket, past or present.

    Raises ``UnknownTicket`` for one of another team, as if it didn't exist.
    """
    settings = await app.settings.of(guild_id)
    try:
        ticket = await app.tickets.get(guild_id, number)
    except UnknownTicket:
        # Who is in no team hears that, and not which numbers there are.
        await their_tickets(app, guild_id, settings, by)
        raise
    require_in_team(settings, ticket, by)
    if ticket.state is State.FAILED:
        raise UnknownTicket
    return Record(
        ticket=ticket,
        settings=settings.for_ticket(ticket),
        events=await app.events.of(guild_id, number),
        transcript=await _transcript(app, ticket),
    )


async def _transcript(app: App, ticket: Ticket) -> TranscriptMessage | None:
    message = await app[TranscriptStore].newest(ticket.guild_id, ticket.number)
    if message is None or app.channels.is_unknown(ticket.guild_id, message.channel_id):
        return None
    return message


async def read_old_tickets(app: App) -> None:
    """After an update, reads the words of tickets from before: in small pieces, once."""
    while await app[SearchStore].catch_up():  # noqa: ASYNC110 - waits for no event
        await asyncio.sleep(_PAUSE)
