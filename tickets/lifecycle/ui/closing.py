"""The buttons inside a ticket: close, reopen, delete, and their questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import errors, policy
from ...core.render import controls, forms
from ...core.ticket import Action
from ...core.ui.typed import how_to_type
from ...i18n import _
from ..render.ticket import Message
from ..service import closing as service

if TYPE_CHECKING:
    from ...core.app import Desk
    from ...core.ui.press import Press


async def close(press: Press, number: int) -> None:
    """*Close ticket*: asks for a reason, or to confirm."""
    ticket, settings = await service.require_may_close(
        press.desk, press.guild_id, number, press.by
    )
    press.require_here(ticket)
    deletes = policy.deletes_by_closing(press.by, ticket, settings)
    if policy.terms_in_force(ticket, settings).closing_reason:
        form = forms.closing_form(number, deletes=deletes, saves=settings.transcripts)
        await press.reply.ask(form)
        return
    question = closing_question(press.desk, number, deletes=deletes, saves=settings.transcripts)
    await press.reply.show(question)


def closing_question(desk: Desk, number: int, *, deletes: bool, saves: bool) -> Message:
    """Whether to close, where no reason is asked for."""
    question = _("Close this ticket?")
    if deletes and saves:
        question = _(
            "Close and delete this ticket? It is saved first, then its channel and messages go."
        )
    elif deletes:
        question = _(
            "Close and delete this ticket? Its channel and all messages go; nothing will be kept."
        )
    view = controls.confirmation("close", number, desk.session, dangerous=deletes)
    return Message(content=question, view=view)


def deletion_question(desk: Desk, number: int, *, saves: bool) -> Message:
    """Whether to delete, and what remains."""
    question = (
        _("Delete this ticket? It is saved first; then its channel and all messages go.")
        if saves
        else _("Delete this ticket? Its channel and all messages go; nothing will be kept.")
    )
    return Message(
        content=question,
        view=controls.confirmation("delete", number, desk.session, dangerous=True),
    )


async def submit(press: Press, number: int, texts: dict[str, str]) -> None:
    """The form with the reason was sent: that confirms."""
    press.require_here(await press.desk.tickets.get(press.guild_id, number))
    await service.close_ticket(
        press.desk,
        press.guild_id,
        number,
        by=press.by,
        reason=texts.get(forms.REASON_FIELD),
        answer=press.answer_with(_("✅ The ticket has been closed.")),
    )


async def confirm_close(press: Press, number: int, session: str) -> None:
    """*Confirm* below the question whether to close."""
    await _require_present(press, number, session)
    await service.close_ticket(
        press.desk,
        press.guild_id,
        number,
        by=press.by,
        reason=None,
        answer=press.answer_with(_("✅ The ticket has been closed.")),
    )


async def cancel(press: Press, number: int, session: str) -> None:
    """*Cancel* below any question."""
    await press.reply.say(_("Nothing was changed."))


async def reopen(press: Press, number: int) -> None:
    """*Reopen*."""
    press.require_here(await press.desk.tickets.get(press.guild_id, number))
    await service.reopen_ticket(
        press.desk,
        press.guild_id,
        number,
        by=press.by,
        answer=press.answer_with(_("✅ The ticket is open again.")),
    )


async def delete(press: Press, number: int) -> None:
    """*Delete*: asks first, for nothing remains."""
    ticket = await service.require_may_moderate(
        press.desk, press.guild_id, number, press.by, Action.DELETE
    )
    press.require_here(ticket)
    settings = await press.desk.settings.of(press.guild_id)
    await press.reply.show(deletion_question(press.desk, number, saves=settings.transcripts))


async def confirm_delete(press: Press, number: int, session: str) -> None:
    """*Confirm* below the question whether to delete."""
    await _require_present(press, number, session)
    await service.delete_ticket(
        press.desk,
        press.guild_id,
        number,
        by=press.by,
        answer=press.answer_with(_("The ticket is being deleted…")),
    )


async def _require_present(press: Press, number: int, session: str) -> None:
    """Refuses a question from before a restart, or about a ticket of another channel."""
    press.require_here(await press.desk.tickets.get(press.guild_id, number))
    if session != press.desk.session:
        interaction = press.interaction
        command = await how_to_type(interaction.client, "ticket", interaction.guild)
        raise errors.MenuEnded(command=command)
