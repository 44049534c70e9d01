"""Members at a panel: its button, its selector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...lifecycle.flood import Flood
from ...lifecycle.render import forms
from ...lifecycle.service.opening import OpenRequest, open_ticket, require_may_open
from ...lifecycle.settings import OpeningSettings
from ...lifecycle.ui.opening import opened_message
from ..discord import PanelMessages
from ..render.panels import component_view
from ..rules import ReasonGone
from ..service.panels import get_panel

if TYPE_CHECKING:
    from ...core.ui.press import Press
    from ..rules import Panel


async def press_button(press: Press, number: int) -> None:
    """The button of a panel: opens a ticket, or first the form that asks why."""
    panel = await get_panel(press.app, press.guild_id, number)
    settings = await require_may_open(press.app, press.guild_id, press.by)
    if panel.reason is None and settings[OpeningSettings].opening_reason:
        # Nobody shall fill a form in for nothing.
        press.app[Flood].check(press.guild_id, press.by.id, press.app.now())
        await press.reply.ask(forms.opening_form(press.interaction.id, panel.number))
        return
    await press.reply.wait()
    await _open(press, panel, panel.reason)


async def choose(press: Press, number: int, choice: str) -> None:
    """A choice in a selector: the chosen reason is the ticket's."""
    panel = await get_panel(press.app, press.guild_id, number)
    # Showing the message anew lets the same choice be made again.
    await press.reply.refresh(component_view(press.app[PanelMessages].with_present_emojis(panel)))
    if not choice.isdecimal():
        raise ReasonGone
    reason = panel.reason_with_id(int(choice))
    await require_may_open(press.app, press.guild_id, press.by)
    await _open(press, panel, reason.name)


async def press_preview(press: Press, number: int, choice: str = "") -> None:
    """A preview's button or selector: for looking only."""
    text = _("This is only a preview: nothing was opened.")
    await press.reply.show_beside(text)


async def _open(press: Press, panel: Panel, reason: str | None) -> None:
    ticket = await open_ticket(
        press.app,
        OpenRequest(
            guild_id=press.guild_id,
            opener=press.by,
            reason=reason,
            origin_id=press.interaction.id,
            reason_is_given=True,
            panel=panel.number,
        ),
    )
    await press.reply.show(await opened_message(press.app, ticket))
