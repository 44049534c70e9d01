"""Saving tickets' conversations: on request, after closing, and before deletion."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..core import errors, policy
from ..core.direct import DirectMessage, News
from ..core.logs import direct, ticket_line
from ..core.ticket import LIVE
from ..staff_log.notices import NoticeKind
from ..staff_log.rules import Event
from ..staff_log.service import reception_gone, tell_staff

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from ..core.app import Desk
    from ..core.job import Job
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket
    from .discord.archive import Conversation, Progress

log = logging.getLogger("red.tickets.transcripts")

#: So often a ticket is saved before it is deleted while people go on talking in it.
ROUNDS = 3


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
    anew: bool = False,
) -> Ticket:
    """Puts a conversation into the first channel that takes it, and says so in the log.

    Raises ``NowhereToSave`` when there is no channel, or what the last one answered; never
    ``ChannelGone``, which is about the ticket's own.
    """
    settings = await desk.settings.of(ticket.guild_id)
    problem: errors.DiscordSaidNo | errors.NowhereToSave = errors.NowhereToSave()
    for channel_id in places(settings):
        try:
            sha256 = await desk.archive.post(
                conversation,
                channel_id,
                with_staff=settings.staff_transcript,
                job=job,
                anew=anew,
            )
        except errors.DiscordUnreachable:
            raise
        except errors.ChannelGone:
            await transcript_channel_gone(desk, ticket.guild_id, channel_id)
            await reception_gone(desk, ticket.guild_id, channel_id)
        except errors.DiscordSaidNo as error:
            problem = error
        else:
            # The settings may just have lost a channel.
            settings = await desk.settings.of(ticket.guild_id)
            jobs = ticket_line(desk, ticket, settings, Event.SAVED, by_id, about=sha256)
            return await desk.tickets.note(ticket, saved_upto=conversation.upto, jobs=jobs)
    raise problem


def places(settings: Settings) -> tuple[int, ...]:
    """The transcript channel, then the reception channel, as far as they are set."""
    wanted = dict.fromkeys((settings.transcript_channel_id, settings.reception_channel_id))
    return tuple(channel_id for channel_id in wanted if channel_id is not None)


async def require_saved(
    desk: Desk,
    ticket: Ticket,
    *,
    by_id: int | None,
    job: Job | None = None,
    progress: Progress | None = None,
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
            for _round in range(ROUNDS):
                if await _is_current(desk, ticket):
                    return
                async with await conversation_of(desk, ticket, progress) as conversation:
                    ticket = await post_transcript(
                        desk, ticket, conversation, by_id=by_id, job=job
                    )
                with_staff = (await desk.settings.of(ticket.guild_id)).staff_transcript
                if not desk.archive.may_have_grown(ticket, with_staff=with_staff):
                    return
        except errors.TicketError as error:
            if desk.rooms.is_gone(ticket):
                # There is nothing left to save.
                return
            raise errors.NotSaved(number=ticket.number, cause=error) from error
        except Exception as error:
            log.exception("%s could not be saved", ticket.label)
            raise errors.NotSaved(number=ticket.number, cause=errors.TicketError()) from error


async def _is_current(desk: Desk, ticket: Ticket) -> bool:
    settings = await desk.settings.of(ticket.guild_id)
    return await desk.archive.is_current(ticket, with_staff=settings.staff_transcript)


async def save_after_closing(desk: Desk, job: Job) -> None:
    """What closing promised: the transcript is kept, and the opener gets a copy."""
    number, news, keep = job.body["number"], job.body["news"], job.body["keep"]
    message = None if news is None else DirectMessage(**{**news, "news": News(news["news"])})
    async with desk.locks.on("transcript", job.guild_id, number):
        ticket = await desk.tickets.get(job.guild_id, number)
        try:
            if ticket.state not in LIVE:
                raise errors.ChannelGone
            keep = keep and not await _is_current(desk, ticket)
            if keep or message is not None:
                async with await conversation_of(desk, ticket) as conversation:
                    if keep:
                        await _keep(desk, ticket, conversation, job)
                        keep = False
                    if message is not None:
                        await desk.archive.send(conversation, message, job=job)
                        message = None
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo:
            log.warning("%s could not be saved or handed over", ticket.label, exc_info=True)
            if keep:
                await _not_kept(desk, job)
        if message is not None:
            # At least the news.
            await desk.work.add(direct(desk, job.guild_id, message))


async def _keep(desk: Desk, ticket: Ticket, conversation: Conversation, job: Job) -> None:
    """Posts it, or tells the staff that it can't be: the opener's copy doesn't depend on it."""
    try:
        await post_transcript(desk, ticket, conversation, by_id=ticket.closed_by_id, job=job)
    except errors.DiscordUnreachable:
        raise
    except (errors.DiscordSaidNo, errors.NowhereToSave):
        log.warning("%s could not be saved", ticket.label, exc_info=True)
        await _not_kept(desk, job)


async def _not_kept(desk: Desk, job: Job) -> None:
    await tell_staff(desk, job.guild_id, NoticeKind.TRANSCRIPT_FAILED, str(job.body["number"]))


async def save_given_up(desk: Desk, job: Job) -> None:
    """Discord had trouble for a day, or the bot has a fault: what was promised won't come."""
    if job.body["keep"]:
        await _not_kept(desk, job)
    if job.body["news"] is not None:
        news = job.body["news"]
        message = DirectMessage(**{**news, "news": News(news["news"])})
        await desk.work.add(direct(desk, job.guild_id, message))


async def transcript_channel_gone(desk: Desk, guild_id: int, channel_id: int) -> None:
    """Drops the setting if it named this channel, and tells the staff once."""
    settings = await desk.settings.of(guild_id)
    if settings.transcript_channel_id == channel_id:
        await desk.settings.change(guild_id, transcript_channel_id=None)
        await tell_staff(desk, guild_id, NoticeKind.TRANSCRIPT_CHANNEL_GONE)
