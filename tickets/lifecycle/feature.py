"""Opening, closing, reopening and deleting tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..core.direct import DIRECT, DirectMessage
from ..core.discord.people import person_of
from ..core.discord.sent_files import SentFiles
from ..core.feature import (
    AboutOpener,
    Button,
    Feature,
    Follower,
    Form,
    JobKind,
    Listener,
    SettingHook,
    Settler,
    TicketButtons,
)
from ..core.render.topic import number_in
from ..core.ticket import State
from ..core.ui.ids import KEY, MEMBER, NUMBER, ORIGIN, SESSION, TYPE, IdPart
from .checks import category, closed, space
from .commands.ticket import TicketCommands
from .commands.ticketmod import TicketModCommands
from .discord.files import TicketFiles
from .discord.messages import TicketMessages
from .drafts import Drafts
from .facts import look_at_category, look_at_closed_category
from .flood import Flood
from .overflow import FullCategories
from .render import forms
from .render.errors import SENTENCES
from .render.messages import ANNOUNCEMENTS, LOG_LINES, MESSAGES, NOTICES
from .render.ticket import earlier_lines
from .rules import CATEGORY_GONE, CLOSED_CATEGORY_GONE
from .service import (
    answers,
    choosing,
    closed_category,
    closing,
    deleting,
    earlier,
    files,
    later,
    leaving,
    opening,
    placing,
    presence,
    recovery,
    renaming,
    threads,
    twins,
)
from .settings import (
    ClosingSettings,
    FormSettings,
    MoreClosingSettings,
    OpeningSettings,
    ThreadSettings,
    TypeSettings,
)
from .store import OverflowStore, RenameStore
from .ui import asking as asking_ui
from .ui import closing as closing_ui
from .ui import opening as opening_ui

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.job import Job

#: The number of the panel whose button asked.
_PANEL = IdPart("panel", r"\d{1,9}")
#: The state of the ticket about which something is asked.
REVISION = IdPart("revision", r"\d{1,9}")


async def _on_channel_deleted(app: App, channel: discord.abc.GuildChannel) -> None:
    """A ticket's channel was deleted, by the bot or by hand; or a category."""
    app.channels.pending_overwrites.forget(channel.id)
    if isinstance(channel, discord.TextChannel):
        ticket = await app.tickets.in_channel(channel.guild.id, channel.id)
        if ticket is not None:
            await deleting.record_deletion(app, ticket)
    if isinstance(channel, discord.CategoryChannel):
        await placing.drop_deleted_category(app, channel.guild.id, channel.id)
    await _tidy_left_category(app, channel)


async def _on_channel_created(app: App, channel: discord.abc.GuildChannel) -> None:
    """It may say that it is a ticket's which has another one."""
    number = number_in(channel.topic) if isinstance(channel, discord.TextChannel) else None
    if number is not None:
        await twins.notice_twin(app, channel.guild.id, channel.id, number)


async def _on_channel_changed(
    app: App, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
) -> None:
    """A channel may have been moved to another category, or its permissions changed."""
    app.channels.pending_overwrites.drop_confirmed(after)
    if before.category_id != after.category_id:
        await _tidy_left_category(app, before)


async def _tidy_left_category(app: App, channel: discord.abc.GuildChannel) -> None:
    if channel.category_id is not None:
        await placing.tidy_category(app, channel.category_id)


async def _on_member_left(app: App, payload: discord.RawMemberRemoveEvent) -> None:
    """An opener may have left, or was kicked or banned."""
    await presence.announce_opener_left(app, payload.guild_id, person_of(payload.user))


async def _on_member_joined(app: App, member: discord.Member) -> None:
    """An opener may be back."""
    await presence.let_opener_back_in(app, member.guild.id, person_of(member))


async def _send(app: App, job: Job) -> None:
    if not await app.direct.tell(job):
        await app.ask_elsewhere(job.guild_id, DirectMessage.from_body(job.body))


async def _clear_files(app: App) -> None:
    """An earlier run of the bot may have ended while files were on their way."""
    await app[SentFiles].clear()


FEATURE = Feature(
    name="lifecycle",
    needs=("staff_log",),
    parts={
        OverflowStore: lambda app: OverflowStore(app.database),
        RenameStore: lambda app: RenameStore(app.database),
        TicketMessages: lambda app: TicketMessages(app.bot, app.channels, app.features),
        SentFiles: lambda app: SentFiles(app.folder / "files"),
        TicketFiles: lambda app: TicketFiles(app.bot, app.channels, app[SentFiles]),
        Flood: lambda _app: Flood(),
        Drafts: lambda _app: Drafts(),
        choosing.TypedReasons: lambda _app: choosing.TypedReasons(),
        FullCategories: lambda _app: FullCategories(),
        recovery.LeftOver: lambda _app: recovery.LeftOver(),
    },
    settings=(
        OpeningSettings,
        ThreadSettings,
        ClosingSettings,
        MoreClosingSettings,
        TypeSettings,
        FormSettings,
    ),
    hooks=(
        SettingHook(
            keys=("category_id",), require=placing.require_category, lost_notice=CATEGORY_GONE
        ),
        SettingHook(
            keys=("closed_category_id",),
            require=closed_category.require_closed_category,
            lost_notice=CLOSED_CATEGORY_GONE,
        ),
        SettingHook(
            keys=("closed_access", "staff_thread", "observer_role_ids"),
            require=placing.require_category,
        ),
    ),
    buttons=(
        Button("ask", MEMBER, answer=opening_ui.ask, row="Open a ticket"),
        Button("ask-type", MEMBER, TYPE, answer=opening_ui.ask, row="Open a ticket"),
        Button(
            "ask-with",
            MEMBER,
            ORIGIN,
            TYPE,
            answer=opening_ui.ask_with_reason,
            row="Open a ticket",
        ),
        Button("continue", KEY, answer=asking_ui.go_on, row="ticket"),
        Button("types", MEMBER, ORIGIN, answer=opening_ui.offer, row="Open a ticket"),
        Button("type", ORIGIN, answer=opening_ui.choose, row="ticket"),
        Button("close", NUMBER, answer=closing_ui.close, row="Close ticket"),
        Button(
            "close-confirmed",
            NUMBER,
            SESSION,
            REVISION,
            answer=closing_ui.confirm_close,
            row="Close ticket",
        ),
        Button(
            "confirm-close", NUMBER, SESSION, answer=closing_ui.confirm_of_1_0, row="Close ticket"
        ),
        Button("reopen", NUMBER, answer=closing_ui.reopen, row="Reopen"),
        Button("delete", NUMBER, answer=closing_ui.delete, row="Delete"),
        Button(
            "delete-confirmed",
            NUMBER,
            SESSION,
            REVISION,
            answer=closing_ui.confirm_delete,
            row="Delete",
        ),
        Button("confirm-delete", NUMBER, SESSION, answer=closing_ui.confirm_of_1_0, row="Delete"),
        Button("cancel", NUMBER, SESSION, answer=closing_ui.cancel, row="Cancel"),
    ),
    forms=(
        Form("open", ORIGIN, answer=opening_ui.submit, row="ticket"),
        Form("open", ORIGIN, _PANEL, answer=opening_ui.submit, row="a panel's button"),
        Form("open", ORIGIN, _PANEL, TYPE, answer=opening_ui.submit, row="a panel's button"),
        Form("answer", ORIGIN, TYPE, answer=asking_ui.submit, row="ticket"),
        Form("close", NUMBER, answer=closing_ui.submit, row="Close ticket"),
    ),
    commands=(TicketCommands, TicketModCommands),
    listeners=(
        Listener("guild_channel_create", _on_channel_created, sets_locale=True),
        Listener("guild_channel_delete", _on_channel_deleted),
        Listener("guild_channel_update", _on_channel_changed),
        Listener("raw_member_remove", _on_member_left, sets_locale=True),
        Listener("member_join", _on_member_joined, sets_locale=True),
    ),
    events=(
        opening.OPENED,
        closing.CLOSED,
        closing.REOPENED,
        deleting.DELETED,
        renaming.RENAMED,
        presence.LEFT,
        presence.BACK,
    ),
    followers=(
        Follower(answers.post_further, (opening.OPENED,), order=10),
        Follower(files.copy_files, (opening.OPENED,), order=15),
        Follower(threads.give_thread, (opening.OPENED,), order=20),
        Follower(leaving.close_after_leaving, (presence.LEFT,), order=50),
        Follower(closing.tell_opener, (closing.CLOSED,), order=50),
        # After the transcript, in the same queue.
        Follower(closing.delete_by_itself, (closing.CLOSED,), order=90),
    ),
    jobs=(
        JobKind(DIRECT, _send),
        JobKind(answers.ANSWERS, answers.post_answers),
        JobKind(files.FILES, files.post_files, files.report_missing_files),
        JobKind(threads.THREAD, threads.make_thread),
        JobKind(later.FINISH, recovery.finish),
        JobKind(leaving.CLOSE_LEFT, leaving.close_left, leaving.report_not_closed),
        JobKind(closing.DELETE, deleting.delete_after_closing, deleting.report_failed_deletion),
    ),
    at_load=(recovery.remember_unsettled, _clear_files),
    catch_up=(
        recovery.record_all_deleted,
        placing.notice_deleted_category,
        placing.tidy_overflow,
        presence.notice_openers,
        twins.notice_twins,
    ),
    until_done=(recovery.settle_left_over,),
    settlers=(
        Settler(State.OPENING, recovery.settle_opening),
        Settler(State.CLOSED, closing.finish_closing),
        Settler(State.OPEN, closing.finish_reopening),
        Settler(State.DELETING, recovery.settle_deletion),
    ),
    errors=SENTENCES,
    notices=NOTICES,
    log_lines=LOG_LINES,
    announcements=ANNOUNCEMENTS,
    messages=MESSAGES,
    about_opener=(AboutOpener(look=earlier.earlier_tickets, show=earlier_lines, order=10),),
    controls=(
        TicketButtons(forms.close_or_reopen, order=10),
        TicketButtons(forms.delete, order=90),
    ),
    checks=(category.CHECKS, space.CHECKS, closed.CHECKS),
    setting_facts=(look_at_category, look_at_closed_category),
)
