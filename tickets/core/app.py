"""What the use cases work with, put together once by the cog."""

from __future__ import annotations

import asyncio
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..lifecycle.flood import Flood

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from ..access.discord import Guests
    from ..blocks.store import BlockStore
    from ..configuration.discord import Premises
    from ..doctor.discord.checkup import Checkup
    from ..doctor.store import DiskStore
    from ..lifecycle.discord import Postings
    from ..lifecycle.store import OverflowStore
    from ..panels.discord import PanelBoard
    from ..panels.store import PanelStore
    from ..privacy.store import PeopleStore
    from ..staff_log.discord import Reception
    from ..staff_log.store import NoticeStore
    from ..transcripts.discord.archive import Archive
    from .discord.channels import Rooms
    from .discord.direct import Direct
    from .store.settings import SettingsStore
    from .store.tickets import TicketStore
    from .work import Work


class Locks:
    """A lock for each thing that is worked on; forgotten when nobody holds it."""

    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[Hashable, asyncio.Lock] = (
            weakref.WeakValueDictionary()
        )

    def on(self, *thing: Hashable) -> asyncio.Lock:
        """The lock on `thing`. Use it at once: ``async with locks.on(…)``."""
        lock = self._locks.get(thing)
        if lock is None:
            lock = self._locks[thing] = asyncio.Lock()
        return lock

    async def queued(self, busy: Callable[[], Awaitable[None]], *thing: Hashable) -> asyncio.Lock:
        """The lock on `thing`, to be used at once; calls `busy` if somebody else holds it."""
        lock = self.on(*thing)
        if lock.locked():
            await busy()
        return lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The stores, Discord's side and a clock."""

    settings: SettingsStore
    tickets: TicketStore
    overflow: OverflowStore
    notices: NoticeStore
    people: PeopleStore
    panels: PanelStore
    blocks: BlockStore
    disk: DiskStore
    work: Work
    rooms: Rooms
    postings: Postings
    board: PanelBoard
    reception: Reception
    direct: Direct
    guests: Guests
    archive: Archive
    premises: Premises
    checkup: Checkup
    #: The present time in whole seconds since the epoch.
    now: Callable[[], int]
    #: Names the bot's present life: questions from an earlier one have ended.
    session: str
    locks: Locks = field(default_factory=Locks)
    flood: Flood = field(default_factory=Flood)
    #: Categories that Discord refused as full, until a channel leaves them.
    full_categories: set[int] = field(default_factory=set)
