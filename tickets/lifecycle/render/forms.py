"""Buttons, questions and forms of a ticket's life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...core.form import QUESTIONS_LIMIT, QuestionKind, answers_of, field_of
from ...core.lazy_dataclass import lazy_dataclass
from ...core.render import words
from ...core.render.controls import button, confirmation, identify, row
from ...core.render.forms import modal, reason_form, reason_part
from ...core.render.message import BLURPLE, Message
from ...core.render.questions import parts
from ...core.ticket import REASON_LIMIT, State, Ticket
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...core.form import Form as QuestionForm
    from ...core.settings import Settings
    from ...core.ticket_type import TicketType
    from ..drafts import FormAbout

#: The field of a closing form in which a reason is chosen.
CHOSEN_FIELD = "chosen"
#: Longer texts are given back as a file.
_GIVEN_BACK = 900


def close_or_reopen(ticket: Ticket, settings: Settings) -> Iterator[discord.ui.Button[Any]]:
    """The first button of a ticket."""
    if ticket.state is State.CLOSED:
        style = discord.ButtonStyle.blurple
        yield button("reopen", ticket.number, label=_("Reopen"), style=style)
    else:
        yield close_button(ticket.number)


def close_button(number: int) -> discord.ui.Button[Any]:
    """The button that asks why, or to confirm."""
    return button("close", number, label=_("Close ticket"), style=discord.ButtonStyle.blurple)


def delete(ticket: Ticket, settings: Settings) -> Iterator[discord.ui.Button[Any]]:
    """The last button of a closed ticket."""
    if ticket.state is State.CLOSED:
        yield button("delete", ticket.number, label=_("Delete"), style=discord.ButtonStyle.red)


def ask_for_reason(
    member_id: int, type_id: int | None = None, origin_id: int | None = None
) -> discord.ui.View:
    """The button with which a member who typed the command opens the form.

    `origin_id` is the message that said why, if one did.
    """
    style = discord.ButtonStyle.blurple
    if origin_id is not None:
        about = (member_id, origin_id, type_id or 0)
        return row(button("ask-with", *about, label=_("Open a ticket"), style=style))
    if type_id is None:
        return row(button("ask", member_id, label=_("Open a ticket"), style=style))
    return row(button("ask-type", member_id, type_id, label=_("Open a ticket"), style=style))


def offer_types(member_id: int, origin_id: int) -> discord.ui.View:
    """The button with which a member who typed the command sees which types there are."""
    style = discord.ButtonStyle.blurple
    return row(button("types", member_id, origin_id, label=_("Choose"), style=style))


def choose_type(
    origin_id: int, types: Iterable[TicketType], reason: str | None, *, without_type: bool
) -> Message:
    """What a ticket is about, for the member alone. Their reason stands with it: the choice finds
    it there, whatever has become of the bot meanwhile."""
    options = [
        discord.SelectOption(
            label=one.name, value=str(one.id), emoji=one.emoji, description=one.description
        )
        for one in types
    ]
    if without_type:
        options.append(discord.SelectOption(label=_("Something else"), value="0"))
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=identify("type", origin_id), placeholder=_("Choose…"), options=options
    )
    embed = discord.Embed(colour=BLURPLE, description=reason) if reason else None
    return Message(content=_("What is your ticket about?"), embed=embed, view=row(select))


def opening_form(
    origin_id: int, panel: int | None = None, type_id: int | None = None
) -> discord.ui.Modal:
    """Asks why a ticket is opened. `origin_id`, what asked for it, is answered once.

    `panel` is the number of the panel whose button asked, `type_id` the ticket's type.
    """
    about: tuple[int, ...] = (origin_id,) if panel is None else (origin_id, panel)
    if type_id is not None:
        about = (origin_id, panel or 0, type_id)
    return reason_form(
        identify("open", *about),
        title=_("Open a ticket"),
        label=_("Why are you opening this ticket?"),
        description=_("This is the first thing the staff will read."),
    )


def form_id(origin_id: int, about: FormAbout) -> str:
    """The id of a form with questions; `origin_id`, what asked for it, is answered once."""
    type_id = about.type_id or 0
    if about.panel is None:
        return identify("answer", origin_id, type_id)
    return identify("panel-answer", origin_id, about.panel, about.entry or 0, type_id)


def question_form(
    custom_id: str,
    form: QuestionForm,
    *,
    asks_reason: bool,
    reason_required: bool,
    reason: str | None,
    sent: Mapping[str, Sequence[str]],
) -> discord.ui.Modal:
    """Asks what a server or type wants to know, and first why if `asks_reason` and there is room.

    `reason` and `sent` are what was said and filled in before.
    """
    given = {one.id: sent.get(field_of(one.id), ()) for one in form.questions}
    shown = parts(form, given)
    if asks_reason and len(shown) < QUESTIONS_LIMIT:
        label = _("Why are you opening this ticket?")
        present = words.clip(reason, REASON_LIMIT) if reason else None
        shown.insert(0, reason_part(label, required=reason_required, present=present))
    return modal(custom_id, _("Open a ticket"), *shown)


def with_text_back(problem: str, text: str) -> str:
    """What stands against a ticket, and what was written for it."""
    if not text.strip():
        return problem
    return _("{problem}\nYour text, so you can copy it:\n{text}").format(
        problem=problem, text=words.clip(f">>> {text}", 1000)
    )


@lazy_dataclass(frozen=True, kw_only=True)
class GivenBack:
    """What somebody has filled in for nothing, and the button that goes on with it."""

    text: str
    view: discord.ui.View
    #: Name and contents, where the text would be too long.
    file: tuple[str, str] | None


def given_back(
    problem: str,
    form: QuestionForm,
    sent: Mapping[str, Sequence[str]],
    reason: str | None,
    key: str,
) -> GivenBack:
    """Everything that was filled in, below the sentence that says why no ticket was opened."""
    answers = answers_of(form, sent, complete=False)
    parts = [reason] if reason else []
    parts += [f"{one.label}\n{one.text}".strip() for one in answers]
    if any(one.kind is QuestionKind.FILES for one in answers):
        # Discord shows no file in a form.
        problem += " " + _("**Continue** brings back your text. Please choose your files again.")
    text, view = "\n\n".join(parts), row(_go_on(key))
    if len(text) <= _GIVEN_BACK:
        return GivenBack(text=with_text_back(problem, text), view=view, file=None)
    told = _("{problem}\nWhat you wrote is in the file.").format(problem=problem)
    return GivenBack(text=told, view=view, file=(_("your-answers.txt"), text))


def _go_on(key: str) -> discord.ui.Button[Any]:
    return button("continue", key, label=_("Continue"), style=discord.ButtonStyle.blurple)


def closing_form(
    number: int,
    *,
    required: bool,
    deletes: bool = False,
    saves: bool = False,
    reasons: Sequence[str] = (),
) -> discord.ui.Modal:
    """Asks why the ticket is closed; sending it confirms, also that it is deleted then.

    `reasons` can be chosen above the text.
    """
    outcome = _("Sending this form closes the ticket.")
    if deletes and saves:
        outcome = _("Sending this form closes, saves and deletes the ticket.")
    elif deletes:
        outcome = _("Sending this form closes and deletes the ticket. Nothing is saved.")
    if not required:
        outcome = _("Optional. {outcome}").format(outcome=outcome)
    title, label = _("Close the ticket"), _("Why are you closing this ticket?")
    if reasons:
        longest = max(map(len, reasons))
        typed = reason_part(
            _("In your own words"),
            description=_("Choose, write, or both."),
            required=False,
            # Both together are the reason.
            limit=REASON_LIMIT - longest - 1,
        )
        chosen = _chosen_reason(label, outcome, reasons)
        return modal(identify("close", number), title, chosen, typed)
    return reason_form(
        identify("close", number),
        title=title,
        label=label,
        description=outcome,
        required=required,
        placeholder=_("Solved, thanks!"),
    )


def _chosen_reason(
    label: str, outcome: str, reasons: Sequence[str]
) -> discord.ui.Label[discord.ui.Modal]:
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=CHOSEN_FIELD,
        placeholder=_("Choose…"),
        required=False,
        min_values=0,
        # The words themselves: the form may be open while the reasons change.
        options=[discord.SelectOption(label=one, value=one) for one in reasons],
    )
    return discord.ui.Label(text=label, description=outcome, component=select)


def closing_question(ticket: Ticket, session: str, *, deletes: bool, saves: bool) -> Message:
    """Whether to close, where no reason is asked for; `session` is the bot's present run."""
    question = _("Close this ticket?")
    if deletes and saves:
        question = _(
            "Close and delete this ticket? A transcript is saved first. Then the channel "
            "and its messages are deleted."
        )
    elif deletes:
        question = _(
            "Close and delete this ticket? The channel and all its messages are deleted "
            "for good. Nothing is saved."
        )
    view = confirmation("close", ticket, session, dangerous=deletes)
    return Message(content=question, view=view)


def deletion_question(ticket: Ticket, session: str, *, saves: bool) -> Message:
    """Whether to delete, and what remains."""
    question = (
        _(
            "Delete this ticket? A transcript is saved first. Then the channel and its "
            "messages are deleted."
        )
        if saves
        else _(
            "Delete this ticket? The channel and all its messages are deleted for good. "
            "Nothing is saved."
        )
    )
    view = confirmation("delete", ticket, session, dangerous=True)
    return Message(content=question, view=view)
