"""Admins at their panels: buttons, selectors and forms. All ask for the right to configure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core import errors
from ..render.forms import new_panel_form
from ..rules import Panel, PanelGone, PanelKind
from ..service.panels import get_panel, post_panel, types_of
from . import steps

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ...core.feature import Handler
    from ...core.ui.press import Press
    from .steps import Step


async def new(press: Press, kind: str, channel_id: int) -> None:
    """*Button* or *Selector*, for a new panel: its form."""
    await press.require_admin()
    types = await types_of(press.app, press.guild_id)
    await press.reply.ask(new_panel_form(PanelKind(kind), channel_id, types))


async def submit_new(press: Press, kind: str, channel_id: int, texts: dict[str, str]) -> None:
    """The form of a new panel was sent."""
    await press.require_admin()
    await press.reply.wait(in_place=True)
    await show(
        press, await steps.create(press.app, press.guild_id, PanelKind(kind), channel_id, texts)
    )


async def do(press: Press, verb: str, number: int, reason_id: int) -> None:
    """A button at the panel's editor."""
    await press.require_admin()
    if verb == "preview":
        panel = await get_panel(press.app, press.guild_id, number)
        shown = await steps.preview(press.app, panel)
        try:
            await press.reply.show_beside(shown.text, shown.view, shown.embed)
        except errors.UnusableEmoji as error:
            refused = panel.refused_emoji(error.option)
            if refused is not None:
                raise errors.UnusableEmoji(given=refused[0], entry=refused[1]) from error
            raise
        return
    if verb in steps.ACTING:
        await press.reply.wait(in_place=True)
    await show(press, await steps.begin(press.app, press.guild_id, verb, number, reason_id))


async def which(press: Press, verb: str, choice: str) -> None:
    """A panel was chosen for what a command began."""
    await do(press, verb, _number(choice), 0)


async def pick(press: Press, verb: str, number: int, choice: str) -> None:
    """A button or reason was chosen for what a command began."""
    await do(press, verb, number, _number(choice))


async def choose_channel(press: Press, number: int, choice: str) -> None:
    """A channel was chosen to move a panel to."""
    await press.require_admin()
    panel = await get_panel(press.app, press.guild_id, number)
    await press.reply.wait(in_place=True)
    await show(press, steps.in_editor(await post_panel(press.app, panel, _number(choice))))


def form_handler(change: Callable[..., Awaitable[Step]], *, needs_place: bool = False) -> Handler:
    """The handler of a form that changes a panel by `change`."""

    async def submit(press: Press, number: int, texts: dict[str, str], **about: Any) -> None:
        await press.require_admin()
        await press.reply.wait(in_place=True)
        panel: Panel = await get_panel(press.app, press.guild_id, number)
        if needs_place:
            about["near_id"] = press.interaction.channel_id
        await show(press, await change(press.app, panel, texts=texts, **about))

    return submit


async def show(press: Press, step: Step) -> None:
    """Opens a step's form, or shows what there is to read and choose."""
    if step.form is not None:
        await press.reply.ask(step.form)
    else:
        await press.reply.say(step.text, view=step.view, embed=step.embed)


def _number(choice: str) -> int:
    if not choice.isdecimal() or len(choice) > 20:
        raise PanelGone
    return int(choice)
