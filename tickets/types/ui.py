"""The menu's pages of types, and the button that confirms a move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..configuration import ui as menu_ui
from ..configuration.render.controls import Note
from ..core import errors
from ..core.kinds import questions
from ..core.render.failures import explain
from ..core.settings import TEAM
from ..core.ui.ids import IdPart
from ..core.ui.typed import how_to_type
from ..i18n import _
from ..panels.render.panels import panel_link
from ..panels.service.panels import as_shown, panels_with_type
from . import render as look
from .service.changing import change_words, create_type, delete_type, raise_type, readers_of_others
from .service.moving import move_ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from ..configuration.render.settings import Configuration
    from ..core.app import App
    from ..core.settings import Page, Setting
    from ..core.ui.menus import Menu
    from ..core.ui.press import Press

#: What begins the addresses of these pages.
WHERE = "types"
#: The state of the ticket about which somebody was asked.
REVISION = IdPart("revision", r"\d{1,9}")
#: As much of a panel's words as a line has space for.
PANEL_WORDS = 20


async def make_page(app: App, menu: Menu, inside: str, note: str | None) -> discord.ui.LayoutView:
    """The page of types that is called `inside`: ``3``, ``3.opening``, ``3.limit``, ``3.delete``.

    A type that was deleted meanwhile leads to the list.
    """
    server = await menu_ui.configuration(app, menu.guild)
    first, _dot, second = inside.partition(".")
    found = server.settings.type_with_id(int(first)) if first.isdecimal() else None
    if found is None or found.is_deleted:
        gone = explain(errors.TypeGone()) if first else None
        return look.types_page(menu.key, server, note or gone)
    present = menu_ui.for_type(server, found.id)
    groups = {one.page.name: one.page for one in _settings(present)}
    if not second:
        title, text = _("Own team"), _("Who moderates, and where.")
        listed: list[tuple[str, str, Sequence[str]]]
        listed = [(f"{WHERE}.{found.id}.{TEAM_PAGE}", title, (text,))]
        listed += [_group(found.id, group, present) for group in groups.values()]
        return look.type_page(menu.key, present, listed, note)
    if second == "delete":
        return await _deletion_page(app, menu, present)
    if second in groups:
        shown = _on(groups[second], present)
        return look.group_page(menu.key, present, groups[second], shown)
    setting = app.settings.declared.by_command.get(second)
    if second == TEAM_PAGE or (setting is not None and _is_private(setting)):
        key = setting.key if setting is not None else TEAM
        return await _team_page(app, menu, present, Note(key, note) if note else None)
    if setting is None or setting not in _settings(present):
        raise errors.UnknownTicket
    return look.setting_page(menu.key, present, server, setting, note)


#: Where the team's page is, below a type's.
TEAM_PAGE = "team"


def _is_private(setting: Setting) -> bool:
    return setting.private or setting.key == TEAM


def _settings(present: Configuration) -> tuple[Setting, ...]:
    """What has a page of its own: the team's are on one."""
    return tuple(one for one in present.declared.of_types if not _is_private(one))


def _on(group: Page, present: Configuration) -> list[Setting]:
    return [one for one in _settings(present) if one.page is group]


def _group(type_id: int, group: Page, present: Configuration) -> tuple[str, str, Sequence[str]]:
    settings = _on(group, present)
    where = f"{WHERE}.{type_id}.{group.name}"
    if len(settings) == 1 and isinstance(settings[0].kind, questions.Questions):
        # All that there is has pages of its own.
        where = questions.address(type_id)
    return where, _(group.title), [_(one.title) for one in settings]


async def _team_page(
    app: App, menu: Menu, present: Configuration, note: Note | None
) -> discord.ui.LayoutView:
    every = present.declared.of_types
    settings = [present.declared.settings[TEAM], *(one for one in every if one.private)]
    readers = await readers_of_others(app, menu.guild.id, present.settings)
    return look.team_page(menu.key, present, settings, readers, note)


async def _deletion_page(app: App, menu: Menu, present: Configuration) -> discord.ui.LayoutView:
    found = present.settings.type
    assert found is not None
    panels = await panels_with_type(app, menu.guild.id, found.id)
    links = [panel_link(await as_shown(app, panel), PANEL_WORDS) for panel in panels]
    tickets = await app.tickets.present(menu.guild.id)
    count = sum(ticket.type_id == found.id for ticket in tickets)
    return look.deletion_page(menu.key, found, links, count)


async def ask_words(press: Press, key: str, type_id: int) -> None:
    """*New type*, or *Name and emoji*: the form."""
    await press.menus.use(press, key, menu_ui.COMMAND)
    found = (await press.app.settings.of(press.guild_id)).type_with_id(type_id)
    if type_id and (found is None or found.is_deleted):
        raise errors.TypeGone
    await press.reply.ask(look.words_form(key, found))


async def submit_words(press: Press, key: str, type_id: int, texts: dict[str, str]) -> None:
    """The form was sent: a new type, or other words for one."""
    await press.require_admin()
    given = {
        "name": texts.get(look.NAME, ""),
        "emoji": texts.get(look.EMOJI, ""),
        "description": texts.get(look.DESCRIPTION, ""),
    }
    note = None
    try:
        if type_id:
            await press.reply.wait(in_place=True)
            await change_words(press.app, press.guild_id, type_id, **given)
        else:
            type_id = (await create_type(press.app, press.guild_id, **given)).id
    except errors.SettingRefused as error:
        note = f"⚠️ {explain(error)}"
    where = f"{WHERE}.{type_id}" if type_id else WHERE
    await _show(press, key, where, note)


async def raise_one(press: Press, key: str, type_id: int) -> None:
    """*Up*: the type stands one place further up in selectors."""
    await press.menus.use(press, key, menu_ui.COMMAND)
    await raise_type(press.app, press.guild_id, type_id)
    await _show(press, key, WHERE, None)


async def delete(press: Press, key: str, type_id: int) -> None:
    """*Delete* was confirmed."""
    await press.menus.use(press, key, menu_ui.COMMAND)
    await press.reply.wait(in_place=True)
    try:
        found = await delete_type(press.app, press.guild_id, type_id)
    except errors.SettingRefused as error:
        await _show(press, key, f"{WHERE}.{type_id}", f"⚠️ {explain(error)}")
        return
    done = _("✅ The type **{type}** was deleted.").format(type=look.shown_name(found))
    await _show(press, key, WHERE, done)


async def _show(press: Press, key: str, where: str, note: str | None) -> None:
    menu = await press.menus.use(press, key, menu_ui.COMMAND)
    await menu_ui.show(press, menu, where, note)


# --------------------------------------------------------------------- move


async def confirm_move(
    press: Press, number: int, session: str, revision: int, type_id: int
) -> None:
    """*Confirm* below the question whether to move."""
    await press.ticket_here(number)
    if session != press.app.session:
        bot, guild = press.interaction.client, press.interaction.guild
        raise errors.MenuEnded(command=await how_to_type(bot, "ticketmod move", guild))
    ticket = await move_ticket(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        type_id=type_id or None,
        revision=revision,
        answer=press.answer_with("", in_place=True),
    )
    await press.reply.say(look.moved(await press.app.settings.for_ticket(ticket)))
