"""Boards are brought up to date when something has changed, and not too often."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..activity.rules import LIST_FILTERS
from ..activity.store import ListStore
from ..core import errors
from ..core.feature import NotRemoved
from ..core.ticket import State
from ..staff_log.service import all_named, drop_deleted, tell_staff
from .discord import BoardMessages
from .rules import BOARD_CLOSED, BOARD_GONE, BOARD_PUBLIC, BoardIsPublic, Shown, boards_of
from .settings import BoardSettings
from .store import BoardStore, PostedBoard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.app import App
    from ..core.settings import Settings
    from ..core.ticket import Ticket
    from .rules import Board

log = logging.getLogger("red.tickets.board")

#: Seconds between two edits of a server's boards, and after the first change.
PAUSE, AT_FIRST = 30.0, 2.0
#: After Discord said that a message is edited too often, and after it said nothing.
LONG_PAUSE, LATER = 1800.0, 60.0
#: Discord's code for that: too many edits to messages older than an hour.
_TOO_MANY_EDITS = 30046
#: Lines of each part of a board.
REQUESTS, WAITING, UNCLAIMED = 8, 15, 8
#: In the order of the list's index, so that nothing else is read.
WHERE_REQUESTED = "list_place < 2"
WHERE_WAITING = "list_place >= 2 AND list_place < 1 << 60"
WHERE_UNCLAIMED = "list_place = 1 << 60 AND handler_id IS NULL"


class Boards:
    """Knows which servers have boards, and when each may be brought up to date."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._with_board: set[int] = set()
        self._waiting: dict[int, asyncio.Task[None]] = {}
        self._not_before: dict[int, float] = {}

    def know(self, guild_id: int, *, has_board: bool) -> None:
        """Whether there is anything to be brought up to date on a server."""
        if has_board:
            self._with_board.add(guild_id)
        else:
            self._with_board.discard(guild_id)

    async def forget_deleted(self, guild_id: int, message_id: int) -> None:
        """If that message was a board, it is posted anew."""
        if guild_id not in self._with_board:
            return
        for posted in await self._app[BoardStore].of(guild_id):
            if posted.message_id == message_id:
                await self._app[BoardStore].forget(guild_id, posted.team)
                self.touch(guild_id)

    def touch(self, guild_id: int) -> None:
        """Something has changed: brings the boards up to date as soon as they may be."""
        if guild_id in self._with_board and guild_id not in self._waiting:
            name = f"tickets-board-{guild_id}"
            self._waiting[guild_id] = self._app.begin(self._later(guild_id), name)

    async def _later(self, guild_id: int) -> None:
        now = asyncio.get_running_loop().time
        try:
            await asyncio.sleep(max(self._not_before.get(guild_id, 0) - now(), AT_FIRST))
        finally:
            # What changes from here on is for the next time.
            del self._waiting[guild_id]
        try:
            pause = await show_boards(self._app, guild_id)
        except Exception:
            log.exception("The boards of server %s can't be shown", guild_id)
            pause = LONG_PAUSE
        self._not_before[guild_id] = now() + pause
        if pause > PAUSE:
            self.touch(guild_id)


async def look_at_boards(app: App, guild_id: int) -> None:
    """Shows what has changed while nobody listened; no call if that is nothing."""
    for channel_id in all_named(await app.settings.of(guild_id), "board_channel_id"):
        if await app.channels.is_deleted(guild_id, channel_id):
            await drop_deleted_board(app, guild_id, channel_id)
    if await show_boards(app, guild_id) > PAUSE:
        app[Boards].touch(guild_id)


async def after_change(app: App, guild_id: int, settings: Settings) -> None:
    """Settings have changed that say where boards are, or what stands there."""
    app[Boards].know(guild_id, has_board=True)
    app[Boards].touch(guild_id)


async def require_board(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises ``BoardIsPublic``, or what is missing in the channel that is chosen."""
    channel_id = settings[BoardSettings].board_channel_id
    if channel_id is not None:
        app[BoardMessages].require_writable(guild_id, channel_id)
        if app[BoardMessages].is_public(guild_id, channel_id):
            raise BoardIsPublic(channel_id=channel_id)


async def drop_deleted_board(app: App, guild_id: int, channel_id: int) -> None:
    """Drops the setting where it named this channel, and tells the staff once."""
    await drop_deleted(app, guild_id, "board_channel_id", channel_id, BOARD_GONE)


async def remove_boards(app: App, guild_id: int) -> Iterable[NotRemoved]:
    """Removes all boards, for a reset."""
    left = []
    async with app.locks.on("boards", guild_id):
        for posted in await app[BoardStore].of(guild_id):
            try:
                await _remove(app, guild_id, posted)
            except errors.DiscordSaidNo as error:
                left.append(NotRemoved(f"<#{posted.channel_id}>", error))
    return left


async def show_boards(app: App, guild_id: int) -> float:
    """Brings a server's boards up to date; returns the seconds until the next time."""
    async with app.locks.on("boards", guild_id):
        await app.use_locale(guild_id)
        settings = await app.settings.of(guild_id)
        wanted = {board.team: board for board in boards_of(settings)}
        posted = {one.team: one for one in await app[BoardStore].of(guild_id)}
        app[Boards].know(guild_id, has_board=bool(wanted))
        pause = PAUSE
        for team in wanted.keys() | posted.keys():
            board, before = wanted.get(team), posted.get(team)
            try:
                await _bring_up_to_date(app, guild_id, settings, board, before)
            except errors.DiscordSaidNo as error:
                pause = max(pause, await _pause_after(app, guild_id, team, error))
        return pause


async def _bring_up_to_date(
    app: App,
    guild_id: int,
    settings: Settings,
    board: Board | None,
    posted: PostedBoard | None,
) -> None:
    is_public = board is not None and app[BoardMessages].is_public(guild_id, board.channel_id)
    moved = posted is not None and (board is None or posted.channel_id != board.channel_id)
    if posted is not None and (moved or is_public):
        await _remove(app, guild_id, posted)
        posted = None
    if board is None:
        return
    if is_public:
        await tell_staff(app, guild_id, BOARD_PUBLIC, type_id=board.team or None)
        return
    shown = await _shown(app, guild_id, settings, board)
    digest = app[BoardMessages].digest(shown)
    if posted is not None and posted.message_id is not None and posted.digest == digest:
        return
    await _show(app, guild_id, board, shown, digest, posted)


async def _show(
    app: App, guild_id: int, board: Board, shown: Shown, digest: str, posted: PostedBoard | None
) -> None:
    """Edits the board's message, or posts it if there is none."""
    messages, store, channel_id = app[BoardMessages], app[BoardStore], board.channel_id
    new = PostedBoard(team=board.team, channel_id=channel_id, message_id=None, digest="")
    message_id = posted.message_id if posted is not None else None
    if posted is not None and message_id is None:
        # The bot ended while it posted it.
        message_id = await messages.find(guild_id, channel_id, shown.type_name)
    if message_id is not None:
        try:
            await messages.edit(guild_id, channel_id, message_id, shown)
        except errors.MessageGone:
            message_id = None
    if message_id is None:
        messages.require_writable(guild_id, channel_id)
        await store.put(guild_id, new)
        message_id = await messages.post(guild_id, channel_id, shown)
    await store.put(guild_id, replace(new, message_id=message_id, digest=digest))


async def _remove(app: App, guild_id: int, posted: PostedBoard) -> None:
    if posted.message_id is not None:
        await app[BoardMessages].remove(guild_id, posted.channel_id, posted.message_id)
    await app[BoardStore].forget(guild_id, posted.team)


async def _pause_after(app: App, guild_id: int, team: int, error: errors.DiscordSaidNo) -> float:
    """How long to wait after a refusal; the staff hears of one that only they can mend."""
    log.info("A board of server %s can't be shown: %r", guild_id, error)
    match error:
        case errors.DiscordRefused(code=code) if code == _TOO_MANY_EDITS:
            return LONG_PAUSE
        case errors.DiscordUnreachable():
            return LATER
        case errors.MissingPermissions(names=names):
            await tell_staff(app, guild_id, BOARD_CLOSED, " ".join(names), type_id=team or None)
    # Whatever else it is, it is tried again with the next change.
    return PAUSE


async def _shown(app: App, guild_id: int, settings: Settings, board: Board) -> Shown:
    types: list[int | None] = list(board.types)
    lists = app[ListStore]

    async def part(where: str, limit: int) -> tuple[tuple[Ticket, ...], int]:
        counts = await lists.count(guild_id, where, reader_id=0, types=types)
        found = await lists.page(guild_id, where, reader_id=0, types=types, skipped=0, limit=limit)
        return found, sum(counts.values())

    requests, request_count = await part(WHERE_REQUESTED, REQUESTS)
    waiting, waiting_count = await part(WHERE_WAITING, WAITING)
    claims = any(settings.for_type(one).get("claims") for one in board.types)
    unclaimed, unclaimed_count = await part(WHERE_UNCLAIMED, UNCLAIMED) if claims else ((), 0)
    counts = await lists.count(guild_id, LIST_FILTERS["all"].where, reader_id=0, types=types)
    found = settings.type_with_id(board.team)
    return Shown(
        requests=requests,
        request_count=request_count,
        waiting=waiting,
        waiting_count=waiting_count,
        unclaimed=unclaimed,
        unclaimed_count=unclaimed_count,
        other_count=counts.get(State.OPEN, 0) - waiting_count - unclaimed_count,
        type_name=found.name if found is not None else None,
    )
