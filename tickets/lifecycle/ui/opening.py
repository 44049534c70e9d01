"""The form that asks why a ticket is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.render.failures import explain, remedy
from ...core.render.forms import REASON_FIELD
from ..drafts import FormAbout
from ..flood import Flood
from ..render import forms
from ..rules import SomeoneElsesInvitation
from ..service.choosing import TypedReasons, what_to_choose
from ..service.opening import OpenRequest, open_ticket, require_may_open
from ..settings import FormSettings
from . import asking
from .opened import opened_message

if TYPE_CHECKING:
    from ...core.ui.press import Press


async def ask(press: Press, member_id: int, type_id: int | None = None) -> None:
    """*Open a ticket*, below a typed command: only for who typed it."""
    if press.by.id != member_id:
        raise SomeoneElsesInvitation(member_id=member_id)
    settings = await require_may_open(press.app, press.guild_id, press.by, type_id)
    message = press.interaction.message
    origin_id = message.id if message else press.interaction.id
    await asking.ask(press.app, press.reply, settings, FormAbout(type_id=type_id), origin_id)


async def ask_with_reason(press: Press, member_id: int, origin_id: int, type_id: int) -> None:
    """The same, below a typed command that said why."""
    if press.by.id != member_id:
        raise SomeoneElsesInvitation(member_id=member_id)
    about = FormAbout(type_id=type_id or None)
    settings = await require_may_open(press.app, press.guild_id, press.by, about.type_id)
    reason = press.app[TypedReasons].of(origin_id, press.app.now())
    await asking.ask(press.app, press.reply, settings, about, origin_id, reason=reason)


async def offer(press: Press, member_id: int, origin_id: int) -> None:
    """*Choose*, below a typed command: the types, for who typed it."""
    if press.by.id != member_id:
        raise SomeoneElsesInvitation(member_id=member_id)
    choice = await what_to_choose(press.app, press.guild_id, press.by)
    reason = press.app[TypedReasons].of(origin_id, press.app.now())
    shown = forms.choose_type(origin_id, choice.types, reason, without_type=choice.without_type)
    await press.reply.show_beside(shown.content, shown.view, shown.embed)


async def choose(press: Press, origin_id: int, choice: str = "") -> None:
    """A type was chosen: opens the ticket, or first the form that asks why."""
    message = press.interaction.message
    reason = message.embeds[0].description if message is not None and message.embeds else None
    type_id = int(choice) if choice.isdecimal() and len(choice) < 10 else 0
    possible = (await what_to_choose(press.app, press.guild_id, press.by)).only
    if (type_id or None) not in possible:
        raise errors.TypeGone
    settings = await require_may_open(press.app, press.guild_id, press.by, type_id or None)
    if asking.asks(settings, reason):
        press.app[Flood].check(press.guild_id, press.by.id, press.app.now())
        about = FormAbout(type_id=type_id or None)
        await asking.ask(press.app, press.reply, settings, about, origin_id, reason=reason)
        return
    await press.reply.wait(in_place=True)
    await _open(press, reason or "", origin_id, None, type_id or None)


async def submit(
    press: Press,
    origin_id: int,
    texts: dict[str, str],
    panel: int | None = None,
    type_id: int | None = None,
) -> None:
    """The form that asks why was sent: opens the ticket."""
    reason = texts.get(REASON_FIELD, "")
    settings = (await press.app.settings.of(press.guild_id)).for_type(type_id or None)
    if settings[FormSettings].form.questions:
        # They came while the form was open.
        about = FormAbout(type_id=type_id or None, panel=panel or None)
        await asking.open_with_answers(press, origin_id, about, reason)
        return
    await press.reply.wait()
    await _open(press, reason, origin_id, panel or None, type_id)


async def _open(
    press: Press, reason: str, origin_id: int, panel: int | None, type_id: int | None
) -> None:
    """Opens the ticket. If that fails, the member gets the text back."""
    try:
        ticket = await open_ticket(
            press.app,
            OpenRequest(
                guild_id=press.guild_id,
                opener=press.by,
                reason=reason,
                origin_id=origin_id,
                panel=panel,
                type_id=type_id,
            ),
        )
    except errors.TicketError as error:
        await press.reply.say(forms.with_text_back(explain(error), reason), remedy(error))
        return
    await press.reply.show(await opened_message(press.app, ticket))
