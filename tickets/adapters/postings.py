"""What the bot writes into tickets: the welcome message and announcements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..domain import errors
from ..domain.ticket import STATE_CHANGES, Happening, Person
from ..render import ticket as look
from .failures import repeated, translated
from .people import person_of

if TYPE_CHECKING:
    import discord
    from redbot.core.bot import Red

    from ..domain.settings import Settings
    from ..domain.ticket import Ticket
    from .rooms import Rooms

#: How far back a message is looked for after the bot was killed.
LOOK_BACK = 50


class Postings:
    """Posts and edits messages. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, rooms: Rooms) -> None:
        self._bot = bot
        self._rooms = rooms

    async def post_welcome(self, ticket: Ticket, settings: Settings, opener: Person) -> int:
        """Posts the welcome message; returns its id."""
        channel = self._rooms.channel_of(ticket)
        around = await self._surroundings(ticket, settings, opener)
        return await self._post(
            channel, look.welcome(ticket, around), nonce=self._nonce(ticket, "w")
        )

    async def show_state(self, ticket: Ticket, settings: Settings, closer_name: str = "") -> bool:
        """Gives the welcome message the look of the ticket's state; False when it is gone."""
        if ticket.welcome_id is None:
            return False
        channel = self._rooms.channel_of(ticket)
        opener = self.acquaintance(ticket.guild_id, ticket.opener_id)
        around = await self._surroundings(ticket, settings, opener, closer_name)
        message = channel.get_partial_message(ticket.welcome_id)
        shown = look.welcome(ticket, around).to_edit()
        try:
            with translated(channel_id=channel.id, permissions=("send_messages",)):
                await repeated(lambda: message.edit(**shown))
        except errors.MessageGone:
            return False
        return True

    async def find_welcome(self, ticket: Ticket) -> int | None:
        """Looks in the channel for a welcome message that the record doesn't know."""
        channel = self._rooms.channel_of(ticket)
        with translated(channel_id=channel.id, permissions=("read_message_history",)):
            async for message in channel.history(limit=LOOK_BACK, oldest_first=True):
                if message.author == channel.guild.me and look.is_welcome(message, ticket):
                    return message.id
        return None

    async def was_announced(self, ticket: Ticket, what: Happening, by: Person) -> bool:
        """Whether the newest announcement in the channel is this one."""
        channel = self._rooms.channel_of(ticket)
        text = look.happened(what, by.shown_name)
        with translated(channel_id=channel.id, permissions=("read_message_history",)):
            async for message in channel.history(limit=LOOK_BACK):
                said = look.announcement_in(message)
                if message.author == channel.guild.me and said is not None:
                    return said == text
        return False

    async def announce(
        self, ticket: Ticket, what: Happening, by: Person, *, with_controls: bool = False
    ) -> None:
        """Says in the channel what somebody did; `with_controls` adds the ticket's buttons."""
        channel = self._rooms.channel_of(ticket)
        message = look.announcement(
            ticket,
            what,
            name=by.shown_name,
            avatar=self._avatar(ticket.guild_id, by),
            colour=await self._bot.get_embed_color(channel),
            with_controls=with_controls,
        )
        # Who comes and goes may do so twice; a state is announced once.
        nonce = self._nonce(ticket, what.value[0]) if what in STATE_CHANGES else None
        await self._post(channel, message, nonce=nonce)

    def acquaintance(self, guild_id: int, user_id: int) -> Person:
        """What is known of somebody without asking Discord."""
        user = self._rooms.guild(guild_id).get_member(user_id) or self._bot.get_user(user_id)
        return person_of(user) if user else Person(id=user_id, username=str(user_id))

    # How

    async def _post(
        self, channel: discord.TextChannel, message: look.Message, nonce: str | None
    ) -> int:
        """Sends once: with the same nonce, Discord answers a repetition with the first one."""
        arguments: dict[str, Any] = {**message.to_send(), "nonce": nonce}
        with translated(channel_id=channel.id, permissions=("send_messages", "embed_links")):
            sent = await repeated(lambda: channel.send(**arguments))
        return sent.id

    @staticmethod
    def _nonce(ticket: Ticket, kind: str) -> str:
        return f"{ticket.channel_id}{kind}{ticket.revision}"[:25]

    def _avatar(self, guild_id: int, person: Person) -> str:
        member = self._rooms.guild(guild_id).get_member(person.id) or self._bot.get_user(person.id)
        if member is not None:
            return member.display_avatar.url
        return f"https://cdn.discordapp.com/embed/avatars/{(person.id >> 22) % 6}.png"

    async def _surroundings(
        self, ticket: Ticket, settings: Settings, opener: Person, closer_name: str = ""
    ) -> look.Surroundings:
        guild = self._rooms.guild(ticket.guild_id)
        mentioned: tuple[int, ...] = ()
        if settings.mention_moderators:
            existing = self._rooms.role_ids(ticket.guild_id)
            mentioned = tuple(role for role in settings.moderator_role_ids if role in existing)
        return look.Surroundings(
            guild_name=guild.name,
            guild_icon=guild.icon.url if guild.icon else None,
            colour=await self._bot.get_embed_color(self._rooms.channel_of(ticket)),
            mentioned_role_ids=mentioned,
            welcome_text=settings.welcome_message,
            values=self._rooms.name_facts(ticket, opener).values(),
            closer_name=closer_name,
        )
