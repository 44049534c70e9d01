"""Requests: *Accept* and *Refuse* for moderators, *Cancel request* for the member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import errors
from ..core.discord.people import known_person
from ..core.render import words
from ..core.render.forms import REASON_FIELD
from ..core.team import Team, require_in_team
from ..i18n import _
from .render import confirmation, decision, refusal_form
from .service.requests import accept_request, refuse_request, require_may_decide, withdraw_request
from .settings import RequestSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.render.message import Message
    from ..core.ticket import Ticket
    from ..core.ui.press import Press


async def answer(app: App, ticket: Ticket, in_public: bool) -> Message:
    """What a member reads who requested a ticket; `in_public` without the reason."""
    settings = await app.settings.for_ticket(ticket)
    opener = known_person(app.bot, ticket.guild_id, ticket.opener_id)
    values = app.channels.name_facts(ticket, opener, settings).values()
    if in_public:
        values = {**values, "reason": "…"}
    return confirmation(ticket, settings[RequestSettings].confirmation_message, values)


async def _require_its_message(press: Press, number: int) -> None:
    """Raises ``UnknownTicket`` unless what was pressed is the request's message, as far as known.

    Another one with its number is older than the record, or was forged. Who reads the right one
    without being in the team that decides hears who is.
    """
    ticket = await press.app.tickets.get(press.guild_id, number)
    message = press.interaction.message
    if message is None or ticket.request_id not in (None, message.id):
        raise errors.UnknownTicket
    if ticket.request_id == message.id:
        (await press.app.settings.for_ticket(ticket))[Team].require_moderator(press.by)


async def accept(press: Press, number: int) -> None:
    """*Accept*: opens the ticket."""
    await _require_its_message(press, number)
    await require_may_decide(press.app, press.guild_id, number, press.by)
    await press.reply.wait()
    ticket = await accept_request(
        press.app, press.guild_id, number, by=press.by, answer=press.answer_with("")
    )
    await press.reply.say(decision(ticket))


async def refuse(press: Press, number: int) -> None:
    """*Refuse*: opens the form that asks why."""
    await _require_its_message(press, number)
    await require_may_decide(press.app, press.guild_id, number, press.by)
    await press.reply.ask(refusal_form(number))


async def submit_refusal(press: Press, number: int, texts: dict[str, str]) -> None:
    """The form was sent, with or without a reason: that refuses."""
    await refuse_request(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        reason=texts.get(REASON_FIELD),
        answer=press.answer_with(_("✅ The request was refused.")),
    )


async def withdraw(press: Press, number: int) -> None:
    """*Cancel request*: only whose request it is."""
    answer = press.answer_with(_("Your request has been cancelled."), in_place=True)
    await withdraw_request(press.app, press.guild_id, number, by=press.by, answer=answer)


async def show_result(press: Press, number: int, member_id: int) -> None:
    """*Show the result*, below a typed command: only for who typed it."""
    if press.by.id != member_id:
        raise errors.SomeoneElsesButton(member_id=member_id)
    ticket = await press.app.tickets.get(press.guild_id, number)
    require_in_team(await press.app.settings.of(press.guild_id), ticket, press.by)
    await press.reply.say(words.clip(decision(ticket), words.MESSAGE_LIMIT))
