"""Saving tickets' conversations: on request, after closing, and before deletion."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..domain import errors, policy
from ..domain.direct import DirectMessage, News
from ..domain.log import Event
from ..domain.notices import NoticeKind
from ..domain.ticket import LIVE
from .logs import direct, ticket_line
from .upkeep import tell_staff

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from ..adapters.archive import Conversation, Progress
    from ..domain.job import Job
    from ..domain.settings import Settings
    from ..domain.ticket import Person, Ticket
    from .desk import Desk

log = logging.getLogger("red.tickets.transcripts")


async def require_may_save(desk: Desk, guild_id: int, number: int, by: Person) -> Ticket:
    """The ticket, if `by` is a moderator and there is something to save."""
    ticket = await desk.tickets.get(guild_id, number)
    policy.require_moderator(by, ticket, await desk.settings.of(guild_id))
    if ticket.state not in LIVE:
        raise errors.UnknownTicket
    return ticket


async def conversation_of(
    desk: Desk, ticket: Ticket, progress: Progress | None = None
) -> AbstractAsyncContextManager[Conversation]:
    """Collects a ticket's conversation; its files last as long as the context."""
    settings = await desk.settings.of(ticket.guild_id)
    roles = policy.terms_in_force(ticket, settings).moderator_role_ids
    return desk.archive.conversation(ticket, moderator_role_ids=roles, progress=progress)


async def post_transcript(
    desk: Desk,
    ticket: Ticket,
    conversation: Conversation,
    *,
    by_id: int | None,
    job: Job | None = None,
) -> Ticket:
    """Puts a conversation into the first channel that takes it, and says so in the log.

    Raises ``NowhereToSave`` when no channel is set, or what the last one answered.
    """
    settings = await desk.settings.of(ticket.guild_id)
    problem: errors.DiscordSaidNo | errors.NowhereToSave = errors.NowhereToSave()
    for channel_id in places(settings):
        try:
            sha256 = await desk.archive.post(
                conversation, channel_id, with_staff=settings.staff_transcript, job=job
            )
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo as error:
            if isinstance(error, errors.ChannelGone):
                await transcript_channel_gone(desk, ticket.guild_id, channel_id)
            problem = error
            continue
        jobs = ticket_line(desk, ticket, settings, Event.SAVED, by_id, about=sha256)
        return await desk.tickets.note(ticket, saved_upto=conversation.upto, jobs=jobs)
    raise problem


def places(settings: Settings) -> tuple[int, ...]:
    """The transcript channel, then the reception channel, as far as they are set."""
    wanted = (settings.transcript_channel_id, settings.reception_channel_id)
    return tuple(channel_id for channel_id in wanted if channel_id is not None)


async def require_saved(
    desk: Desk, ticket: Ticket, *, by_id: int | None, progress: Progress | None = None
) -> None:
    """Saves the ticket if that is to happen by itself and hasn't since its last message.

    Raises ``NotSaved`` with the cause: then it must not be deleted.
    """
    settings = await desk.settings.of(ticket.guild_id)
    if not settings.transcripts:
        return
    async with desk.locks.on("transcript", ticket.guild_id, ticket.number):
        ticket = await desk.tickets.get(ticket.guild_id, ticket.number)
        try:
            if await desk.archive.is_current(ticket):
                return
            async with await conversation_of(desk, ticket, progress) as conversation:
                await post_transcript(desk, ticket, conversation, by_id=by_id)
        except errors.ChannelGone:
            # Its own channel: there is nothing left to save.
            return
        except errors.TicketError as error:
            raise errors.NotSaved(number=ticket.number, cause=error) from error


async def save_after_closing(desk: Desk, job: Job) -> None:
    """What closing promised: the transcript is kept, and the opener gets a copy."""
    number, news = job.body["number"], job.body["news"]
    async with desk.locks.on("transcript", job.guild_id, number):
        ticket = await desk.tickets.get(job.guild_id, number)
        message = None if news is None else DirectMessage(**{**news, "news": News(news["news"])})
        try:
            if ticket.state not in LIVE:
                raise errors.ChannelGone
            async with await conversation_of(desk, ticket) as conversation:
                if job.body["keep"] and not await desk.archive.is_current(ticket):
                    await post_transcript(
                        desk, ticket, conversation, by_id=ticket.closed_by_id, job=job
                    )
                if message is not None:
                    await desk.archive.send(conversation, message, job=job)
                    message = None
        except errors.DiscordUnreachable:
            raise
        except (errors.DiscordSaidNo, errors.NowhereToSave):
            log.warning("%s could not be saved", ticket.label, exc_info=True)
            await tell_staff(desk, job.guild_id, NoticeKind.TRANSCRIPT_FAILED, str(number))
        if message is not None:
            # At least the news.
            await desk.work.add(direct(desk, job.guild_id, message))


async def transcript_channel_gone(desk: Desk, guild_id: int, channel_id: int) -> None:
    """Drops the setting if it named this channel, and tells the staff once."""
    settings = await desk.settings.of(guild_id)
    if settings.transcript_channel_id == channel_id:
        await desk.settings.change(guild_id, transcript_channel_id=None)
        await tell_staff(desk, guild_id, NoticeKind.TRANSCRIPT_CHANNEL_GONE)
