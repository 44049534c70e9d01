"""What the bot writes into tickets: the welcome message and announcements."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import discord

from ...core import errors
from ...core.discord.once import send_once
from ...core.discord.people import avatar_of, known_person
from ...core.discord.refusals import repeat_if_lost, translating_refusals
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render.message import NOBODY
from ...core.team import Team
from ...i18n import _
from ..render import ticket as look
from ..settings import (
    DEFAULT_THREAD_NAME,
    FormSettings,
    OpeningSettings,
    ThreadSettings,
    mentioned_roles,
)

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ...core.discord.channels import Channels
    from ...core.features import Features
    from ...core.render.message import Message
    from ...core.settings import Settings
    from ...core.ticket import Person, Ticket
    from ..rules import About

log = logging.getLogger("red.tickets.messages")

#: How far back a message is looked for after the bot was killed.
LOOK_BACK = 50
#: How many messages of a staff's thread are looked at when it changes hands.
WHOLE_THREAD = 1000
#: What the bot needs in a ticket's channel to make the staff's thread.
STAFF_THREAD = ("create_private_threads", "send_messages_in_threads", "manage_threads")
#: Minutes of silence after which Discord puts a thread away.
_ONE_WEEK: Literal[10080] = 10080


@lazy_dataclass(frozen=True)
class Welcome:
    """A welcome message, and its text besides the ticket's reason and answers."""

    id: int
    text: str | None

    @classmethod
    def of(cls, ticket: Ticket, message_id: int, embed: discord.Embed | None) -> Welcome:
        """The message with that embed."""
        text = embed.description if embed is not None else None
        return cls(message_id, look.welcome_text_in(ticket, text))


class TicketMessages:
    """Posts and edits messages. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, channels: Channels, features: Features) -> None:
        self._bot = bot
        self._channels = channels
        self._features = features

    async def post_welcome(
        self, ticket: Ticket, settings: Settings, opener: Person, *, shown: Ticket | None = None
    ) -> Welcome:
        """Posts the welcome message; in a channel that is being adopted it calls nobody.

        `shown` is the ticket as it will be, if it doesn't begin open.
        """
        channel = self._channels.channel_of(ticket)
        shown = shown or ticket
        closer = ""
        if shown.closed_by_id is not None:
            closer = self.known_person(ticket.guild_id, shown.closed_by_id).shown_name
        facts = await self._welcome_facts(shown, settings, opener, closer)
        message, nonce = look.welcome(shown, facts), self._nonce(ticket, "w")
        if ticket.is_being_adopted:
            message = replace(message, pings=NOBODY)
            # The channel may have been a ticket a moment ago, of another number.
            nonce = f"{channel.id % 10**12}a{ticket.number}"
        posted_id = await self._post(channel, message, nonce=nonce)
        return Welcome.of(ticket, posted_id, message.embed)

    async def show_state(self, ticket: Ticket, settings: Settings, closer_name: str = "") -> bool:
        """Gives the welcome message the look of the ticket's state; False when it is gone.

        `closer_name` is who closed it, if the bot may have forgotten what they are called.
        """
        if ticket.welcome_id is None:
            return False
        if not closer_name and ticket.closed_by_id is not None:
            closer_name = self.known_person(ticket.guild_id, ticket.closed_by_id).shown_name
        channel = self._channels.channel_of(ticket)
        opener = self.known_person(ticket.guild_id, ticket.opener_id)
        facts = await self._welcome_facts(ticket, settings, opener, closer_name)
        message = channel.get_partial_message(ticket.welcome_id)
        shown = look.welcome(ticket, facts).to_edit()
        if ticket.opener_id:
            # What was said to them, and to which roles, stays as it is.
            del shown["content"]
        try:
            with translating_refusals(where=channel, permissions=("send_messages",)):
                await repeat_if_lost(lambda: message.edit(**shown))
        except errors.MessageGone:
            return False
        return True

    async def show_if_possible(self, ticket: Ticket, settings: Settings) -> None:
        """The same for what must not fail by it: it is only logged."""
        try:
            await self.show_state(ticket, settings)
        except errors.DiscordSaidNo:
            log.warning("%s could not be shown as it is now", ticket.label, exc_info=True)

    async def post_further_answers(self, ticket: Ticket, *, may_be_there: bool) -> None:
        """Posts the answers for which the welcome message has no room.

        With `may_be_there` only those that aren't in the channel yet.
        """
        channel = self._channels.channel_of(ticket)
        there: list[list[str]] = []
        if may_be_there:
            after = discord.Object(ticket.welcome_id or channel.id)
            with translating_refusals(where=channel, permissions=("read_message_history",)):
                there = [
                    look.answers_in(one)
                    async for one in channel.history(
                        limit=LOOK_BACK, after=after, oldest_first=True
                    )
                    if one.author == channel.guild.me
                ]
        for number, message in enumerate(look.further_answers(ticket)):
            if message.texts not in there:
                nonce = f"{ticket.channel_id}q{number}"
                await self._post(channel, message, nonce=nonce)

    async def find_welcome(self, ticket: Ticket) -> Welcome | None:
        """Looks in the channel for a welcome message that the record doesn't know."""
        channel = self._channels.channel_of(ticket)
        with translating_refusals(where=channel, permissions=("read_message_history",)):
            # What was written before it in a channel that is being adopted has no end.
            first = not ticket.is_being_adopted
            async for message in channel.history(limit=LOOK_BACK, oldest_first=first):
                if message.author == channel.guild.me and look.is_welcome(message, ticket):
                    return Welcome.of(ticket, message.id, message.embeds[0])
        return None

    async def was_announced(self, ticket: Ticket, what: str, by: Person, about: str = "") -> bool:
        """Whether the newest announcement in the channel is this one."""
        return await self.find_announcement(ticket, what, by, about) is not None

    async def find_announcement(
        self, ticket: Ticket, what: str, by: Person, about: str = ""
    ) -> int | None:
        """The id of the newest announcement in the channel, if it is this one."""
        channel = self._channels.channel_of(ticket)
        text = look.announced(self._features.announcements[what], by.shown_name, about)
        with translating_refusals(where=channel, permissions=("read_message_history",)):
            async for message in channel.history(limit=LOOK_BACK):
                said = look.announcement_in(message)
                if message.author == channel.guild.me and said is not None:
                    return message.id if said == text else None
        return None

    async def make_staff_thread(self, ticket: Ticket, settings: Settings) -> int:
        """Makes the staff's private thread, unless it is there; returns its id.

        Nobody is in it before :meth:`open_staff_thread`.
        """
        channel = self._channels.channel_of(ticket)
        name = settings[ThreadSettings].staff_thread_name or _(DEFAULT_THREAD_NAME)
        for thread in channel.threads:
            if thread.is_private() and thread.owner_id == channel.guild.me.id:
                return thread.id
        with translating_refusals(where=channel, permissions=STAFF_THREAD):
            thread = await channel.create_thread(
                name=name,
                type=discord.ChannelType.private_thread,
                invitable=False,
                auto_archive_duration=_ONE_WEEK,
            )
            for twin in channel.threads:
                # Discord may have made it twice, and answered only once.
                if twin.id != thread.id and twin.is_private() and twin.owner == channel.guild.me:
                    await twin.delete()
        return thread.id

    async def open_staff_thread(
        self,
        ticket: Ticket,
        settings: Settings,
        thread_id: int,
        *,
        about_opener: tuple[tuple[str, str], ...],
        may_be_open: bool,
    ) -> None:
        """Says in the staff's thread what it is for, which lets the moderators in.

        With `may_be_open` only unless that was said before.
        """
        channel = self._channels.channel_of(ticket)
        # It need not have reached the cache yet.
        thread = self._bot.get_partial_messageable(thread_id, guild_id=ticket.guild_id)
        existing = self._channels.role_ids(ticket.guild_id)
        roles = tuple(role for role in settings[Team].moderator_role_ids if role in existing)
        message = look.thread_opening(roles, about_opener)
        with translating_refusals(where=channel, permissions=STAFF_THREAD):
            if may_be_open:
                async for said in thread.history(limit=LOOK_BACK, oldest_first=True):
                    if said.author == channel.guild.me:
                        return
            # Silent: it lets the moderators in without calling them.
            nonce = f"{thread_id}s{ticket.type_id or ''}"[:25]
            arguments: dict[str, Any] = {**message.to_send(), "nonce": nonce}
            await repeat_if_lost(lambda: thread.send(**arguments, silent=True))

    async def clear_staff_thread(self, ticket: Ticket, team: Team) -> None:
        """Hands the staff's thread over to another team.

        Takes everybody out who isn't in the team and sees the channel: who doesn't see the channel
        doesn't see its threads. What the former team was told of the opener goes from it, too.
        """
        channel = self._channels.channel_of(ticket)
        lines = {line.id: line for line in self._channels.overwrites(ticket)}
        seeing = {one for one, line in lines.items() if "view_channel" in line.allow}
        with translating_refusals(where=channel, permissions=STAFF_THREAD):
            thread = channel.guild.get_thread(ticket.thread_id or 0)
            if thread is None:
                found = await channel.guild.fetch_channel(ticket.thread_id or 0)
                if not isinstance(found, discord.Thread):
                    return
                thread = found
            if thread.archived:
                # Nothing in it can be changed else.
                thread = await thread.edit(archived=False)
            async for said in thread.history(limit=WHOLE_THREAD, oldest_first=True):
                if said.author == channel.guild.me and any(one.fields for one in said.embeds):
                    stripped = [one.copy().clear_fields() for one in said.embeds]
                    await repeat_if_lost(partial(said.edit, embeds=stripped))
            for one in await thread.fetch_members():
                person = self.known_person(ticket.guild_id, one.id)
                sees = one.id in seeing or not seeing.isdisjoint(person.role_ids)
                is_bot = one.id == self._channels.bot_id(ticket.guild_id)
                if sees and not is_bot and not team.is_moderator(person):
                    await thread.remove_user(discord.Object(one.id))

    async def welcome_text(self, ticket: Ticket, settings: Settings) -> str | None:
        """What the welcome message would say now; None where only the reason stands."""
        # That text was left out before, and so it stays.
        if ticket.reason is not None and not ticket.welcome_text:
            return None
        opener = self.known_person(ticket.guild_id, ticket.opener_id)
        facts = await self._welcome_facts(ticket, settings, opener)
        anew = replace(ticket, welcome_text=None, welcome_id=None)
        embed = look.welcome(anew, replace(facts, welcome_always=True)).embed
        return look.welcome_text_in(ticket, embed.description if embed is not None else None)

    async def announce(
        self,
        ticket: Ticket,
        what: str,
        by: Person,
        *,
        about: About | None = None,
        also: tuple[str, ...] = (),
        with_buttons_for: Settings | None = None,
    ) -> int:
        """Says in the channel what somebody did, by the kind of event `what`; returns its id.

        `with_buttons_for` adds the ticket's buttons, by its settings.

        `about` is whom it was done to, `also` what else is said.
        """
        channel = self._channels.channel_of(ticket)
        how = self._features.announcements[what]
        buttons: list[discord.ui.Button[Any]] = []
        if with_buttons_for is not None:
            buttons = self._features.controls(ticket, with_buttons_for)
        message = look.announcement(
            ticket,
            how,
            name=by.shown_name,
            about=about,
            also=also,
            avatar=avatar_of(self._bot, ticket.guild_id, by.id),
            buttons=buttons,
        )
        # Who comes and goes may do so twice; a state is announced once.
        nonce = self._nonce(ticket, what[0]) if how.is_state else secrets.token_hex(8)
        return await self._post(channel, message, nonce=nonce)

    async def show_closing(self, ticket: Ticket, what: str, also: tuple[str, ...]) -> bool:
        """Has the message that says who closed the ticket say something else `also`.

        False when there is no such message.
        """
        if ticket.closed_message_id is None:
            return False
        channel = self._channels.channel_of(ticket)
        by = self.known_person(ticket.guild_id, ticket.closed_by_id or 0)
        message = look.announcement(
            ticket,
            self._features.announcements[what],
            name=by.shown_name,
            also=also,
            avatar=avatar_of(self._bot, ticket.guild_id, by.id),
        )
        there = channel.get_partial_message(ticket.closed_message_id)
        try:
            with translating_refusals(where=channel, permissions=("send_messages",)):
                await repeat_if_lost(lambda: there.edit(embed=message.embed))
        except errors.MessageGone:
            return False
        return True

    @staticmethod
    def reason_of_leaving() -> str:
        """Why a ticket is closed whose opener has left."""
        return look.reason_of_leaving()

    def known_person(self, guild_id: int, user_id: int) -> Person:
        """What is known of somebody without asking Discord."""
        return known_person(self._bot, guild_id, user_id)

    # How

    async def _post(self, channel: discord.TextChannel, message: Message, nonce: str) -> int:
        return (await send_once(channel, message, nonce)).id

    @staticmethod
    def _nonce(ticket: Ticket, kind: str) -> str:
        return f"{ticket.channel_id}{kind}{ticket.revision}"

    async def _welcome_facts(
        self, ticket: Ticket, settings: Settings, opener: Person, closer_name: str = ""
    ) -> look.WelcomeFacts:
        guild = self._channels.guild(ticket.guild_id)
        mentioned = mentioned_roles(settings, self._channels.role_ids(ticket.guild_id))
        return look.WelcomeFacts(
            guild_name=guild.name,
            guild_icon=guild.icon.url if guild.icon else None,
            mentioned_role_ids=mentioned,
            welcome_text=settings[OpeningSettings].welcome_message,
            welcome_always=settings[FormSettings].welcome_always,
            values=self._channels.name_facts(ticket, opener, settings).values(),
            type_name=settings.type.name if settings.type is not None else None,
            closer_name=closer_name,
            told=self._features.told_opener(ticket),
            buttons=self._features.controls(ticket, settings),
            fields=self._features.shown_fields(ticket),
        )
