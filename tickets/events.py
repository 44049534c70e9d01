"""What happens on Discord by itself, and what is to be done about it."""

from __future__ import annotations

import asyncio
import logging
from itertools import chain, repeat
from typing import TYPE_CHECKING

import discord
from redbot.core import commands

from .core import errors
from .core.commands.base import TicketsBase
from .core.discord.people import person_of
from .core.jobs_done import do_job, given_up
from .core.ui.items import answer_rest
from .i18n import speak_the_language_of
from .lifecycle.service.closing import deleted
from .lifecycle.service.placing import room_was_freed, tidy_overflow
from .lifecycle.service.presence import opener_left, opener_returned
from .lifecycle.service.recovery import find_deleted, recover
from .panels.service.panels import message_vanished
from .requests.service import find_misplaced, opener_of_request_left
from .staff_log.service import category_gone, reception_gone, role_gone
from .transcripts.service import transcript_channel_gone

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from .core.job import Job
    from .core.ticket import Ticket

log = logging.getLogger("red.tickets")

#: Seconds between attempts to finish what an earlier life left half done.
RECOVERY_PAUSES = (60, 300, 1800, 7200)


class Events(TicketsBase):
    """The cog's listeners. Each does nothing unless a ticket or setting is concerned."""

    def __init__(self) -> None:
        super().__init__()
        #: Servers whose deleted channels are still to be found.
        self._not_looked_at: set[int] = set()

    async def recover(self, left_over: tuple[Ticket, ...]) -> None:
        """Brings records and channels together again, patiently if Discord has trouble."""
        await self.bot.wait_until_red_ready()
        await self.desk.work.start(self._do_job, self._given_up)
        for guild_id in await self.desk.tickets.live_guilds():
            await self._find_deleted(guild_id)
        try:
            await find_misplaced(self.desk)
        except Exception:
            log.exception("Could not look for requests in a former reception channel")
        try:
            await tidy_overflow(self.desk)
        except Exception:
            log.exception("Could not tidy up overflow categories")
        for pause in chain(RECOVERY_PAUSES, repeat(RECOVERY_PAUSES[-1])):
            left_over = tuple(
                [ticket for ticket in left_over if not await self._recovered(ticket)]
            )
            if not left_over:
                return
            await asyncio.sleep(pause)

    async def _do_job(self, job: Job) -> None:
        await self._speak_in(job.guild_id)
        await do_job(self.desk, job)

    async def _given_up(self, job: Job) -> None:
        await self._speak_in(job.guild_id)
        await given_up(self.desk, job)

    async def _find_deleted(self, guild_id: int) -> None:
        try:
            await find_deleted(self.desk, guild_id)
            self._not_looked_at.discard(guild_id)
        except errors.DiscordSaidNo:
            self._not_looked_at.add(guild_id)
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
        self.desk.rooms.unseen.forget(channel.id)
        await reception_gone(self.desk, channel.guild.id, channel.id)
        await transcript_channel_gone(self.desk, channel.guild.id, channel.id)
        if isinstance(channel, discord.TextChannel):
            ticket = await self.desk.tickets.in_channel(channel.guild.id, channel.id)
            if ticket is not None:
                await deleted(self.desk, ticket)
        for panel in await self.desk.panels.in_channel(channel.id):
            await message_vanished(self.desk, panel)
        if isinstance(channel, discord.CategoryChannel):
            await category_gone(self.desk, channel.guild.id, channel.id)
        await self._left(channel)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A panel's message may be gone."""
        await self._messages_deleted(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """A panel's message may be among many that are gone."""
        await self._messages_deleted(*payload.message_ids)

    async def _messages_deleted(self, *message_ids: int) -> None:
        # Nearly all messages are nobody's business here: that must cost nothing.
        ours = self.desk.panels.posted.intersection(message_ids)
        if ours:
            for panel in await self.desk.panels.with_messages(frozenset(ours)):
                await message_vanished(self.desk, panel)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A moderator or access role may be gone."""
        await role_gone(self.desk, role.guild.id, role.id, role.name)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server that Discord couldn't show when the bot started is there."""
        if guild.id in self._not_looked_at:
            await self._find_deleted(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is back on a server: channels may have been deleted meanwhile."""
        await self._find_deleted(guild.id)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """An opener may have left, or was kicked or banned."""
        await self._speak_in(payload.guild_id)
        person = person_of(payload.user)
        await opener_of_request_left(self.desk, payload.guild_id, person)
        await opener_left(self.desk, payload.guild_id, person)

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
        """A channel may have been moved to another category, or its permissions changed."""
        self.desk.rooms.unseen.noticed(after)
        if before.category_id != after.category_id:
            await self._left(before)

    async def _left(self, channel: discord.abc.GuildChannel) -> None:
        if channel.category_id is not None:
            await room_was_freed(self.desk, channel.category_id)
