"""Members at a panel: its button, its selector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.render import forms
from ...i18n import _
from ...lifecycle.service.opening import OpenRequest, open_ticket, require_may_open
from ...lifecycle.ui.opening import opened
from ..render.panels import front_door

if TYPE_CHECKING:
    from ...core.ui.press import Press
    from ..rules import Panel


async def press_button(press: Press, number: int) -> None:
    """The button of a panel: opens a ticket, or first the form that asks why."""
    panel = await press.desk.panels.get(press.guild_id, number)
    settings = await require_may_open(press.desk, press.guild_id, press.by)
    if panel.reason is None and settings.opening_reason:
        # Nobody shall fill a form in for nothing.
        press.desk.flood.check(press.guild_id, press.by.id, press.desk.now())
        await press.reply.ask(forms.opening_form(press.interaction.id, panel.number))
        return
    await press.reply.wait()
    await _open(press, panel, panel.reason)


async def choose(press: Press, number: int, choice: str) -> None:
    """A choice in a selector: the chosen reason is the ticket's."""
    panel = await press.desk.panels.get(press.guild_id, number)
    # Showing the message anew lets the same choice be made again.
    await press.reply.refresh(front_door(press.desk.board.with_present_emojis(panel)))
    if not choice.isdecimal():
        raise errors.ReasonGone
    reason = panel.reason_with_id(int(choice))
    await require_may_open(press.desk, press.guild_id, press.by)
    await _open(press, panel, reason.name)


async def press_preview(press: Press, number: int, choice: str = "") -> None:
    """A preview's door: for looking only."""
    text = _("This is only a preview: nothing was opened.")
    await press.reply.say(text, beside=True)


async def _open(press: Press, panel: Panel, reason: str | None) -> None:
    ticket = await open_ticket(
        press.desk,
        OpenRequest(
            guild_id=press.guild_id,
            opener=press.by,
            reason=reason,
            origin_id=press.interaction.id,
            reason_is_given=True,
            panel=panel.number,
        ),
    )
    await press.reply.show(await opened(press.desk, ticket))
