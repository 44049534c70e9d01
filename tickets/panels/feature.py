"""Messages from which members open tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import (
    Button,
    Feature,
    FilePart,
    Form,
    JobKind,
    Listener,
    NotRemoved,
    Question,
    Repair,
)
from ..core.settings import _
from ..core.ui.ids import CHANNEL, NUMBER, ORIGIN, TYPE, IdPart
from . import facts, repairs
from .checks import CHECKS
from .commands import PanelCommands
from .discord import PanelMessages
from .render.errors import NOTICES, SENTENCES
from .render.panels import file_words, panel_link
from .service import file
from .service.panels import (
    delete_all_panels,
    drop_deleted_panel,
    notice_deleted_channels,
)
from .service.unknown_messages import PANEL, remove_unknown_messages
from .store import PanelStore, store_panels
from .ui import editor, pressing, steps

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from ..core.app import App

_KIND = IdPart("kind", r"button|selector", is_word=True)
_VERB = IdPart("verb", r"[a-z-]{1,20}", is_word=True)
_ENTRY = IdPart("entry_id", r"\d{1,6}")
#: The same in ids of 1.0.0, which knew only reasons.
_REASON = IdPart("reason_id", r"\d{1,6}")
#: The row of the permission page for whatever an admin does with a panel.
_EDITING = "ticketset panel edit"
_PRESSING = "a panel's button"
#: As much of a panel's words as its line has space for, when there are 25.
_WORDS = 20


async def _on_channel_deleted(app: App, channel: discord.abc.GuildChannel) -> None:
    for panel in await app[PanelStore].in_channel(channel.id):
        await drop_deleted_panel(app, panel)


async def _on_message_deleted(app: App, payload: discord.RawMessageDeleteEvent) -> None:
    await _drop_panels_of(app, payload.message_id)


async def _on_bulk_deleted(app: App, payload: discord.RawBulkMessageDeleteEvent) -> None:
    await _drop_panels_of(app, *payload.message_ids)


async def _drop_panels_of(app: App, *message_ids: int) -> None:
    # Nearly all messages are nobody's business here: that must cost nothing.
    ours = app[PanelStore].posted.intersection(message_ids)
    if ours:
        for panel in await app[PanelStore].with_messages(frozenset(ours)):
            await drop_deleted_panel(app, panel)


async def _load_posted(app: App) -> None:
    await app[PanelStore].load_posted()


async def _reset(app: App, guild_id: int) -> list[NotRemoved]:
    left = await delete_all_panels(app, guild_id)
    return [NotRemoved(panel_link(panel, _WORDS), error) for panel, error in left]


def _form(
    verb: str, *about: IdPart, change: Callable[..., Awaitable[steps.Step]], **how: bool
) -> Form:
    """A form that changes a panel."""
    return Form(verb, NUMBER, *about, answer=editor.form_handler(change, **how), row=_EDITING)


FEATURE = Feature(
    name="panels",
    needs=("lifecycle", "staff_log"),
    parts={
        PanelStore: lambda app: PanelStore(app.database),
        PanelMessages: lambda app: PanelMessages(app.bot, app.channels),
    },
    buttons=(
        Button("panel", NUMBER, answer=pressing.press_button, row=_PRESSING),
        Button("panel-entry", NUMBER, _ENTRY, answer=pressing.press_button, row=_PRESSING),
        Button("choose", NUMBER, answer=pressing.choose, row=_PRESSING),
        Button("preview", NUMBER, answer=pressing.press_preview, row=_PRESSING),
        Button("preview-entry", NUMBER, _ENTRY, answer=pressing.press_preview, row=_PRESSING),
        Button("panel-kind", _KIND, CHANNEL, answer=editor.new, row="ticketset panel create"),
        Button("panel-do", _VERB, NUMBER, _REASON, answer=editor.do, row=_EDITING),
        Button("panel-which", _VERB, answer=editor.which, row=_EDITING),
        Button("panel-pick", _VERB, NUMBER, answer=editor.pick, row=_EDITING),
        Button("panel-channel", NUMBER, answer=editor.choose_channel, row="ticketset panel move"),
    ),
    forms=(
        Form(
            "panel-answer",
            ORIGIN,
            NUMBER,
            _ENTRY,
            TYPE,
            answer=pressing.submit_answers,
            row="a panel's button",
        ),
        Form("panel-new", _KIND, CHANNEL, answer=editor.submit_new, row="ticketset panel create"),
        _form("panel-door", change=steps.change_component),
        _form("panel-words", change=steps.change_words),
        _form("panel-look", change=steps.change_look),
        _form("panel-reason", _REASON, change=steps.change_entry),
        _form("panel-position", _REASON, change=steps.change_position),
        _form("panel-message", change=steps.attach, needs_place=True),
    ),
    commands=(PanelCommands,),
    listeners=(
        Listener("guild_channel_delete", _on_channel_deleted),
        Listener("raw_message_delete", _on_message_deleted),
        Listener("raw_bulk_message_delete", _on_bulk_deleted),
    ),
    jobs=(JobKind(PANEL, remove_unknown_messages),),
    at_load=(_load_posted,),
    catch_up=(notice_deleted_channels,),
    resets=(_reset,),
    file_parts=(
        FilePart(
            name="panels",
            title=_("Panels"),
            table="panels",
            order=10,
            schema=file.schema,
            present=file.present,
            to_file=file.to_file,
            from_file=file.from_file,
            merged=file.merged,
            words=file_words,
            store=store_panels,
        ),
    ),
    errors=SENTENCES,
    notices=NOTICES,
    checks=(CHECKS,),
    facts=(facts.look_at_panels,),
    questions=(Question(calls=facts.calls, ask=facts.ask),),
    repairs=(
        Repair("post-panels", repairs.post_panels),
        Repair("drop-emojis", repairs.drop_emojis),
    ),
)
