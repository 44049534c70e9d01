"""Ready answers in tickets' channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.once import send_once
from ..core.discord.people import avatar_of, known_person
from ..core.lazy_dataclass import lazy_dataclass
from . import render as look

if TYPE_CHECKING:
    from redbot.core.bot import Red

    from ..core.discord.channels import Channels
    from ..core.render.message import Message
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket
    from .rules import ReadyAnswer


@lazy_dataclass(frozen=True, kw_only=True)
class Preview:
    """What a ready answer would look like in a ticket."""

    ticket: Ticket
    ready: ReadyAnswer
    message: Message


class ReadyMessages:
    """Makes and posts them. Raises :class:`errors.DiscordSaidNo` when Discord refuses."""

    def __init__(self, bot: Red, channels: Channels) -> None:
        self._bot = bot
        self._channels = channels

    def preview(
        self, ticket: Ticket, settings: Settings, ready: ReadyAnswer, by: Person
    ) -> Preview:
        """A ready answer as it would be posted in a ticket, in the name of `by`."""
        opener = known_person(self._bot, ticket.guild_id, ticket.opener_id)
        values = self._channels.name_facts(ticket, opener, settings).values()
        avatar = avatar_of(self._bot, ticket.guild_id, by.id)
        message = look.message(ticket, ready, values, name=by.shown_name, avatar=avatar)
        return Preview(ticket=ticket, ready=ready, message=message)

    async def post(self, shown: Preview, origin_id: int) -> int:
        """Posts it in the ticket, once for each `origin_id`; returns the message's id."""
        channel = self._channels.channel_of(shown.ticket)
        sent = await send_once(channel, shown.message, f"{origin_id}r")
        return sent.id
