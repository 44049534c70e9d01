"""Questions in tickets' channels."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..core import errors
from ..core.discord.once import send_once
from ..core.discord.people import avatar_of, known_person
from ..core.discord.refusals import repeat_if_lost, translating_refusals
from . import render as look

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from ..core.ticket import Ticket

#: How far back a question is looked for that may have been posted.
LOOK_BACK = 50


class Questions:
    """Posts and changes them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, channels: Channels) -> None:
        self._bot = bot
        self._channels = channels

    async def post(self, ticket: Ticket, *, pings: bool, may_be_there: bool) -> int:
        """Posts the ticket's question, once; returns the message's id."""
        channel = self._channels.channel_of(ticket)
        asked_at = ticket.asked_at or 0
        if may_be_there:
            with translating_refusals(where=channel, permissions=("read_message_history",)):
                async for one in channel.history(limit=LOOK_BACK):
                    is_own = one.author == channel.guild.me
                    if is_own and look.is_question(one, ticket.number, asked_at):
                        return one.id
        by_id = ticket.asked_by_id or 0
        by = known_person(self._bot, ticket.guild_id, by_id)
        avatar = avatar_of(self._bot, ticket.guild_id, by_id)
        message = look.question(ticket, name=by.shown_name, avatar=avatar, pings=pings)
        return (await send_once(channel, message, f"{channel.id % 10**10}q{asked_at}")).id

    async def show_stopped(self, ticket: Ticket, message_id: int, *, over: bool) -> None:
        """Takes the deadline out of a question, and where it is `over` the buttons, too.

        One that was deleted is left alone.
        """
        channel = self._channels.channel_of(ticket)
        try:
            with translating_refusals(where=channel, permissions=("read_message_history",)):
                message = await channel.fetch_message(message_id)
                embeds = [look.without_deadline(one) for one in message.embeds]
                edit = partial(message.edit, embeds=embeds)
                if over:
                    edit = partial(edit, view=None)
                await repeat_if_lost(edit)
        except errors.MessageGone:
            return

    @staticmethod
    def reason_of_silence() -> str:
        """Why a ticket is closed that nobody gave a reason for."""
        return look.reason_of_silence()
