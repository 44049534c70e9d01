"""Saving tickets' conversations: on request, after closing, and before deletion."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core import errors
from ..core.direct import DirectMessage
from ..core.event import event_of
from ..core.job import Job, ticket_job
from ..core.team import Team
from ..core.ticket import LIVE
from ..lifecycle.service.closing import closing_message, tells_opener
from ..lifecycle.settings import ClosingSettings
from ..staff_log.discord import LogChannel
from ..staff_log.rules import IN_THE_LOG
from ..staff_log.service import (
    all_named,
    drop_deleted,
    drop_deleted_reception,
    tell_staff,
)
from ..staff_log.settings import LogSettings
from .discord.archive import Archive
from .rules import (
    TRANSCRIPT_CHANNEL_CLOSED,
    TRANSCRIPT_CHANNEL_GONE,
    TRANSCRIPT_FAILED,
    NotSaved,
    NowhereToSave,
    TranscriptChannelNeeded,
)
from .settings import TranscriptSettings
from .store import TranscriptStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractAsyncContextManager

    from ..core.answer import Progress
    from ..core.app import App
    from ..core.feature import Occurrence
    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket
    from .discord.archive import Conversation

log = logging.getLogger("red.tickets.transcripts")

#: The kind of event, and of the job that saves; stored words.
SAVED = "saved"
TRANSCRIPT = "transcript"
#: So often a ticket is saved before it is deleted while people go on talking in it.
ROUNDS = 3


async def require_may_save(app: App, guild_id: int, number: int, by: Person) -> Ticket:
    """The ticket, if `by` is a moderator and there is something to save."""
    ticket, _settings = await app.for_moderator(guild_id, number, by)
    if ticket.state not in LIVE:
        raise errors.UnknownTicket
    return ticket


async def conversation_of(
    app: App, ticket: Ticket, progress: Progress | None = None
) -> AbstractAsyncContextManager[Conversation]:
    """Collects a ticket's conversation; its files last as long as the context."""
    roles = (await app.settings.for_ticket(ticket))[Team].moderator_role_ids
    # Before the conversation: what is missing in that was deleted.
    kept = [one for find in app.features.each("kept_words") for one in await find(app, ticket)]
    return app[Archive].conversation(
        ticket, moderator_role_ids=roles, progress=progress, kept=kept
    )


async def post_transcript(
    app: App,
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
    settings = await app.settings.for_ticket(ticket)
    saved = event_of(ticket, SAVED, app.now(), by_id=by_id)
    problem: errors.DiscordSaidNo | NowhereToSave = NowhereToSave()
    for channel_id in places(settings):
        # Where the log is, its line and the transcript are one message.
        is_log = channel_id == settings[LogSettings].reception_channel_id
        try:
            posted = await app[Archive].post(
                conversation,
                channel_id,
                with_staff=settings[TranscriptSettings].staff_transcript,
                job=job,
                anew=anew,
                above=app[LogChannel].line(saved, ticket, settings) if is_log else None,
            )
        except errors.DiscordUnreachable:
            raise
        except errors.ChannelGone:
            await drop_deleted_transcript_channel(app, ticket.guild_id, channel_id)
            await drop_deleted_reception(app, ticket.guild_id, channel_id)
        except errors.MissingPermissions as error:
            problem = error
            if channel_id == settings[TranscriptSettings].transcript_channel_id:
                # Another channel takes it, perhaps, which is no reason to say nothing.
                about = " ".join(error.names)
                await tell_staff(
                    app,
                    ticket.guild_id,
                    TRANSCRIPT_CHANNEL_CLOSED,
                    about,
                    type_id=ticket.type_id,
                )
        except errors.DiscordSaidNo as error:
            problem = error
        else:
            await app[TranscriptStore].add(ticket, channel_id, posted.message_ids, is_log=is_log)
            # The settings may just have lost a channel.
            settings = await app.settings.for_ticket(ticket)
            event = replace(saved, detail=posted.sha256, unstored={IN_THE_LOG: is_log})
            return await app.tickets.note(
                ticket, event, settings=settings, saved_upto=conversation.upto
            )
    raise problem


def places(settings: Settings) -> tuple[int, ...]:
    """The transcript channel, then the reception channel, as far as they are set."""
    wanted = dict.fromkeys(
        (
            settings[TranscriptSettings].transcript_channel_id,
            settings[LogSettings].reception_channel_id,
        )
    )
    return tuple(channel_id for channel_id in wanted if channel_id is not None)


def saves(settings: Settings) -> bool:
    """Whether tickets are saved by themselves.

    A ticket goes on being saved after a reset, which has forgotten the channels: then only if
    there is one by now.
    """
    wanted = settings[TranscriptSettings].transcripts
    return wanted and (settings.configured or bool(places(settings)))


def save_closed(occurrence: Occurrence) -> Iterator[Job]:
    """Saves a ticket that was closed: for the staff, for its opener, or for both."""
    event, ticket, settings = occurrence.event, occurrence.ticket, occurrence.settings
    if ticket is None:
        return
    closing, keep = settings[ClosingSettings], saves(settings)
    copy = tells_opener(ticket, closing) and closing.dm_transcript
    if keep or copy:
        news = closing_message(ticket, occurrence).body() if copy else None
        yield ticket_job(TRANSCRIPT, event, keep=keep, news=news)


async def require_channel(app: App, guild_id: int, settings: Settings, key: str) -> None:
    """Raises ``TranscriptChannelNeeded``, or what is missing in the channel that is chosen."""
    chosen = settings[TranscriptSettings]
    # The channel may be gone without anybody's doing: that must not stop other changes.
    if chosen.transcripts and chosen.transcript_channel_id is None:
        raise TranscriptChannelNeeded
    if key == "transcript_channel_id" and chosen.transcript_channel_id is not None:
        app[Archive].require_postable(guild_id, chosen.transcript_channel_id)


async def require_saved(
    app: App,
    ticket: Ticket,
    *,
    by_id: int | None,
    job: Job | None = None,
    progress: Progress | None = None,
) -> None:
    """Saves the ticket, unless nothing was said since it was saved last.

    Raises ``NotSaved`` with the cause: then it must not be deleted.
    """
    async with app.locks.on("transcript", ticket.guild_id, ticket.number):
        ticket = await app.tickets.get(ticket.guild_id, ticket.number)
        try:
            for _round in range(ROUNDS):
                if await _is_current(app, ticket):
                    return
                async with await conversation_of(app, ticket, progress) as conversation:
                    ticket = await post_transcript(app, ticket, conversation, by_id=by_id, job=job)
                with_staff = (await app.settings.for_ticket(ticket))[
                    TranscriptSettings
                ].staff_transcript
                if not app[Archive].may_have_grown(ticket, with_staff=with_staff):
                    return
        except errors.TicketError as error:
            if app.channels.is_gone(ticket):
                # There is nothing left to save.
                return
            raise NotSaved(number=ticket.number, cause=error) from error
        except Exception as error:
            log.exception("%s could not be saved", ticket.label)
            raise NotSaved(number=ticket.number, cause=errors.TicketError()) from error


async def _is_current(app: App, ticket: Ticket) -> bool:
    settings = await app.settings.for_ticket(ticket)
    return await app[Archive].is_current(
        ticket, with_staff=settings[TranscriptSettings].staff_transcript
    )


async def save_after_closing(app: App, job: Job) -> None:
    """Does what closing promised: keeps the transcript, and gives the opener a copy.

    In jobs the opener's message is stored as ``news``.
    """
    number, message_body, keep = job.body["number"], job.body["news"], job.body["keep"]
    message = None if message_body is None else DirectMessage.from_body(message_body)
    async with app.locks.on("transcript", job.guild_id, number):
        ticket = await app.tickets.get(job.guild_id, number)
        try:
            if ticket.state not in LIVE:
                raise errors.ChannelGone
            keep = keep and not await _is_current(app, ticket)
            if keep or message is not None:
                async with await conversation_of(app, ticket) as conversation:
                    if keep:
                        await _keep(app, ticket, conversation, job)
                        keep = False
                    if message is not None:
                        if not await app[Archive].send(conversation, message, job=job):
                            await app.ask_elsewhere(job.guild_id, message)
                        message = None
        except errors.DiscordUnreachable:
            raise
        except errors.DiscordSaidNo:
            log.warning("%s could not be saved or handed over", ticket.label, exc_info=True)
            if keep:
                await _report_not_saved(app, job)
        if message is not None:
            # At least the message.
            await app.work.add(message.job(job.guild_id, app.now()))


async def _keep(app: App, ticket: Ticket, conversation: Conversation, job: Job) -> None:
    """Posts it, or tells the staff that it can't be: the opener's copy doesn't depend on it."""
    try:
        await post_transcript(app, ticket, conversation, by_id=ticket.closed_by_id, job=job)
    except errors.DiscordUnreachable:
        raise
    except (errors.DiscordSaidNo, NowhereToSave):
        log.warning("%s could not be saved", ticket.label, exc_info=True)
        await _report_not_saved(app, job)


async def _report_not_saved(app: App, job: Job) -> None:
    number = job.body["number"]
    ticket = await app.tickets.get(job.guild_id, number)
    await tell_staff(app, job.guild_id, TRANSCRIPT_FAILED, str(number), type_id=ticket.type_id)


async def report_failed_save(app: App, job: Job) -> None:
    """Tells, after a day of trouble or a fault of the bot, that what was promised won't come."""
    if job.body["keep"]:
        await _report_not_saved(app, job)
    if job.body["news"] is not None:
        message_body = job.body["news"]
        await app.work.add(DirectMessage.from_body(message_body).job(job.guild_id, app.now()))


async def notice_deleted_transcript_channel(app: App, guild_id: int) -> None:
    """Drops the setting if its channel was deleted while nobody listened."""
    for channel_id in all_named(await app.settings.of(guild_id), "transcript_channel_id"):
        if await app.channels.is_deleted(guild_id, channel_id):
            await drop_deleted_transcript_channel(app, guild_id, channel_id)


async def drop_deleted_transcript_channel(app: App, guild_id: int, channel_id: int) -> None:
    """Drops the setting where it named this channel, and tells the staff once."""
    await drop_deleted(app, guild_id, "transcript_channel_id", channel_id, TRANSCRIPT_CHANNEL_GONE)
