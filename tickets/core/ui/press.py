"""Every press of a button and every form that is sent.

A press is checked as Red checks a command, runs in the server's language, and always ends
in an answer: the handler's own, the sentence for a :class:`TicketError`, or a general one
for a fault, which is logged.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from ...i18n import use_locale_of
from .. import errors
from ..answer import Answer
from ..discord.gates import require_welcome
from ..discord.people import person_of
from ..render.failures import explain, remedy, something_broke
from .doctor_hint import doctor_hint_for
from .progress import saving_shown
from .reply import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redbot.core import commands
    from redbot.core.bot import Red

    from ..app import App
    from ..feature import Handler
    from ..ticket import Person, Ticket

log = logging.getLogger("red.tickets.ui")


class Press:
    """A button or form that somebody used, after the checks that all of them share."""

    def __init__(self, interaction: discord.Interaction[Red], app: App, reply: Reply) -> None:
        self.interaction = interaction
        self.app = app
        self.menus = app.menus
        self.reply = reply

    @property
    def guild_id(self) -> int:
        """The server in which it was pressed; all numbers are the server's own."""
        if self.interaction.guild_id is None:
            raise errors.UnknownTicket
        return self.interaction.guild_id

    @property
    def by(self) -> Person:
        """Who pressed, with the roles that Discord sent along."""
        return person_of(self.interaction.user)

    @property
    def values(self) -> tuple[str, ...]:
        """All that was chosen in a selector; discord.py has ids of roles and channels here."""
        data: Any = self.interaction.data
        return tuple(map(str, (data or {}).get("values") or ()))

    async def besides(self) -> str:
        """What the person is to be told besides the answer; nothing for most."""
        user = self.interaction.user
        if not isinstance(user, discord.Member):
            return ""
        is_admin = user.guild_permissions.manage_guild
        return await told_besides(self.app, self.guild_id, self.by, is_admin=is_admin)

    async def require_admin(self) -> None:
        """As ``admin_or_permissions(manage_guild=True)`` does for commands; ``AdminsOnly``."""
        user, bot = self.interaction.user, self.interaction.client
        if isinstance(user, discord.Member) and (
            user.guild_permissions.manage_guild or await bot.is_admin(user)
        ):
            return
        if not await bot.is_owner(user):
            raise errors.AdminsOnly

    def answer_with(self, text: str, *, in_place: bool = False) -> Answer:
        """Shows `text` as soon as it is decided that what was asked for happens.

        With `in_place` it takes the place of the private message that was used.
        """

        async def decided() -> None:
            await self.reply.say(text)

        async def busy() -> None:
            await self.reply.wait(in_place=in_place)

        return Answer(decided, busy, lambda: saving_shown(self.reply))

    async def ticket_here(self, number: int) -> Ticket:
        """The ticket with that number; ``UnknownTicket`` unless this is its channel, or a thread.

        An id may be forged, or older than the record: what is about a ticket is only told and
        done inside it.
        """
        ticket = await self.app.tickets.get(self.guild_id, number)
        here = self.interaction.channel
        inside = here.parent_id if isinstance(here, discord.Thread) else None
        if ticket.channel_id not in (self.interaction.channel_id, inside):
            raise errors.UnknownTicket
        return ticket

    async def ticket_of(self, server_id: int, number: int) -> Ticket:
        """The ticket of a server, also where it was pressed in a direct message.

        ``UnknownTicket`` in private for everybody but its opener, and elsewhere as for
        :meth:`ticket_here`.
        """
        if self.interaction.guild_id is not None:
            if self.interaction.guild_id != server_id:
                raise errors.UnknownTicket
            return await self.ticket_here(number)
        ticket = await self.app.tickets.get(server_id, number)
        if ticket.opener_id != self.by.id or self.app.bot.get_guild(server_id) is None:
            raise errors.UnknownTicket
        return ticket


def custom_id_of(interaction: discord.Interaction[Red]) -> str:
    """The id of the button or form that was used."""
    data: Any = interaction.data
    return str((data or {}).get("custom_id", ""))


async def answer(
    interaction: discord.Interaction[Red],
    handler: Handler,
    **arguments: int | str | dict[str, str],
) -> None:
    """Runs `handler` for a press and sees to it that there is an answer."""
    reply, bot = Reply.to(interaction), interaction.client
    try:
        guild = _server_of(interaction, arguments)
        await use_locale_of(bot, guild)
        cog: Any = bot.get_cog("Tickets")
        if cog is None:
            raise errors.CogDisabled
        await _require_welcome(bot, cog, interaction, guild)
        cog.app.runs_in_this_task()
        press = Press(interaction, cog.app, reply)
        await handler(press, **arguments)
        besides = await press.besides()
        if besides:
            await press.reply.add(besides)
    except errors.TicketError as error:
        text = explain(error) + await doctor_hint_for(bot, interaction.user, error)
        await reply.refuse(text, remedy(error))
    except Exception:
        log.exception(
            "Unexpected error at %r, pressed by %s in server %s",
            custom_id_of(interaction),
            interaction.user.id,
            interaction.guild_id,
        )
        await reply.refuse(something_broke())


async def told_besides(app: App, guild_id: int, person: Person, *, is_admin: bool) -> str:
    """All that features have to tell somebody besides an answer; from now on they know."""
    texts = [await tell(app, guild_id, person, is_admin) for tell in app.features.each("besides")]
    return "\n".join(filter(None, texts))


def _server_of(
    interaction: discord.Interaction[Red], arguments: Mapping[str, object]
) -> discord.Guild | None:
    """Where it was pressed; for a button in a direct message, the server that it is about."""
    server_id = arguments.get("server_id")
    if interaction.guild_id is None and isinstance(server_id, int):
        return interaction.client.get_guild(server_id)
    return interaction.guild


async def _require_welcome(
    bot: Red,
    cog: commands.Cog,
    interaction: discord.Interaction[Red],
    guild: discord.Guild | None,
) -> None:
    """What Red checks before a command, and doesn't for buttons and forms."""
    who = interaction.user
    if guild is not None and interaction.guild is None:
        who = guild.get_member(who.id) or who
    await require_welcome(bot, cog, guild, who)
    if interaction.guild is not None and not await bot.ignored_channel_or_guild(interaction):
        raise errors.ChannelIgnored
