"""*Save transcript*: hands a moderator the conversation of a ticket."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from ..domain import errors
from ..i18n import _
from ..render.failures import explain
from ..service.transcripts import conversation_of, post_transcript, require_may_save

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import discord

    from ..domain.ticket import Person, Ticket
    from ..service.desk import Desk
    from .press import Press
    from .reply import Reply

#: Seconds until whoever waits hears how far it is, and then again.
PATIENCE = 3


class Progress:
    """How many messages have been read, for who waits for it."""

    def __init__(self) -> None:
        self.count = 0
        #: Nothing more is to be told: the files are on their way.
        self.is_over = False

    def __call__(self, count: int) -> None:
        """Hears of it."""
        self.count = count


async def save(press: Press, number: int) -> None:
    """*Save transcript*, in the ticket."""
    press.require_here(await press.desk.tickets.get(press.guild_id, number))
    guild = press.interaction.guild
    assert guild is not None
    await save_for(press.desk, press.reply, guild, number, press.by)


async def save_for(
    desk: Desk, reply: Reply, guild: discord.Guild, number: int, by: Person
) -> None:
    """Gives a moderator the conversation, and the transcript channel if there is one."""
    ticket = await require_may_save(desk, guild.id, number, by)
    await reply.wait()
    progress = Progress()
    async with shown(reply, progress), desk.locks.on("transcript", guild.id, number):
        await _save(desk, reply, guild, ticket, by, progress)


async def _save(
    desk: Desk, reply: Reply, guild: discord.Guild, ticket: Ticket, by: Person, progress: Progress
) -> None:
    settings = await desk.settings.of(guild.id)
    async with await conversation_of(desk, ticket, progress) as conversation:
        lines = [desk.archive.headline(conversation)]
        if settings.transcript_channel_id is not None:
            try:
                await post_transcript(desk, ticket, conversation, by_id=by.id)
            except errors.TicketError as error:
                sentence = _("⚠️ It is not in the transcript channel. {why}")
                lines.append(sentence.format(why=explain(error)))
        written = await desk.archive.write(
            conversation, guild.filesize_limit, with_staff=settings.staff_transcript
        )
        progress.is_over = True
        await reply.hand_over("\n".join(lines), written.batches)


@contextlib.asynccontextmanager
async def shown(reply: Reply, progress: Progress) -> AsyncIterator[None]:
    """Tells whoever waits how far it is, from time to time."""

    async def tell() -> None:
        while True:
            await asyncio.sleep(PATIENCE)
            if progress.is_over:
                return
            await reply.say(
                _("Saving the conversation… messages so far: {count}").format(count=progress.count)
            )

    telling = asyncio.create_task(tell(), name="tickets-progress")
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.wait([telling])
