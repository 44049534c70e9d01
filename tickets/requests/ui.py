"""Requests: *Accept* and *Refuse* for moderators, *Withdraw* for the member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors, policy
from ..core.render import forms, words
from ..i18n import _
from ..lifecycle.render.list import decision
from ..lifecycle.service.opening import accept_request
from .service import refuse_request, require_may_decide, withdraw_request

if TYPE_CHECKING:
    from ..core.ui.press import Press


async def accept(press: Press, number: int) -> None:
    """*Accept*: opens the ticket."""
    await require_may_decide(press.desk, press.guild_id, number, press.by)
    await press.reply.wait()
    ticket = await accept_request(
        press.desk, press.guild_id, number, by=press.by, answer=press.answer_with("")
    )
    await press.reply.say(decision(ticket))


async def refuse(press: Press, number: int) -> None:
    """*Refuse*: opens the form that asks why."""
    await require_may_decide(press.desk, press.guild_id, number, press.by)
    await press.reply.ask(forms.refusal_form(number))


async def submit_refusal(press: Press, number: int, texts: dict[str, str]) -> None:
    """The form was sent, with or without a reason: that refuses."""
    await refuse_request(
        press.desk,
        press.guild_id,
        number,
        by=press.by,
        reason=texts.get(forms.REASON_FIELD),
        answer=press.answer_with(_("✅ The request was refused.")),
    )


async def withdraw(press: Press, number: int) -> None:
    """*Withdraw*: only whose request it is."""
    answer = press.answer_with(_("Your request was withdrawn."), in_place=True)
    await withdraw_request(press.desk, press.guild_id, number, by=press.by, answer=answer)


async def show_result(press: Press, number: int, member_id: int) -> None:
    """*Show the result*, below a typed command: only for who typed it."""
    if press.by.id != member_id:
        raise errors.SomeoneElsesButton(member_id=member_id)
    ticket = await press.desk.tickets.get(press.guild_id, number)
    policy.require_moderator(press.by, ticket, await press.desk.settings.of(press.guild_id))
    await press.reply.say(words.clip(decision(ticket), words.MESSAGE_LIMIT))
