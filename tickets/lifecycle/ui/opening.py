"""The form that asks why a ticket is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.render import words
from ...core.render.failures import explain, remedy
from ...core.render.forms import REASON_FIELD
from ...core.render.message import Message
from ...i18n import _
from ..render import forms
from ..rules import SomeoneElsesInvitation
from ..service.opening import OpenRequest, open_ticket, require_may_open

if TYPE_CHECKING:
    from ...core.app import App
    from ...core.feature import BeforeOpening
    from ...core.ticket import Ticket
    from ...core.ui.press import Press


async def opened_message(app: App, ticket: Ticket, *, in_public: bool = False) -> Message:
    """What the opener is told: where the ticket is, or what comes before."""
    before_opening: BeforeOpening | None = app.features.before_opening_of(ticket.state)
    if before_opening is not None:
        return await before_opening.answer(app, ticket, in_public)
    assert ticket.channel_id is not None
    return Message(
        content=_("Your ticket is ready: {channel}").format(
            channel=words.channel(ticket.channel_id)
        )
    )


async def ask(press: Press, member_id: int) -> None:
    """*Open a ticket*, below a typed command: only for who typed it."""
    if press.by.id != member_id:
        raise SomeoneElsesInvitation(member_id=member_id)
    await require_may_open(press.app, press.guild_id, press.by)
    message = press.interaction.message
    await press.reply.ask(forms.opening_form(message.id if message else press.interaction.id))


async def submit(
    press: Press, origin_id: int, texts: dict[str, str], panel: int | None = None
) -> None:
    """The form was sent: opens the ticket. If that fails, the member gets the text back."""
    await press.reply.wait()
    reason = texts.get(REASON_FIELD, "")
    try:
        ticket = await open_ticket(
            press.app,
            OpenRequest(
                guild_id=press.guild_id,
                opener=press.by,
                reason=reason,
                origin_id=origin_id,
                panel=panel,
            ),
        )
    except errors.TicketError as error:
        await press.reply.say(_with_text_back(explain(error), reason), remedy(error))
        return
    await press.reply.show(await opened_message(press.app, ticket))


def _with_text_back(sentence: str, text: str) -> str:
    if not text.strip():
        return sentence
    return _("{problem}\nYour text, so you can copy it:\n{text}").format(
        problem=sentence, text=words.clip(f">>> {text}", 1000)
    )
