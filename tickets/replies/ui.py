"""The menu's pages of ready answers, and the buttons that show and send one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..configuration import ui as menu_ui
from ..configuration.render.menu import forgotten, given_back
from ..core import errors
from ..core.render.failures import explain
from ..core.ui.ids import IdPart
from ..core.ui.typed import how_to_type
from . import render as look
from . import service
from .rules import ReadyAnswer, ReadyAnswerChanged, ReadyAnswerGone

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from ..core.app import App
    from ..core.render.message import Message
    from ..core.ui.menus import Menu
    from ..core.ui.press import Press

#: One of them; 0 for one that isn't there yet.
ANSWER = IdPart("answer_id", r"\d{1,9}")
#: As which it was shown.
REVISION = IdPart("revision", r"\d{1,9}")


async def state(app: App, guild_id: int) -> str:
    """How many a server has, in words."""
    return look.state(await service.count_of(app, guild_id))


async def make_page(app: App, menu: Menu, inside: str, note: str | None) -> discord.ui.LayoutView:
    """The page that is called `inside`: ``p2`` for the third of the list, ``a5`` for an answer.

    An answer that was deleted meanwhile leads to the list.
    """
    settings = await app.settings.of(menu.guild.id)
    answers = await service.ready_answers_of(app, menu.guild.id)
    what, number = inside[:1], int(inside[1:]) if inside[1:].isdecimal() else 0
    if what == "a":
        for one in answers:
            if one.id == number:
                return look.answer_page(menu.key, settings, one, note)
        note, number = note or explain(ReadyAnswerGone()), 0
    return look.list_page(menu.key, settings, answers, number, note)


# ------------------------------------------------------------------------ forms


async def ask(press: Press, key: str, answer_id: int) -> None:
    """*New answer*, or *Change*: the form, with what was refused a moment ago."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    if await _was_reset(press, menu):
        return
    ready = None
    if answer_id:
        ready = await service.ready_answer(press.app, press.guild_id, answer_id)
    settings = await press.app.settings.of(press.guild_id)
    typed = _unsent(menu).get(f"ready {answer_id}", {})
    await press.reply.ask(look.answer_form(key, settings, ready, typed))


async def submit(
    press: Press, key: str, answer_id: int, revision: int, texts: dict[str, str]
) -> None:
    """The form was sent: a new answer, or other words for one. It counts even if its menu has
    ended."""
    await press.require_admin()
    menu = None
    if press.menus.alive(key):
        menu = await press.menus.use(press, key, menu_ui.COMMAND)
    if await _was_reset(press, menu):
        return
    try:
        ready = await _store(press, answer_id, revision, texts)
    except (errors.SettingRefused, errors.TypeGone) as error:
        await _refuse(press, menu, answer_id, explain(error), texts)
        return
    if menu is None:
        await press.reply.say(look.stored(ready))
        return
    _unsent(menu).pop(f"ready {answer_id}", None)
    await menu_ui.show(press, menu, look.address(ready.id))


async def _store(
    press: Press, answer_id: int, revision: int, texts: Mapping[str, str]
) -> ReadyAnswer:
    name, text = texts.get(look.NAME, ""), texts.get(look.TEXT, "")
    chosen = texts.get(look.TYPE, "")
    type_id = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0
    if not answer_id:
        return await service.add_ready_answer(
            press.app, press.guild_id, name=name, text=text, type_id=type_id or None
        )
    present = await service.ready_answer(press.app, press.guild_id, answer_id)
    if present.revision != revision:
        raise ReadyAnswerChanged
    return await service.change_ready_answer(
        press.app,
        present,
        name=name,
        text=text,
        # Nothing is chosen where there is nothing to choose, and for a type that was deleted.
        type_id=(type_id or None) if chosen else present.type_id,
    )


async def _refuse(
    press: Press, menu: Menu | None, answer_id: int, why: str, texts: dict[str, str]
) -> None:
    if menu is None:
        await press.reply.say(given_back(why, texts.get(look.TEXT, "")))
        return
    # The next form starts from what was written.
    _unsent(menu)[f"ready {answer_id}"] = texts
    await menu_ui.show(press, menu, look.address(answer_id or None), look.refused(why, texts))


async def delete(press: Press, key: str, answer_id: int) -> None:
    """*Delete*: at once."""
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    if await _was_reset(press, menu):
        return
    try:
        note = look.deleted(
            await service.remove_ready_answer(press.app, press.guild_id, answer_id)
        )
    except errors.SettingRefused as error:
        note = explain(error)
    await menu_ui.show(press, menu, look.address(), note)


def _unsent(menu: Menu) -> dict[str, dict[str, str]]:
    """What was refused, by the forms in which it was written; the menu's own is there, too."""
    if not isinstance(menu.draft, dict):
        menu.draft = {}
    return menu.draft


async def _was_reset(press: Press, menu: Menu | None) -> bool:
    """Whether the page is from before a reset: it stores nothing, and leads to the set-up."""
    if (await press.app.settings.of(press.guild_id)).configured:
        return False
    if menu is None:
        await press.reply.say(forgotten())
    else:
        await menu_ui.show(press, menu, "home", forgotten())
    return True


# ---------------------------------------------------------------- in the ticket


async def show(press: Press, number: int, answer_id: int) -> None:
    """*Show*, below the typed command: the preview, for the moderator alone."""
    await press.ticket_here(number)
    await press.reply.show(await _preview(press, number, answer_id))


async def send(
    press: Press, number: int, session: str, answer_id: int, revision: int, origin_id: int
) -> None:
    """*Send*, below a preview."""
    await press.ticket_here(number)
    if session != press.app.session:
        bot, guild = press.interaction.client, press.interaction.guild
        raise errors.MenuEnded(command=await how_to_type(bot, "ticketmod reply", guild))
    try:
        await service.send_ready_answer(
            press.app,
            press.guild_id,
            number,
            by=press.by,
            answer_id=answer_id,
            revision=revision,
            origin_id=origin_id,
            answer=press.answer_with(look.sent(), in_place=True),
        )
    except ReadyAnswerChanged:
        # Only what somebody has seen is sent.
        await press.reply.show(await _preview(press, number, answer_id, was_changed=True))


async def _preview(
    press: Press, number: int, answer_id: int, *, was_changed: bool = False
) -> Message:
    shown = await service.preview(
        press.app, press.guild_id, number, by=press.by, answer_id=answer_id
    )
    return look.preview(
        shown.ticket,
        shown.ready,
        shown.message,
        press.app.session,
        press.interaction.id,
        was_changed=was_changed,
    )
