"""Puts the parts together: the only place that knows them all."""

from __future__ import annotations

import asyncio
import io
import logging
import secrets
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from redbot.core import Config, commands
from redbot.core.data_manager import cog_data_path
from redbot.core.errors import CogLoadError
from redbot.core.i18n import cog_i18n

from .adapters.owners import tell_owners
from .adapters.people import person_of
from .adapters.postings import Postings
from .adapters.rooms import Rooms
from .commands.base import say, say_besides
from .commands.ticket import TicketCommands
from .commands.ticketset import TicketSetCommands
from .domain import errors
from .domain.ticket import REASON_LIMIT
from .i18n import _, speak_the_language_of
from .render.failures import explain, something_broke
from .render.notices import tell
from .service.closing import deleted
from .service.desk import Desk
from .service.placing import room_was_freed
from .service.presence import opener_left, opener_returned
from .service.privacy import data_of_user, forget_ended, forget_user
from .service.recovery import find_deleted, recover
from .service.upkeep import category_gone, news_for, role_gone
from .store.database import Database, DatabaseDamaged, DatabaseTooNew
from .store.notices import NoticeStore
from .store.overflow import OverflowStore
from .store.people import PeopleStore
from .store.settings import CONFIG_IDENTIFIER, SettingsStore
from .store.tickets import TicketStore
from .ui.items import ITEMS, answer_rest

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from .domain.ticket import Ticket

log = logging.getLogger("red.tickets")

#: Seconds between attempts to finish what an earlier life left half done.
RECOVERY_PAUSES = (60, 300, 1800, 7200)


@cog_i18n(_)
class Tickets(TicketCommands, TicketSetCommands):  # type: ignore[misc,valid-type] # made by type()
    """Private conversations between members and the staff."""

    desk: Desk

    def __init__(self, bot: Red) -> None:
        super().__init__()
        self.bot = bot
        self._database: Database | None = None
        self._recovery: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Opens the stores and takes on buttons of any age; nothing here waits for Discord."""
        config = Config.get_conf(self, identifier=CONFIG_IDENTIFIER, force_registration=True)
        self._database = await self._opened_database()
        rooms = Rooms(self.bot)
        self.desk = Desk(
            settings=SettingsStore(config),
            tickets=TicketStore(self._database),
            overflow=OverflowStore(self._database),
            notices=NoticeStore(self._database),
            people=PeopleStore(self._database),
            rooms=rooms,
            postings=Postings(self.bot, rooms),
            now=lambda: int(discord.utils.utcnow().timestamp()),
            session=secrets.token_hex(4),
        )
        left_over = await self.desk.tickets.unsettled()
        self.bot.add_dynamic_items(*ITEMS)
        self._recovery = asyncio.create_task(self._recover(left_over), name="tickets-recovery")

    async def _opened_database(self) -> Database:
        """The tickets' file. One that can't be used keeps the cog from loading, in so many
        words: nothing is worse than starting with an empty one unnoticed."""
        try:
            return await Database.open(cog_data_path(self) / "tickets.sqlite3")
        except DatabaseDamaged as error:
            problem = _(
                "The file with all tickets was damaged. It is kept as `{path}`: put a copy of it "
                "back as `tickets.sqlite3`, or load the cog again to start without any tickets."
            ).format(path=error.set_aside)
        except DatabaseTooNew:
            problem = _("The file with all tickets comes from a newer version of this cog.")
        tell_owners(self.bot, problem)
        raise CogLoadError(problem)

    async def cog_unload(self) -> None:
        """Gives everything back."""
        self.bot.remove_dynamic_items(*ITEMS)
        if self._recovery is not None:
            self._recovery.cancel()
            await asyncio.wait([self._recovery])
        if self._database is not None:
            await self._database.close()

    async def _recover(self, left_over: tuple[Ticket, ...]) -> None:
        """Brings records and channels together again, patiently if Discord has trouble."""
        await self.bot.wait_until_red_ready()
        for guild_id in await self.desk.tickets.live_guilds():
            await self._find_deleted(guild_id)
        for pause in RECOVERY_PAUSES:
            left_over = tuple(
                [ticket for ticket in left_over if not await self._recovered(ticket)]
            )
            if not left_over:
                return
            await asyncio.sleep(pause)

    async def _find_deleted(self, guild_id: int) -> None:
        try:
            await find_deleted(self.desk, guild_id)
        except errors.DiscordSaidNo:
            log.info("Server %s can't be looked at now", guild_id)
        except Exception:
            log.exception("Could not look for deleted tickets of server %s", guild_id)

    async def _recovered(self, ticket: Ticket) -> bool:
        try:
            await self._speak_in(ticket.guild_id)
            return await recover(self.desk, ticket)
        except Exception:
            log.exception("Could not finish what was left over on %s", ticket.label)
            return True

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Red]) -> None:
        """Forms of any age, and buttons that no item answers."""
        await answer_rest(interaction)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A ticket's channel was deleted, by the bot or by hand."""
        if isinstance(channel, discord.TextChannel):
            ticket = await self.desk.tickets.in_channel(channel.guild.id, channel.id)
            if ticket is not None:
                await deleted(self.desk, ticket)
        if isinstance(channel, discord.CategoryChannel):
            await category_gone(self.desk, channel.guild.id, channel.id)
        await self._left(channel)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A moderator or access role may be gone."""
        await role_gone(self.desk, role.guild.id, role.id, role.name)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is back on a server: channels may have been deleted meanwhile."""
        await self._find_deleted(guild.id)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """An opener may have left, or was kicked or banned."""
        await self._speak_in(payload.guild_id)
        await opener_left(self.desk, payload.guild_id, person_of(payload.user))

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """An opener may be back."""
        await self._speak_in(member.guild.id)
        await opener_returned(self.desk, member.guild.id, person_of(member))

    async def _speak_in(self, guild_id: int) -> None:
        await speak_the_language_of(self.bot, self.bot.get_guild(guild_id))

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A channel may have been moved to another category."""
        if before.category_id != after.category_id:
            await self._left(before)

    async def _left(self, channel: discord.abc.GuildChannel) -> None:
        if channel.category_id is not None:
            await room_was_freed(self.desk, channel.guild.id, channel.category_id)

    async def cog_after_invoke(self, ctx: commands.Context) -> None:  # type: ignore[override]
        """Tells admins and moderators, after any command, what happened meanwhile."""
        if isinstance(ctx.author, discord.Member) and not ctx.command_failed:
            is_admin = ctx.author.guild_permissions.manage_guild
            person = person_of(ctx.author)
            news = await news_for(self.desk, ctx.author.guild.id, person, is_admin=is_admin)
            if news:
                await say_besides(ctx, tell(news))

    async def cog_command_error(self, ctx: commands.Context, error: Exception) -> None:  # type: ignore[override]
        """Every refusal of a command gets its sentence; the rest is Red's."""
        original = _innermost(error)
        sentence = self._sentence(ctx, original)
        if sentence is None:
            red: Any = self.bot
            await red.on_command_error(ctx, error, unhandled_by_cog=True)
            return
        await speak_the_language_of(self.bot, ctx.guild)
        await say(ctx, sentence)

    def _sentence(self, ctx: commands.Context, error: BaseException) -> str | None:
        """The words for an error, None to leave it to Red."""
        match error:
            case errors.TicketError():
                return explain(error)
            case commands.RangeError():
                length = len(str(error.value))
                return explain(errors.ReasonTooLong(limit=REASON_LIMIT, length=length))
            case commands.DisabledCommand() if ctx.interaction is not None:
                return explain(errors.CogDisabled())
            case commands.UserFeedbackCheckFailure() | commands.NoPrivateMessage():
                return None
            case commands.CheckFailure() if ctx.interaction is not None:
                return explain(errors.AdminsOnly())
            case commands.CommandError():
                return None
        log.error(
            "Unexpected error in %s, used by %s in server %s",
            ctx.command,
            ctx.author.id,
            ctx.guild and ctx.guild.id,
            exc_info=error,
        )
        return something_broke()

    async def red_delete_data_for_user(
        self,
        *,
        requester: Literal["discord_deleted_user", "owner", "user", "user_strict"],
        user_id: int,
    ) -> None:
        """Forgets a person, as far as `requester` asks for.

        ``discord_deleted_user`` and ``owner``: everything about the person goes, their id
        included; open tickets stay without an opener. ``user_strict``: everything in tickets
        that have ended, and what they wrote in those that haven't; their id stays in live
        tickets, for it decides who may close them. ``user``: everything in tickets that have
        ended; live ones keep what they need to work.
        """
        match requester:
            case "user":
                await forget_ended(self.desk, user_id, words_of_live_tickets=False)
            case "user_strict":
                await forget_ended(self.desk, user_id, words_of_live_tickets=True)
            case _:
                # Also for requesters that Red may add: better too much than too little.
                await forget_user(self.desk, user_id)

    async def red_get_data_for_user(self, *, user_id: int) -> dict[str, io.BytesIO]:
        """What is stored about a person, as a JSON file."""
        data = await data_of_user(self.desk, user_id)
        return {} if data is None else {"tickets.json": io.BytesIO(data)}


def _innermost(error: BaseException) -> BaseException:
    """The error itself, out of the wrappers that discord.py puts around it."""
    while isinstance(
        error,
        commands.CommandInvokeError
        | commands.HybridCommandError
        | app_commands.CommandInvokeError,
    ):
        error = error.original
    return error
