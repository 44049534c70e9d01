"""Edits and deletions: what was said before, for the staff's transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Feature, Follower, JobKind, Listener, SettingHook, ToldOpener
from ..lifecycle.service.closing import REOPENED
from ..lifecycle.service.deleting import DELETED
from . import service
from .checks import CHECKS
from .discord import edited_by_person, said_by_person
from .facts import look_at_words
from .render import in_welcome
from .rules import FORGET, SAY, Deleted, KeptChannels
from .settings import EditSettings
from .store import FORGETS_TICKETS, PERSONAL, KeptStore

if TYPE_CHECKING:
    import discord

    from ..core.app import App
    from ..core.ticket import Ticket


async def _on_message(app: App, message: discord.Message) -> None:
    """Any message. Nearly all are in no ticket that is kept, and end at the first look."""
    ticket = app[KeptChannels].ticket_in(message.channel.id)
    if ticket is not None:
        await service.keep(app, said_by_person(message, ticket))


async def _on_edit(app: App, payload: discord.RawMessageUpdateEvent) -> None:
    ticket = app[KeptChannels].ticket_in(payload.channel_id)
    if ticket is not None:
        await service.keep(app, edited_by_person(payload, ticket, app.now()))


async def _on_deletion(app: App, payload: discord.RawMessageDeleteEvent) -> None:
    if app[KeptChannels].ticket_in(payload.channel_id) is not None:
        await service.keep(app, Deleted((payload.message_id,), app.now()))


async def _on_deletions(app: App, payload: discord.RawBulkMessageDeleteEvent) -> None:
    if app[KeptChannels].ticket_in(payload.channel_id) is not None:
        await service.keep(app, Deleted(tuple(payload.message_ids), app.now()))


def _watch(app: App, ticket: Ticket) -> None:
    app[KeptChannels].watch(ticket)


FEATURE = Feature(
    name="edits",
    needs=("lifecycle", "transcripts"),
    parts={
        KeptChannels: lambda _app: KeptChannels(),
        KeptStore: lambda app: KeptStore(app.database),
    },
    settings=(EditSettings,),
    hooks=(SettingHook(keys=("keep_edits",), after_change=service.after_change),),
    personal=(PERSONAL,),
    forgets_tickets=FORGETS_TICKETS,
    listeners=(
        Listener("message", _on_message),
        Listener("raw_message_edit", _on_edit),
        Listener("raw_message_delete", _on_deletion),
        Listener("raw_bulk_message_delete", _on_deletions),
    ),
    followers=(
        Follower(service.say_when_reopened, (REOPENED,)),
        # After the transcript, which is saved before the deletion.
        Follower(service.forget_with_channel, (DELETED,), order=90),
    ),
    jobs=(JobKind(SAY, service.say_in_ticket), JobKind(FORGET, service.forget)),
    watchers=(_watch,),
    at_load=(service.learn_channels,),
    catch_up=(service.catch_up,),
    resets=(service.forget_at_reset,),
    told_opener=(ToldOpener(fields=service.from_opening, show=in_welcome),),
    kept_words=(service.kept_of,),
    facts=(look_at_words,),
    checks=(CHECKS,),
)
