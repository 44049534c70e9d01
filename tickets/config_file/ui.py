"""The menu's page *Export and import*, and the form that takes a file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ..configuration import ui as menu_ui
from ..core import errors
from ..core.form import Form
from ..core.kinds.kind import number_in
from ..core.lazy_dataclass import lazy_dataclass
from ..core.render.failures import explain
from ..core.render.questions import files_in
from ..core.ui.ids import IdPart
from . import render as look
from .discord import NamedThings
from .rules import PAGE, FileRefused, NoFile, read
from .service.applying import apply_import
from .service.exporting import export
from .service.planning import plan_import

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from ..core.app import App
    from ..core.references import Reference
    from ..core.ui.menus import Menu
    from ..core.ui.press import Press
    from .rules import Plan

#: A question of a preview, and what was shown in it.
QUESTION = IdPart("question", r"[0-9a-f]{8}", is_word=True)
TOKEN = IdPart("token", r"[0-9a-f]{8}", is_word=True)


@lazy_dataclass(eq=False)
class Draft:
    """A file that somebody looks at before it is applied."""

    file: Mapping[str, Any]
    #: Where panels belong whose channel isn't here.
    channel_id: int
    answers: dict[Reference, int | None]
    shown: Plan | None = None


async def make_page(app: App, menu: Menu, inside: str, note: str | None) -> discord.ui.LayoutView:
    """What can be done, or what a file that was sent would change."""
    draft = _draft(menu)
    if draft is None:
        return look.main_page(menu.key, note)
    try:
        draft.shown = await _plan(app, menu, draft)
    except FileRefused as error:
        _forget(menu)
        return look.main_page(menu.key, look.refused(error))
    return look.preview_page(menu.key, draft.shown, draft.answers, note)


async def _plan(app: App, menu: Menu, draft: Draft) -> Plan:
    return await plan_import(app, menu.guild.id, draft.file, draft.answers, draft.channel_id)


def _draft(menu: Menu) -> Draft | None:
    found = menu.draft.get(PAGE.name) if isinstance(menu.draft, dict) else None
    return found if isinstance(found, Draft) else None


def _forget(menu: Menu) -> None:
    menu.draft.pop(PAGE.name, None)


async def take_file(app: App, menu: Menu, address: str, size: int, channel_id: int) -> None:
    """A file was sent: the menu shows what it would change. Raises a ``FileRefused``."""
    data = await app[NamedThings].fetch(address, size)
    file = await asyncio.to_thread(read, data)
    if not isinstance(menu.draft, dict):
        menu.draft = {}
    menu.draft[PAGE.name] = Draft(file, channel_id, {})


async def give(press: Press, key: str) -> None:
    """*Export*."""
    await press.menus.use(press, key, menu_ui.COMMAND)
    await press.reply.wait()
    name = look.file_name(press.app[NamedThings].server_name(press.guild_id))
    contents = await export(press.app, press.guild_id)
    await press.reply.say(look.exported(), file=(name, contents))


async def ask(press: Press, key: str) -> None:
    """*Import…*: the form."""
    await press.menus.use(press, key, menu_ui.COMMAND)
    await press.reply.ask(look.upload_form(key))


async def submit(press: Press, key: str, texts: dict[str, str]) -> None:
    """The form was sent."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    await press.reply.wait(in_place=True)
    data: Any = press.interaction.data
    note = None
    try:
        files = files_in(Form(), data or {})
        if not files:
            raise NoFile
        channel_id = press.interaction.channel_id or 0
        await take_file(press.app, menu, files[0].url, files[0].size, channel_id)
    except FileRefused as error:
        note = look.refused(error)
    await _show(press, menu, note)


async def _show(press: Press, menu: Menu, note: str | None = None) -> None:
    await menu_ui.show(press, menu, PAGE.name, note)


async def answer(press: Press, key: str, question: str, choice: str = "") -> None:
    """What a name of the file means here was chosen, or that it is left out."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    draft = _draft(menu)
    if draft is not None and draft.shown is not None:
        for one in (*draft.shown.questions, *draft.answers):
            if look.question_id(one) == question:
                draft.answers[one] = number_in(choice) or None
                break
    await _show(press, menu)


async def show_all(press: Press, key: str) -> None:
    """*Show as a file*: all changes, however many."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    draft = _draft(menu)
    if draft is None or draft.shown is None:
        await _show(press, menu)
        return
    await press.reply.wait()
    named = {one.id: one.name for one in press.app[NamedThings].of(press.guild_id)}
    text = look.changes_file(draft.shown, named.get)
    await press.reply.say(look.all_changes(), file=("changes.txt", text))


async def cancel(press: Press, key: str) -> None:
    """*Cancel*: the file is forgotten."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    if _draft(menu) is not None:
        _forget(menu)
    await _show(press, menu)


async def apply(press: Press, key: str, token: str) -> None:
    """*Apply*, below a preview. What there was before is handed over first."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    draft = _draft(menu)
    if draft is None:
        await _show(press, menu)
        return
    await press.reply.wait(in_place=True)
    try:
        note = await _apply(press, menu, draft, token)
    except errors.SettingsChanged as error:
        note = f"⚠️ {explain(error)}"
    except FileRefused as error:
        note = look.refused(error)
    await _show(press, menu, note)


async def _apply(press: Press, menu: Menu, draft: Draft, token: str) -> str:
    app, guild_id, shown = press.app, press.guild_id, draft.shown
    plan = await _plan(app, menu, draft)
    if shown is None or plan.problems or token != look.token(plan) or not plan.is_like(shown):
        raise errors.SettingsChanged
    if plan.seen.settings.configured:
        name = look.file_name(f"{menu.guild.name}-before")
        await press.reply.hand_beside(look.former(), (name, await export(app, guild_id)))
    settings = await apply_import(app, plan)
    _forget(menu)
    has_drafts = any(one.number == 0 for one in plan.parts["panels"])
    return look.applied(has_drafts=has_drafts, enabled=settings.enabled)
