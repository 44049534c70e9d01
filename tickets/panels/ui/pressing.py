"""Members at a panel: its buttons, its selector."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ...core import errors
from ...core.render.forms import REASON_FIELD
from ...i18n import _
from ...lifecycle.drafts import FormAbout
from ...lifecycle.flood import Flood
from ...lifecycle.service.opening import OpenRequest, open_ticket, require_may_open
from ...lifecycle.ui import asking
from ...lifecycle.ui.opened import opened_message
from ..discord import PanelMessages
from ..render.panels import component_view
from ..rules import FIRST, ReasonGone
from ..service.panels import as_shown, get_panel

if TYPE_CHECKING:
    from ...core.settings import Settings
    from ...core.ui.press import Press
    from ..rules import Entry, Panel

log = logging.getLogger("red.tickets.panels")


async def press_button(press: Press, number: int, entry_id: int = FIRST) -> None:
    """A button of a panel: opens a ticket, or first the form that asks why."""
    panel = await get_panel(press.app, press.guild_id, number)
    entry = panel.entry_with_id(entry_id)
    settings = await require_may_open(press.app, press.guild_id, press.by, entry.type_id)
    if _asks(entry, settings):
        await _ask(press, panel, entry, settings)
        return
    await press.reply.wait()
    await _open(press, panel, entry)


async def choose(press: Press, number: int, choice: str) -> None:
    """A choice in a selector: it says which reason or type the ticket has."""
    panel = await get_panel(press.app, press.guild_id, number)
    entry = next((one for one in panel.entries if str(one.id) == choice), None)
    if entry is not None and await _may_ask(press, entry):
        settings = await require_may_open(press.app, press.guild_id, press.by, entry.type_id)
        if _asks(entry, settings):
            await _ask(press, panel, entry, settings)
            await _reset(press, panel)
            return
    # Showing the message anew lets the same choice be made again.
    await press.reply.refresh(component_view(await as_shown(press.app, panel)))
    if entry is None:
        raise ReasonGone
    await require_may_open(press.app, press.guild_id, press.by, entry.type_id)
    await _open(press, panel, entry)


async def press_preview(
    press: Press, number: int, entry_id: int = FIRST, choice: str = ""
) -> None:
    """A preview's button or selector: for looking only."""
    text = _("This is only a preview: nothing was opened.")
    await press.reply.show_beside(text)


async def _may_ask(press: Press, entry: Entry) -> bool:
    """Whether a form is the answer to a choice, as long as nothing stands against the ticket."""
    settings = (await press.app.settings.of(press.guild_id)).for_type(entry.type_id)
    return entry.reason is None or _asks(entry, settings)


def _asks(entry: Entry, settings: Settings) -> bool:
    return asking.asks(settings, entry.reason, reason_is_given=entry.reason is not None)


async def _ask(press: Press, panel: Panel, entry: Entry, settings: Settings) -> None:
    # Nobody shall fill a form in for nothing.
    press.app[Flood].check(press.guild_id, press.by.id, press.app.now())
    about = FormAbout(type_id=entry.type_id, panel=panel.number, entry=entry.id)
    await asking.ask(
        press.app,
        press.reply,
        settings,
        about,
        press.interaction.id,
        reason=entry.reason,
        reason_is_given=entry.reason is not None,
    )


async def submit_answers(
    press: Press, origin_id: int, number: int, entry_id: int, type_id: int, texts: dict[str, str]
) -> None:
    """The form with questions was sent. It counts whatever became of its panel meanwhile."""
    about = FormAbout(type_id=type_id or None, panel=number, entry=entry_id)
    try:
        given = (await get_panel(press.app, press.guild_id, number)).entry_with_id(entry_id).reason
    except errors.TicketError:
        given = None
    reason = given or texts.get(REASON_FIELD)
    is_given = given is not None or REASON_FIELD not in texts
    await asking.open_with_answers(press, origin_id, about, reason, reason_is_given=is_given)


async def _reset(press: Press, panel: Panel) -> None:
    """Lets the same choice be made again: the form was the answer, so it takes a call."""
    try:
        await press.app[PanelMessages].refresh(await as_shown(press.app, panel))
    except errors.TicketError:
        log.info("The selector of panel %s wasn't shown anew", panel.number, exc_info=True)


async def _open(press: Press, panel: Panel, entry: Entry) -> None:
    ticket = await open_ticket(
        press.app,
        OpenRequest(
            guild_id=press.guild_id,
            opener=press.by,
            reason=entry.reason,
            origin_id=press.interaction.id,
            reason_is_given=True,
            panel=panel.number,
            type_id=entry.type_id,
        ),
    )
    await press.reply.show(await opened_message(press.app, ticket))
