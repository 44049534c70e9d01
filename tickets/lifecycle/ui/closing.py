"""The buttons inside a ticket: close, reopen, delete, and their questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors
from ...core.render.forms import REASON_FIELD
from ...core.ticket import Action
from ...core.ui.typed import how_to_type
from ...i18n import _
from ..render import forms
from ..rules import QuestionOutdated, joined_reason, must_say_why
from ..service.closing import (
    close_ticket,
    reopen_ticket,
    require_closable,
    require_may_moderate,
    what_closing_does,
)
from ..service.deleting import delete_ticket
from ..settings import ClosingSettings, MoreClosingSettings

if TYPE_CHECKING:
    from ...core.ui.press import Press


async def close(press: Press, number: int) -> None:
    """*Close ticket*: asks for a reason, or to confirm."""
    await press.ticket_here(number)
    ticket, settings = await require_closable(press.app, press.guild_id, number, press.by)
    closing = settings[ClosingSettings]
    outcome = what_closing_does(press.app, settings, press.by)
    if closing.closing_reason:
        required = must_say_why(ticket, press.by, closing)
        reasons = settings[MoreClosingSettings].closing_reasons
        form = forms.closing_form(number, required=required, reasons=reasons, **outcome)
        await press.reply.ask(form)
        return
    session = press.app.session
    question = forms.closing_question(ticket, session, **outcome)
    await press.reply.show(question)


async def submit(press: Press, number: int, texts: dict[str, str]) -> None:
    """The form with the reason was sent: that confirms."""
    await press.ticket_here(number)
    reason = joined_reason(texts.get(forms.CHOSEN_FIELD), texts.get(REASON_FIELD))
    await _close(press, number, reason)


async def confirm_close(press: Press, number: int, session: str, revision: int) -> None:
    """*Confirm* below the question whether to close."""
    await _require_present(press, number, session, revision)
    await _close(press, number, None)


async def _close(press: Press, number: int, reason: str | None) -> None:
    await close_ticket(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        reason=reason,
        answer=press.answer_with(_("✅ The ticket has been closed.")),
    )


async def cancel(press: Press, number: int, session: str) -> None:
    """*Cancel* below any question."""
    await press.reply.say(_("Nothing was changed."))


async def reopen(press: Press, number: int) -> None:
    """*Reopen*."""
    await press.ticket_here(number)
    await reopen_ticket(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        answer=press.answer_with(_("✅ The ticket is open again.")),
    )


async def delete(press: Press, number: int) -> None:
    """*Delete*: asks first, for nothing remains."""
    await press.ticket_here(number)
    ticket, settings = await require_may_moderate(
        press.app, press.guild_id, number, press.by, Action.DELETE
    )
    saves = press.app.features.keeps_before_deletion(settings)
    await press.reply.show(forms.deletion_question(ticket, press.app.session, saves=saves))


async def confirm_delete(press: Press, number: int, session: str, revision: int) -> None:
    """*Confirm* below the question whether to delete."""
    await _require_present(press, number, session, revision)
    await delete_ticket(
        press.app,
        press.guild_id,
        number,
        by=press.by,
        answer=press.answer_with(_("The ticket is being deleted…")),
    )


async def confirm_of_1_0(press: Press, number: int, session: str) -> None:
    """*Confirm* of 1.0.0, which didn't say about which state it had asked."""
    await _require_present(press, number, session, None)


async def _require_present(press: Press, number: int, session: str, revision: int | None) -> None:
    """Refuses a question from before a restart, about a ticket of another channel, or about
    another state than the present one: it was reopened meanwhile, perhaps."""
    ticket = await press.ticket_here(number)
    if session == press.app.session and revision != ticket.revision:
        raise QuestionOutdated
    if session != press.app.session:
        interaction = press.interaction
        command = await how_to_type(interaction.client, "ticket", interaction.guild)
        raise errors.MenuEnded(command=command)
