"""Counting what somebody of the staff may know."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from ..core.their_tickets import their_tickets
from ..hours.rules.offsets import between_changes
from ..hours.rules.zones import UTC, find_zone
from ..hours.settings import HoursSettings
from .discord import draw
from .rules import AdministratorsOnly, TooMuchData, since_when
from .store import table
from .store.counting import StatisticsStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path
    from typing import Any

    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket
    from .rules import Statistics
    from .store.counting import Pieces


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


#: Tickets that are written at once; others get their turns in between.
_ROWS = 1000
#: Bytes that a message needs besides its file.
_MARGIN = 64 * 1024


def require_administrator(by: Person) -> None:
    """Raises ``AdministratorsOnly`` for everybody else: the table has all teams' tickets."""
    if not (by.is_administrator or by.is_guild_owner):
        raise AdministratorsOnly


@asynccontextmanager
async def data_file(
    app: App, guild_id: int, by: Person, days: int, limit: int
) -> AsyncIterator[Path]:
    """A table of the server's tickets in which something happened in the last days, as CSV.

    It is zipped if it is larger than `limit` in bytes, and gone when the context ends. Raises
    ``AdministratorsOnly``, and ``TooMuchData`` if it is too large even so.
    """
    require_administrator(by)
    folder = await asyncio.to_thread(table.new_folder, _folder_of(app))
    try:
        path = folder / "tickets.csv"
        await asyncio.to_thread(table.begin, path)
        await _write(app, guild_id, path, since_when(days, app.now()))
        if path.stat().st_size > limit - _MARGIN:
            path = await asyncio.to_thread(table.zipped, path)
            if path.stat().st_size > limit - _MARGIN:
                raise TooMuchData(limit=limit // 2**20)
        yield path
    finally:
        await asyncio.to_thread(table.remove, folder)


@asynccontextmanager
async def picture_file(app: App, about: dict[str, Any]) -> AsyncIterator[Path]:
    """The picture of what `about` says, gone when the context ends. Raises ``PictureFailed``."""
    folder = await asyncio.to_thread(table.new_folder, _folder_of(app))
    try:
        path = folder / "statistics.png"
        await draw(about, path)
        yield path
    finally:
        await asyncio.to_thread(table.remove, folder)


async def remove_left_files(app: App) -> None:
    """When the cog is loaded: what a killed process has left behind."""
    await asyncio.to_thread(table.remove, _folder_of(app))


def _folder_of(app: App) -> Path:
    return app.folder / "data-on-its-way"


async def _write(app: App, guild_id: int, path: Path, since: int) -> None:
    settings = await app.settings.of(guild_id)
    names = {one.id: one.name for one in settings.all_types}
    after = 0
    while tickets := await app[StatisticsStore].tickets(guild_id, since, after=after, limit=_ROWS):
        after = tickets[-1].number
        rows = [_row(ticket, names) for ticket in tickets]
        await asyncio.to_thread(table.add, path, rows)


def _row(ticket: Ticket, names: dict[int, str]) -> dict[str, Any]:
    """A ticket by the table's columns; what isn't known is empty."""
    counted = (ticket.answer_seconds, ticket.closing_seconds)
    answer, closing = _seconds(ticket)
    # People who were forgotten are 0 in the record.
    people = ("opener_id", "opened_by_id", "decided_by_id", "handler_id", "closed_by_id")
    return {
        **{name: getattr(ticket, name) or None for name in people},
        "number": ticket.number,
        "state": ticket.state.value,
        "type": names.get(ticket.type_id or 0),
        "created_at": table.moment(ticket.created_at),
        "decided_at": table.moment(ticket.decided_at),
        "answered_at": table.moment(ticket.answered_at),
        "seconds_to_answer": answer,
        "closed_at": table.moment(ticket.closed_at),
        "seconds_to_closing": closing,
        "opening_hours_counted": "yes" if any(one is not None for one in counted) else "no",
        "reason": ticket.reason,
        "answers": "\n".join(f"{one.label}: {one.text}" for one in ticket.answers) or None,
        "refusal": ticket.refusal,
        "close_reason": ticket.close_reason,
        "stars": ticket.stars,
        "rating_comment": ticket.rating_comment,
    }


def _seconds(ticket: Ticket) -> Iterator[int | None]:
    for counted, at in (
        (ticket.answer_seconds, ticket.answered_at),
        (ticket.closing_seconds, ticket.closed_at),
    ):
        if counted is not None or at is None:
            yield counted
        else:
            yield max(at - ticket.created_at, 0)
