"""Puts the features together: the only list of them all."""

from __future__ import annotations

import asyncio
import io
import logging
from typing import TYPE_CHECKING, Literal

from redbot.core import Config, commands
from redbot.core.data_manager import cog_data_path
from redbot.core.errors import CogLoadError
from redbot.core.i18n import cog_i18n

from .access.feature import FEATURE as ACCESS
from .activity.feature import FEATURE as ACTIVITY
from .admission.feature import FEATURE as ADMISSION
from .adopting.feature import FEATURE as ADOPTING
from .assistant.feature import FEATURE as ASSISTANT
from .blocks.feature import FEATURE as BLOCKS
from .board.feature import FEATURE as BOARD
from .claims.feature import FEATURE as CLAIMS
from .close_requests.feature import FEATURE as CLOSE_REQUESTS
from .config_file.feature import FEATURE as CONFIG_FILE
from .configuration.feature import FEATURE as CONFIGURATION
from .context_menus.feature import FEATURE as CONTEXT_MENUS
from .core.app import App
from .core.commands.base import TicketsBase
from .core.commands.build import build
from .core.commands.slash_words import give_place_back, take_place
from .core.core_feature import FEATURE as CORE
from .core.discord.name_clashes import what_is_taken
from .core.discord.owners import tell_owners
from .core.features import Features
from .core.kept_modules import keep
from .core.render.failures import register
from .core.store.database import Database, DatabaseDamaged, DatabaseTooNew
from .core.store.settings import CONFIG_IDENTIFIER, WRONG_SHAPE
from .core.ui.items import Components
from .core.ui.menus import Menus
from .doctor.feature import FEATURE as DOCTOR
from .edits.feature import FEATURE as EDITS
from .forms.feature import FEATURE as FORMS
from .hours.feature import FEATURE as HOURS
from .i18n import _
from .interface.calls import Interface
from .interface.feature import FEATURE as INTERFACE
from .lifecycle.feature import FEATURE as LIFECYCLE
from .panels.feature import FEATURE as PANELS
from .privacy.feature import FEATURE as PRIVACY
from .privacy.service import data_of_user, forget_ended, forget_user
from .ratings.feature import FEATURE as RATINGS
from .reminders.feature import FEATURE as REMINDERS
from .reopening.feature import FEATURE as REOPENING
from .replies.feature import FEATURE as REPLIES
from .requests.feature import FEATURE as REQUESTS
from .retention.feature import FEATURE as RETENTION
from .search.feature import FEATURE as SEARCH
from .staff_log.feature import FEATURE as STAFF_LOG
from .statistics.feature import FEATURE as STATISTICS
from .switching.feature import FEATURE as SWITCHING
from .transcripts.feature import FEATURE as TRANSCRIPTS
from .types.feature import FEATURE as TYPES
from .web.feature import FEATURE as WEB

__all__ = ["FEATURES", "Tickets", "keep", "what_is_taken"]

if TYPE_CHECKING:
    from pathlib import Path

    import discord
    from redbot.core.bot import Red

log = logging.getLogger("red.tickets")

#: Where several join at the same point, they come in this order.
FEATURES = Features(
    CORE,
    STAFF_LOG,
    TRANSCRIPTS,
    LIFECYCLE,
    ACTIVITY,
    # Before requests: who is blocked hears of that, not of a wait.
    BLOCKS,
    REOPENING,
    RATINGS,
    EDITS,
    ADMISSION,
    # Who may open some time hears when; and of a wait only then.
    HOURS,
    # Before requests: what is said of a request must not wait, when its member is forgotten.
    CLAIMS,
    CONTEXT_MENUS,
    REMINDERS,
    REQUESTS,
    ACCESS,
    PANELS,
    CONFIGURATION,
    TYPES,
    CLOSE_REQUESTS,
    BOARD,
    FORMS,
    REPLIES,
    RETENTION,
    SEARCH,
    STATISTICS,
    CONFIG_FILE,
    ADOPTING,
    SWITCHING,
    ASSISTANT,
    DOCTOR,
    PRIVACY,
    WEB,
    INTERFACE,
)
register(FEATURES.each("errors"))


class TicketsCog(TicketsBase):
    """Private conversations between members and the staff."""

    __version__ = "1.0.0"
    features = FEATURES

    def __init__(self, bot: Red) -> None:
        super().__init__()
        self.bot = bot
        self._database: Database | None = None
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    @property
    def interface(self) -> Interface:
        """What other cogs can do with tickets."""
        return self.app[Interface]

    def format_help_for_context(self, ctx: commands.Context) -> str:
        """What `[p]help Tickets` says above the list of commands."""
        version = _("Version {number}").format(number=self.__version__)
        return f"{super().format_help_for_context(ctx)}\n\n{version}"

    async def cog_load(self) -> None:
        """Opens the stores and takes on buttons of any age; nothing here waits for Discord."""
        # A class and a pattern for each button: too many for the event loop in one go.
        self.components = await asyncio.to_thread(Components, self.features)
        folder = cog_data_path(self)
        config = await self._open_settings(folder / "settings.json")
        database = self._database = await self._open_database()
        self.app = App(self.bot, self.features, database, config, folder=folder, menus=Menus())
        await self.app.load()
        self.bot.add_dynamic_items(*self.components.items)
        if await self.app.settings.translates_slash_commands():
            await take_place(self.bot)
        path = folder / "tickets.sqlite3"
        self._tasks = (
            asyncio.create_task(self.app.start(), name="tickets-start"),
            asyncio.create_task(database.keep_backed_up(path), name="tickets-backups"),
        )

    async def _open_settings(self, path: Path) -> Config:
        """What Red keeps for the cog. A damaged file keeps it from loading, likewise."""
        try:
            config: Config = Config.get_conf(
                self, identifier=CONFIG_IDENTIFIER, force_registration=True
            )
            await config.all()
        except WRONG_SHAPE:
            log.critical("The file %s is damaged", path, exc_info=True)
            problem = _(
                "The file with all settings is damaged: `{path}`. Put a copy of it back, or "
                "delete it and set the tickets up again. Then restart the bot. The tickets "
                "themselves are in another file."
            ).format(path=path)
            tell_owners(self.bot, problem)
            raise CogLoadError(problem) from None
        return config

    async def _open_database(self) -> Database:
        """The tickets' file. One that can't be used keeps the cog from loading, in so many
        words: nothing is worse than starting with an empty one unnoticed."""
        path = cog_data_path(self) / "tickets.sqlite3"
        try:
            return await Database.open(path, tuple(FEATURES.each("steps")))
        except DatabaseDamaged as error:
            problem = _damaged(error)
        except DatabaseTooNew:
            problem = _("The file with all tickets comes from a newer version of this cog.")
        tell_owners(self.bot, problem)
        raise CogLoadError(problem)

    async def cog_unload(self) -> None:
        """Gives everything back."""
        self.bot.remove_dynamic_items(*self.components.items)
        await give_place_back(self.bot)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._database is not None:
            self.app.unload()
            await self.app.stop()
            await self._database.close()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Red]) -> None:
        """Forms of any age, and buttons that no item answers."""
        await self.components.answer_rest(interaction)

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
                await forget_ended(self.app, user_id, words_of_live_tickets=False)
            case "user_strict":
                await forget_ended(self.app, user_id, words_of_live_tickets=True)
            case _:
                # Also for requesters that Red may add: better too much than too little.
                await forget_user(self.app, user_id)
        if self._database is not None:
            await self._database.wipe()

    async def red_get_data_for_user(self, *, user_id: int) -> dict[str, io.BytesIO]:
        """What is stored about a person, as a JSON file."""
        data = await data_of_user(self.app, user_id)
        return {} if data is None else {"tickets.json": io.BytesIO(data)}


Tickets: type[TicketsCog] = cog_i18n(_)(build("Tickets", TicketsCog, FEATURES))


def _damaged(error: DatabaseDamaged) -> str:
    if error.backup_time is None:
        return _(
            "The ticket file is damaged. I moved it to `{path}`. Restore a backup as "
            "`tickets.sqlite3`, or load the cog again to start without any tickets."
        ).format(path=error.set_aside)
    return _(
        "The ticket file is damaged. I moved it to `{path}`. Restore a backup as "
        "`tickets.sqlite3`, or load the cog again to continue from my copy of "
        "{time}. What happened after that is not in it."
    ).format(path=error.set_aside, time=f"<t:{int(error.backup_time)}:f>")
