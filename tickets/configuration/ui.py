"""The settings menu: what its buttons, selectors and forms do.

Whatever a press changes is stored at once, and only that; the page that follows is made anew
from what is stored by then, so that it shows what others have changed meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..access.service import tickets_with_other_access
from ..core import errors
from ..core.health import Severity
from ..core.kinds.kind import number_in
from ..core.lazy_dataclass import lazy_dataclass
from ..core.render.failures import explain
from ..core.settings import TYPES, Scope
from ..core.ui.ids import IdPart
from ..doctor import ui as doctor
from ..doctor.service.examining import known_problems
from ..i18n import _, about_type
from ..panels.discord import PanelMessages
from ..panels.render.forms import new_panel_form
from ..panels.rules import EDITOR, PanelKind
from ..panels.service.panels import panels_of
from ..panels.ui import steps as panel_steps
from .render import menu as look
from .render.controls import MADE_BY_THE_BOT, VALUE_FIELD, Note, edit_form
from .render.settings import Configuration, changed
from .rules import Creatable
from .service.changing import (
    change_setting,
    disable_system,
    enable_system,
    lost_settings,
    note_after,
    reset_setting,
)
from .service.creating import create as make
from .service.resetting import reset as forget_configuration

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import discord

    from ..core.app import App
    from ..core.feature import MenuPages
    from ..core.settings import Page, Setting, Settings
    from ..core.ui.menus import Menu
    from ..core.ui.press import Press

#: What opens the menu.
COMMAND = "ticketset"
#: The word of a setting's command, and where a button of the menu leads, for patterns of ids.
NAME = IdPart("name", r"[a-z]{1,32}(?:\.\d{1,9})?", is_word=True)
WHERE = IdPart("where", r"[a-z]{1,16}(?:\.[a-z0-9]{1,32}){0,2}", is_word=True)
WANTED = IdPart("wanted", r"on|off", is_word=True)
KIND = IdPart("kind", r"button|selector", is_word=True)


async def configuration(app: App, guild: discord.Guild) -> Configuration:
    """All that is shown of a server's configuration."""
    return Configuration(
        settings=await app.settings.of(guild.id),
        declared=app.settings.declared,
        exists={thing.id for thing in (*guild.roles, *guild.channels)},
        panels=await panels_of(app, guild.id),
        lost=await lost_settings(app, guild.id),
    )


def for_type(present: Configuration, type_id: int) -> Configuration:
    """The same as it is for a type of tickets."""
    settings = present.settings.for_type(type_id)
    found = settings.type
    stored = found.values if found is not None else {}
    # None is stored for what was deleted.
    lost = frozenset(key for key, value in stored.items() if value is None)
    return replace(present, settings=settings, lost=lost)


async def page(
    app: App, menu: Menu, where: str = "home", note: str | None = None
) -> discord.ui.LayoutView:
    """The page of the menu that is called `where`; `note` is what there is to say first.

    Pages of features have names of several parts, such as ``types.3``.
    """
    guild = menu.guild
    name, _dot, inside = where.partition(".")
    own: dict[str, MenuPages] = {one.name: one for one in app.features.each("menu_pages")}
    if name in own and own[name].before_setup:
        return await own[name].make(app, menu, inside, note)
    present = await configuration(app, guild)
    if not present.settings.configured and not (where == "reset" and present.panels):
        return look.setup_page(menu.key, note)
    match where:
        case "reset":
            return look.reset_page(menu.key, present)
        case "panels":
            places = {channel.id: f"#{channel.name}" for channel in guild.channels}
            return look.panels_page(menu.key, present.panels, places)
        case "home":
            report = await known_problems(app, guild.id)
            problems = len(report.of(Severity.FATAL)) + len(report.of(Severity.SERIOUS))
            more = await _more(app, present, guild.id)
            asked = app.features.each("menu_links")
            found = [await link(app, guild.id, menu.caller_id) for link in asked]
            links = [one for one in found if one is not None]
            return look.main_page(menu.key, present, more, problems, note, links)
    if name in own:
        return await own[name].make(app, menu, inside, note)
    for group in present.declared.pages:
        if group.name == where:
            return await _group_page(app, menu, group)
    raise errors.UnknownTicket


async def _more(app: App, present: Configuration, guild_id: int) -> list[look.MoreEntry]:
    """The pages that are found below *More…*, in order."""
    own: dict[str, MenuPages] = {one.name: one for one in app.features.each("menu_pages")}
    found = [
        (one.order, one.name, _(one.title), await _state_of(app, one, present, guild_id))
        for one in own.values()
    ]
    found += [
        (group.order, group.name, _(group.title), look.state_of(group, present))
        for group in present.declared.pages
        if not group.edit and group.name not in own
    ]
    return [look.MoreEntry(where, title, state) for _order, where, title, state in sorted(found)]


async def _state_of(app: App, pages: MenuPages, present: Configuration, guild_id: int) -> str:
    if pages.stored_state is not None:
        return await pages.stored_state(app, guild_id)
    return pages.state(present.settings) if pages.state is not None else ""


async def _group_page(
    app: App, menu: Menu, group: Page, note: Note | None = None
) -> discord.ui.LayoutView:
    present = await configuration(app, menu.guild)
    other_access = len(await tickets_with_other_access(app, menu.guild.id))
    return look.group_page(menu.key, group, present, other_access, note)


async def turn(press: Press, key: str, where: str) -> None:
    """A button that leads to a page of the menu."""
    menu = await press.menus.use(press, key, COMMAND)
    if where == "new":
        channel = press.interaction.channel_id
        await _show(press, menu, look.new_panel_page(key, _text_channel(menu.guild, channel)))
        return
    await show(press, menu, where)


async def go(press: Press, key: str, choice: str = "") -> None:
    """A page was chosen in a selector of pages, such as *More…*."""
    menu = await press.menus.use(press, key, COMMAND)
    await show(press, menu, choice)


async def power(press: Press, key: str, wanted: str) -> None:
    """*Enable the system*, or *System enabled*."""
    menu = await press.menus.use(press, key, COMMAND)
    if await _was_reset(press, menu):
        return
    note = None
    try:
        await (enable_system if wanted == "on" else disable_system)(press.app, press.guild_id)
    except (errors.SettingRefused, errors.DiscordSaidNo) as error:
        note = explain(error)
    await show(press, menu, "home", note)


async def check(press: Press, key: str) -> None:
    """*Check*, or how many problems there are: the doctor's report, beside the menu."""
    menu = await press.menus.use(press, key, COMMAND)
    await press.reply.wait()
    bot, show = press.interaction.client, press.reply.turn_to
    opened = press.menus.open(bot, menu.guild, menu.caller_id, doctor.COMMAND)
    await show(await doctor.first_page(bot, press.app, opened, show))
    opened.is_answer_to(press.interaction)


# Settings: the server's, or those of a type


@lazy_dataclass(frozen=True)
class Target:
    """A setting, and for which type it is changed; None for the server."""

    setting: Setting
    type_id: int | None


async def toggle(press: Press, key: str, name: str, wanted: str) -> None:
    """On or off, as the button showed: whoever changed it meanwhile isn't contradicted."""
    menu = await press.menus.use(press, key, COMMAND)
    if not await _was_reset(press, menu):
        await _change(press, menu, _target(press, name), wanted == "on")


async def default(press: Press, key: str, name: str) -> None:
    """*Default*, or *As on the server*."""
    menu = await press.menus.use(press, key, COMMAND)
    if await _was_reset(press, menu):
        return
    target = _target(press, name)
    _unsent(menu).pop(name, None)
    change = reset_setting(press.app, press.guild_id, target.setting, type_id=target.type_id)
    await _try(press, menu, target, change)


async def choose(press: Press, key: str, name: str, choice: str = "") -> None:
    """Something was chosen in a setting's selector, or nothing."""
    menu = await press.menus.use(press, key, COMMAND)
    if await _was_reset(press, menu):
        return
    target = _target(press, name)
    try:
        value = target.setting.kind.chosen(menu.guild, press.values)
    except errors.SettingRefused as error:
        await _refuse(press, menu, target, error)
    else:
        await _change(press, menu, target, value)


async def create(press: Press, key: str, name: str) -> None:
    """*Create it for me*: the bot makes the category or channel, and chooses it."""
    menu = await press.menus.use(press, key, COMMAND)
    if await _was_reset(press, menu):
        return
    target = _target(press, name)
    if target.setting.key not in MADE_BY_THE_BOT:
        raise errors.UnknownTicket
    await press.reply.wait(in_place=True)
    what = Creatable(target.setting.key)
    try:
        await make(press.app, press.guild_id, what, type_id=target.type_id)
    except errors.TicketError as error:
        await _refuse(press, menu, target, error)
    else:
        await _show_setting(press, menu, target, None)


async def edit(press: Press, key: str, name: str) -> None:
    """*Edit*: a form with the present value, or with what was refused a moment ago."""
    menu = await press.menus.use(press, key, COMMAND)
    if await _was_reset(press, menu):
        return
    target = _target(press, name)
    setting, text = target.setting, _unsent(menu).get(name)
    if text is None:
        settings = (await press.app.settings.of(press.guild_id)).for_type(target.type_id)
        text = setting.kind.form_text(settings.get(setting.key))
    await press.reply.ask(edit_form(key, setting, text, target.type_id))


async def submit(press: Press, key: str, name: str, texts: dict[str, str]) -> None:
    """The form was sent. It counts even if its menu has ended meanwhile."""
    await press.require_admin()
    target, text = _target(press, name), texts.get(VALUE_FIELD, "")
    setting, menu = target.setting, None
    if press.menus.alive(key):
        menu = await press.menus.use(press, key, COMMAND)
    if await _was_reset(press, menu):
        return
    try:
        value = setting.kind.read(text)
        if menu is None:
            settings = await change_setting(
                press.app, press.guild_id, setting, value, type_id=target.type_id
            )
            await press.reply.say(changed(setting, settings))
            return
    except errors.SettingRefused as error:
        if menu is None:
            await press.reply.say(look.given_back(explain(error), text))
            return
        # The next *Edit* starts from what was written.
        _unsent(menu)[name] = text
        await _refuse(press, menu, target, error)
        return
    _unsent(menu).pop(name, None)
    await _change(press, menu, target, value)


async def _was_reset(press: Press, menu: Menu | None) -> bool:
    """Whether the page is from before a reset: it stores nothing, and leads to the set-up."""
    if (await press.app.settings.of(press.guild_id)).configured:
        return False
    if menu is None:
        await press.reply.say(look.forgotten())
    else:
        await _show(press, menu, look.setup_page(menu.key, look.forgotten()))
    return True


def _target(press: Press, name: str) -> Target:
    """The setting by its command's word; a forged one is as good as a forged ticket."""
    command, _dot, type_id = name.partition(".")
    found = press.app.settings.declared.by_command.get(command)
    if found is None or (
        found.scope is Scope.SERVER if type_id else found.scope is Scope.TYPE_ONLY
    ):
        raise errors.UnknownTicket
    return Target(found, int(type_id) if type_id else None)


def _unsent(menu: Menu) -> dict[str, str]:
    """Texts that were refused, by the names of their settings."""
    if not isinstance(menu.draft, dict):
        menu.draft = {}
    return menu.draft


async def _change(press: Press, menu: Menu, target: Target, value: Any) -> None:
    change = change_setting(
        press.app, press.guild_id, target.setting, value, type_id=target.type_id
    )
    await _try(press, menu, target, change)


async def _try(press: Press, menu: Menu, target: Target, change: Awaitable[Settings]) -> None:
    try:
        settings = await change
    except errors.TypeGone as error:
        await show(press, menu, TYPES.name, explain(error))
    except (errors.SettingRefused, errors.DiscordSaidNo) as error:
        await _refuse(press, menu, target, error)
    else:
        note = await note_after(press.app, press.guild_id, settings, target.setting.key)
        await _show_setting(press, menu, target, note)


async def _refuse(press: Press, menu: Menu, target: Target, error: errors.TicketError) -> None:
    """Says beside the setting why it stays as it is."""
    settings = await press.app.settings.of(press.guild_id)
    found = settings.type_with_id(target.type_id)
    with about_type(found.name if found is not None else None):
        await _show_setting(press, menu, target, f"⚠️ {explain(error)}")


async def _show_setting(press: Press, menu: Menu, target: Target, text: str | None) -> None:
    setting = target.setting
    if target.type_id is not None:
        where = f"types.{target.type_id}.{setting.command}"
        await show(press, menu, where, text)
        return
    if any(one.name == setting.page.name for one in press.app.features.each("menu_pages")):
        await show(press, menu, setting.page.name, text)
        return
    note = Note(setting.key, text) if text else None
    await _show(press, menu, await _group_page(press.app, menu, setting.page, note))


async def show(press: Press, menu: Menu, where: str, note: str | None = None) -> None:
    """Shows the menu's page `where`, with what there is to say first."""
    await _show(press, menu, await page(press.app, menu, where, note))


async def _show(press: Press, menu: Menu, shown: discord.ui.LayoutView) -> None:
    await press.reply.turn_to(shown)
    menu.is_shown_in(press.interaction)


# Reset


async def reset(press: Press, key: str) -> None:
    """*Reset* was confirmed."""
    menu = await press.menus.use(press, key, COMMAND)
    await press.reply.wait(in_place=True)
    left = await forget_configuration(press.app, press.guild_id)
    note = look.reset_done([(one.name, explain(one.error)) for one in left])
    await show(press, menu, "home", note)


# Panels


async def where(press: Press, key: str, choice: str = "") -> None:
    """The channel for a new panel was chosen."""
    menu = await press.menus.use(press, key, COMMAND)
    channel_id = _text_channel(menu.guild, number_in(choice))
    await _show(press, menu, look.new_panel_page(key, channel_id))


async def kind(press: Press, key: str, kind: str, channel_id: int) -> None:
    """*Button* or *Selector*: the form of a new panel. Its editor is a message of its own."""
    await press.menus.use(press, key, COMMAND)
    press.app[PanelMessages].require_postable(press.guild_id, channel_id)
    types = (await press.app.settings.of(press.guild_id)).types
    await press.reply.ask(new_panel_form(PanelKind(kind), channel_id, types))


async def panel(press: Press, key: str, choice: str = "") -> None:
    """A panel was chosen: its editor appears beside the menu."""
    menu = await press.menus.use(press, key, COMMAND)
    # Shown anew, the selector can be used for the same panel again.
    await show(press, menu, "panels")
    step = await panel_steps.begin(press.app, press.guild_id, EDITOR, number_in(choice))
    await press.reply.say(step.text, view=step.view)


def _text_channel(guild: discord.Guild, channel_id: int | None) -> int | None:
    """The channel's id if a panel could stand there at all."""
    known = {channel.id for channel in guild.text_channels}
    return channel_id if channel_id in known else None
