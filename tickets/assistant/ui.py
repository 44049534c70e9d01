"""The assistant: one question after the other, and at the end everything at once."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..configuration import ui as settings_menu
from ..configuration.discord import StaffChannels
from ..configuration.render.menu import given_back
from ..core import errors
from ..core.render.failures import explain, something_broke
from ..core.ui.ids import IdPart
from ..core.ui.typed import how_to_type
from ..panels.render.panels import default_label
from ..panels.rules import Entry, LastReason, Panel, PanelKind
from . import service
from .render import pages as look
from .render.answers import ServerFacts
from .rules import CHANNEL_STEPS, ChangedMeanwhile, Draft, NoChannel, Step, reasons_in

if TYPE_CHECKING:
    from collections.abc import Collection

    import discord
    from redbot.core.bot import Red

    from ..core.app import App
    from ..core.ui.menus import Menu
    from ..core.ui.press import Press

log = logging.getLogger("red.tickets.ui")

#: What opens the assistant.
COMMAND = "ticketset setup"
#: Parts of ids, for their patterns.
STEP = IdPart("step", "|".join(step.value for step in Step), is_word=True)
ANSWER = IdPart("given", r"[a-z]{1,12}", is_word=True)

#: Errors that are about the answers, not about the menu.
_PROBLEMS = (errors.SettingRefused, errors.DiscordSaidNo)


async def first_page(app: App, bot: Red, menu: Menu, channel: Any) -> discord.ui.LayoutView:
    """The first question, in a menu that was opened in `channel`."""
    guild = menu.guild
    menu.draft = await service.begin(
        app,
        guild.id,
        here_id=getattr(channel, "id", None),
        mods=[role.id for role in await bot.get_mod_roles(guild)],
        admins=[role.id for role in await bot.get_admin_roles(guild)],
    )
    return await _page(app, bot, menu)


async def begin(press: Press, key: str) -> None:
    """*Set up the system* in the settings menu."""
    menu = await press.menus.use(press, key, settings_menu.COMMAND)
    bot, channel = press.interaction.client, press.interaction.channel
    await _turn(press, menu, await first_page(press.app, bot, menu, channel))


async def back(press: Press, key: str, step: str) -> None:
    """*Back*; from the first question to the settings menu."""
    menu, draft = await _use_menu(press, key)
    if draft.step.value != step:
        await _show(press, menu)
        return
    earlier = draft.back()
    if earlier is None:
        menu.draft = None
        await _turn(press, menu, await settings_menu.page(press.app, menu))
        return
    menu.draft = earlier
    await _show(press, menu)


async def cancel(press: Press, key: str) -> None:
    """*Cancel*: everything is as it was."""
    menu, _draft = await _use_menu(press, key)
    press.menus.close(menu)
    command = await how_to_type(press.interaction.client, COMMAND, menu.guild)
    await press.reply.turn_to(look.cancelled_page(command))


async def answer(press: Press, key: str, step: str, given: str, choice: str = "") -> None:
    """An answer, by button or selector."""
    menu, draft = await _use_menu(press, key)
    if draft.working:
        # An impatient second press on the last button.
        await press.reply.wait(in_place=True)
    elif draft.step.value != step:
        # The page had been turned already.
        await _show(press, menu)
    elif draft.step is Step.SUMMARY and given == "go":
        await _go(press, menu, draft)
    elif draft.step is Step.PANEL and given == PanelKind.SELECTOR.value:
        await press.reply.ask(look.reasons_form(key, draft.answers))
    else:
        exists = press.app[StaffChannels].existing(press.guild_id)
        try:
            new = _answered(draft, given, press.values, choice, exists)
        except ValueError:
            # Nothing that a page offers: a forged id.
            raise errors.UnknownTicket from None
        await _take(press, menu, draft, new)


async def submit_reasons(press: Press, key: str, texts: dict[str, str]) -> None:
    """The form with the selector's reasons was sent."""
    text = texts.get(look.REASONS_FIELD, "")
    try:
        menu, draft = await _use_menu(press, key)
    except errors.MenuEnded as error:
        await press.reply.say(given_back(explain(error), text))
        return
    if draft.working or draft.step is not Step.PANEL:
        await _show(press, menu)
        return
    reasons = reasons_in(text)
    # Also if they can't work: the form starts from what was written.
    menu.draft = draft.with_answer(reasons=reasons)
    await _take(press, menu, draft, draft.answered(panel=PanelKind.SELECTOR, reasons=reasons))


def _answered(
    draft: Draft, given: str, values: tuple[str, ...], choice: str, exists: Collection[int]
) -> Draft:
    """The draft after an answer; raises ``ValueError`` for one that there isn't."""
    step = draft.step
    if step is Step.MODERATORS:
        return _moderators(draft, given, values, exists)
    if given == "keep":
        return draft.answered()
    if step is Step.VALIDATION and given == "propose":
        return draft.hurried()
    if step is Step.VALIDATION:
        return draft.answered(manual=given == "manual")
    if step is Step.REASON:
        return draft.answered(opening_reason=given == "yes")
    if step in CHANNEL_STEPS:
        place = int(choice) if given == "choose" else NoChannel(given)
        return draft.answered(**{step.value: place})
    if step is Step.PANEL and given == "choose":
        return draft.with_answer(panel_channel_id=int(choice))
    if step is Step.PANEL:
        return draft.answered(panel=PanelKind.BUTTON if given == "button" else None)
    return draft.at(Step(choice))


def _moderators(
    draft: Draft, given: str, values: tuple[str, ...], exists: Collection[int]
) -> Draft:
    """The page stays until *Next*, or until it is said that there are none."""
    if given == "choose":
        return draft.with_answer(moderator_role_ids=tuple(map(int, values)))
    if given in ("mention", "silent"):
        return draft.with_answer(mention=given == "mention")
    if given == "none":
        return draft.answered(moderator_role_ids=())
    # *Next* means those that the page shows.
    shown = tuple(role for role in draft.answers.moderator_role_ids if role in exists)
    if given != "keep" or not shown:
        raise ValueError
    return draft.answered(moderator_role_ids=shown)


async def _take(press: Press, menu: Menu, draft: Draft, new: Draft) -> None:
    """Goes on with an answer, unless it can't work."""
    try:
        service.require_answer(
            press.app,
            press.guild_id,
            new.seen,
            new.answers,
            draft.step,
            _panel(press.guild_id, new),
        )
    except _PROBLEMS as error:
        await _show(press, menu, explain(error))
        return
    menu.draft = new
    await _show(press, menu)


async def _go(press: Press, menu: Menu, draft: Draft) -> None:
    """Everything is done, and shown; what can't be done leads back to the summary."""
    menu.draft = replace(draft, working=True)
    problem = None
    try:
        await press.reply.turn_to(look.working_page())
        done = await service.set_up(
            press.app, press.guild_id, draft, _panel(press.guild_id, draft)
        )
    except ChangedMeanwhile as error:
        draft = draft.after(await press.app.settings.of(press.guild_id))
        problem = explain(error)
    except _PROBLEMS as error:
        problem = explain(error)
    except Exception:
        # The page must not stay as it is: it has no buttons.
        log.exception("The assistant failed in server %s", press.guild_id)
        problem = something_broke()
    finally:
        menu.draft = draft
    if problem is not None:
        await _show(press, menu, problem)
        return
    press.menus.close(menu)
    await press.reply.turn_to(await _finish(press, menu, done), or_beside=True)


async def _finish(press: Press, menu: Menu, done: service.SetUp) -> discord.ui.LayoutView:
    bot, guild = press.interaction.client, menu.guild
    return look.done_page(
        done.settings,
        done.panel,
        ticket_command=await how_to_type(bot, "ticket", guild),
        menu_command=await how_to_type(bot, settings_menu.COMMAND, guild),
        role_command=await how_to_type(bot, "ticketset modrole", guild),
        unheard=done.unheard,
    )


def _panel(guild_id: int, draft: Draft) -> Panel | None:
    """The panel that is wanted; raises what is wrong with a selector's reasons."""
    answers = draft.answers
    if answers.panel is None:
        return None
    panel = Panel(
        guild_id=guild_id,
        number=0,
        kind=answers.panel,
        channel_id=answers.panel_channel_id or 0,
    )
    if answers.panel is PanelKind.SELECTOR:
        for name in answers.reasons:
            panel = panel.with_reason(name)
        if not panel.entries:
            raise LastReason
        return panel
    return panel.with_entry(Entry(id=0, name=default_label()))


async def _use_menu(press: Press, key: str) -> tuple[Menu, Draft]:
    menu = await press.menus.use(press, key, COMMAND)
    if not isinstance(menu.draft, Draft):
        # A page of before *Back* to the settings menu: the assistant begins anew.
        bot, channel = press.interaction.client, press.interaction.channel
        await first_page(press.app, bot, menu, channel)
    return menu, menu.draft


async def _show(press: Press, menu: Menu, problem: str | None = None) -> None:
    await _turn(press, menu, await _page(press.app, press.interaction.client, menu, problem))


async def _turn(press: Press, menu: Menu, page: discord.ui.LayoutView) -> None:
    await press.reply.turn_to(page)
    menu.is_shown_in(press.interaction)


async def _page(
    app: App, bot: Red, menu: Menu, problem: str | None = None
) -> discord.ui.LayoutView:
    guild_id = menu.guild.id
    facts = ServerFacts(
        exists=app[StaffChannels].existing(guild_id),
        public=app[StaffChannels].public(guild_id),
        ticket_command=await how_to_type(bot, "ticket", menu.guild),
    )
    return look.step_page(menu.key, menu.draft, facts, problem)
