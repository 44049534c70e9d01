"""*Save transcript*: hands a moderator the conversation of a ticket."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..core import errors
from ..core.render.failures import explain
from ..core.ui.progress import Progress, saving_shown
from ..i18n import _
from .discord.archive import DIRECT_LIMIT, Archive, fitting
from .service import conversation_of, post_transcript, require_may_save
from .settings import TranscriptSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    import discord

    from ..core.app import App
    from ..core.ticket import Person, Ticket
    from ..core.ui.press import Press
    from ..core.ui.reply import Reply
    from .discord.archive import Conversation

    Batches = Sequence[Sequence[tuple[Path, str]]]

log = logging.getLogger("red.tickets.transcripts")


async def save(press: Press, number: int) -> None:
    """*Save transcript*, in the ticket."""
    await press.ticket_here(number)
    guild = press.interaction.guild
    assert guild is not None
    await save_for(press.app, press.reply, guild, number, press.by)


async def save_for(app: App, reply: Reply, guild: discord.Guild, number: int, by: Person) -> None:
    """Gives a moderator the conversation, and the transcript channel if there is one."""
    ticket = await require_may_save(app, guild.id, number, by)
    async with saving_shown(reply) as progress, app.locks.on("transcript", guild.id, number):
        await _save(app, reply, guild, ticket, by, progress)


async def _save(
    app: App, reply: Reply, guild: discord.Guild, ticket: Ticket, by: Person, progress: Progress
) -> None:
    settings = (await app.settings.for_ticket(ticket))[TranscriptSettings]
    async with await conversation_of(app, ticket, progress) as conversation:
        lines = [app[Archive].headline(conversation)]
        if settings.transcript_channel_id is not None:
            try:
                await post_transcript(app, ticket, conversation, by_id=by.id, anew=True)
            except errors.TicketError as error:
                sentence = _("⚠️ The file couldn't be posted in the transcript channel. {why}")
                lines.append(sentence.format(why=explain(error)))
        delivery = _Delivery(app, reply, conversation, with_staff=settings.staff_transcript)
        await progress.end()
        await delivery.send("\n".join(lines), guild.filesize_limit)


class _Delivery:
    """A conversation on its way to the moderator who asked for it."""

    def __init__(
        self, app: App, reply: Reply, conversation: Conversation, *, with_staff: bool
    ) -> None:
        self._archive = app[Archive]
        self._reply = reply
        self._conversation = conversation
        self._with_staff = with_staff

    async def send(self, text: str, limit: int) -> None:
        """As the answer; as direct messages if that comes too late. Says what goes wrong."""
        try:
            try:
                await self._fitting(self._reply.hand_over, text, limit)
            except errors.AnswerExpired:
                await self._fitting(self._reply.hand_over_in_private, text, DIRECT_LIMIT)
        except errors.DiscordSaidNo as error:
            log.warning("A transcript could not be handed over", exc_info=True)
            sentence = _("⚠️ The file could not be given to you. {why}")
            await self._reply.say(f"{text}\n{sentence.format(why=explain(error))}")

    async def _fitting(
        self, give: Callable[[str, Batches], Awaitable[None]], text: str, limit: int
    ) -> None:
        """Gives it in files below the limit, or smaller ones if Discord takes no more."""

        async def below(size: int) -> None:
            written = await self._archive.write(
                self._conversation, size, for_staff=True, with_staff=self._with_staff
            )
            await give(text, written.batches)

        await fitting(below, limit)
