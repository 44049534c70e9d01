"""Puts the parts together: the only place that knows them all."""

from __future__ import annotations

import asyncio
import io
import secrets
from typing import TYPE_CHECKING, Literal

import discord
from redbot.core import Config
from redbot.core.data_manager import cog_data_path
from redbot.core.errors import CogLoadError
from redbot.core.i18n import cog_i18n

from .access.discord import Guests
from .blocks.store import BlockStore
from .configuration.commands.ticketset import TicketSetCommands
from .configuration.discord import Premises
from .core.app import Desk
from .core.commands.slash_words import give_place_back, take_place
from .core.discord.channels import Rooms
from .core.discord.direct import Direct
from .core.discord.owners import tell_owners
from .core.store.database import Database, DatabaseDamaged, DatabaseTooNew
from .core.store.jobs import JobStore
from .core.store.settings import CONFIG_IDENTIFIER, SettingsStore
from .core.store.tickets import TicketStore
from .core.ui.items import ITEMS
from .core.ui.menus import Menus
from .core.work import Work
from .doctor.discord.checkup import Checkup
from .doctor.store import DiskStore
from .events import Events
from .i18n import _
from .lifecycle.commands.ticket import TicketCommands
from .lifecycle.commands.ticketmod import TicketModCommands
from .lifecycle.discord import Postings
from .lifecycle.store import OverflowStore
from .panels.commands import PanelCommands
from .panels.discord import PanelBoard
from .panels.store import PanelStore
from .privacy.service import data_of_user, forget_ended, forget_user
from .privacy.store import PeopleStore
from .staff_log.discord import Reception
from .staff_log.store import NoticeStore
from .transcripts.discord.archive import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from redbot.core import commands
    from redbot.core.bot import Red


@cog_i18n(_)
class Tickets(TicketCommands, TicketModCommands, TicketSetCommands, PanelCommands, Events):  # type: ignore[misc,valid-type] # made by type()
    """Private conversations between members and the staff."""

    desk: Desk
    __version__ = "1.0.0"

    def __init__(self, bot: Red) -> None:
        super().__init__()
        self.bot = bot
        self.menus = Menus()
        self._database: Database | None = None
        self._recovery: asyncio.Task[None] | None = None
        self._backups: asyncio.Task[None] | None = None

    def format_help_for_context(self, ctx: commands.Context) -> str:
        """What `[p]help Tickets` says above the list of commands."""
        version = _("Version {number}").format(number=self.__version__)
        return f"{super().format_help_for_context(ctx)}\n\n{version}"

    async def cog_load(self) -> None:
        """Opens the stores and takes on buttons of any age; nothing here waits for Discord."""
        config = Config.get_conf(self, identifier=CONFIG_IDENTIFIER, force_registration=True)
        self._database = await self._opened_database()
        rooms = Rooms(self.bot)
        board = PanelBoard(self.bot, rooms)
        work = Work(JobStore(self._database), now)
        self.desk = Desk(
            settings=SettingsStore(config),
            tickets=TicketStore(self._database, work.wake),
            blocks=BlockStore(self._database, work.wake),
            disk=DiskStore(self._database, self._path),
            work=work,
            overflow=OverflowStore(self._database),
            notices=NoticeStore(self._database),
            people=PeopleStore(self._database),
            panels=PanelStore(self._database),
            rooms=rooms,
            postings=Postings(self.bot, rooms),
            board=board,
            reception=Reception(self.bot, rooms),
            direct=Direct(self.bot, rooms),
            archive=Archive(self.bot, rooms, cog_data_path(self) / "saving"),
            checkup=Checkup(self.bot, rooms, board),
            guests=Guests(self.bot, rooms),
            premises=Premises(rooms),
            now=now,
            session=secrets.token_hex(4),
        )
        await self.desk.archive.clear()
        await self.desk.panels.load_posted()
        left_over = await self.desk.tickets.unsettled()
        self.bot.add_dynamic_items(*ITEMS)
        if await self.desk.settings.translates_slash_commands():
            await take_place(self.bot)
        self._recovery = asyncio.create_task(self.recover(left_over), name="tickets-recovery")
        self._backups = asyncio.create_task(
            self._database.keep_backed_up(self._path), name="tickets-backups"
        )

    @property
    def _path(self) -> Path:
        return cog_data_path(self) / "tickets.sqlite3"

    async def _opened_database(self) -> Database:
        """The tickets' file. One that can't be used keeps the cog from loading, in so many
        words: nothing is worse than starting with an empty one unnoticed."""
        try:
            return await Database.open(self._path)
        except DatabaseDamaged as error:
            problem = _damaged(error)
        except DatabaseTooNew:
            problem = _("The file with all tickets comes from a newer version of this cog.")
        tell_owners(self.bot, problem)
        raise CogLoadError(problem)

    async def cog_unload(self) -> None:
        """Gives everything back."""
        self.bot.remove_dynamic_items(*ITEMS)
        await self.menus.forget_all()
        await give_place_back(self.bot)
        tasks = [task for task in (self._recovery, self._backups) if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._database is not None:
            await self.desk.work.stop()
        if self._database is not None:
            await self._database.close()

    async def red_delete_data_for_user(
        self,
        *,
        requester: Literal["discord_deleted_user", "owner", "user", "user_strict"],
        user_id: int,
    ) -> None:
        """Forgets a person, as far as `requester` asks for.

        ``discord_deleted_user`` and ``owner``: everything about the person goes, their id
        included; their pending requests are cancelled, a block on them is lifted, and open
        tickets stay without an opener. ``user``: everything in tickets that have ended; live
        ones and pending requests keep what they need to work, for the id decides who may
        close and withdraw them. A block in force, and a refusal of the last week, keep the id
        as well: forgetting them would let the person past them. ``user_strict``: the same,
        and what they wrote goes everywhere.
        """
        match requester:
            case "user":
                await forget_ended(self.desk, user_id, words_of_live_tickets=False)
            case "user_strict":
                await forget_ended(self.desk, user_id, words_of_live_tickets=True)
            case _:
                # Also for requesters that Red may add: better too much than too little.
                await forget_user(self.desk, user_id)
        if self._database is not None:
            # What was forgotten must not live on in copies.
            await self._database.back_up()
            await self._database.drop_old_copies()

    async def red_get_data_for_user(self, *, user_id: int) -> dict[str, io.BytesIO]:
        """What is stored about a person, as a JSON file."""
        data = await data_of_user(self.desk, user_id)
        return {} if data is None else {"tickets.json": io.BytesIO(data)}


def now() -> int:
    """The present time in whole seconds since the epoch."""
    return int(discord.utils.utcnow().timestamp())


def _damaged(error: DatabaseDamaged) -> str:
    if error.backup_time is None:
        return _(
            "The file with all tickets was damaged. It is kept as `{path}`: put a copy of it "
            "back as `tickets.sqlite3`, or load the cog again to start without any tickets."
        ).format(path=error.set_aside)
    return _(
        "The file with all tickets was damaged. It is kept as `{path}`: put a copy of it back as "
        "`tickets.sqlite3`, or load the cog again to go on with the cog's own copy of {time}. "
        "What happened after that is unknown to it."
    ).format(path=error.set_aside, time=f"<t:{int(error.backup_time)}:f>")
