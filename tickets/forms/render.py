"""What admins read of forms: the menu's pages, and the forms in which a form is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ..configuration.render.controls import blocks
from ..core.feature import Sentence
from ..core.form import (
    CHOICE_LIMIT,
    CHOICES_LIMIT,
    HINT_LIMIT,
    LABEL_LIMIT,
    PLACEHOLDER_LIMIT,
    TEXT_LIMIT,
    TEXTS,
    NotEnoughChoices,
    QuestionGone,
    QuestionKind,
    TooManyChoices,
    TooManyQuestions,
    WrongBounds,
)
from ..core.kinds.questions import Questions, address
from ..core.render import words
from ..core.render.controls import button, identify
from ..core.render.forms import modal
from ..core.render.pages import heading, line, page, row
from ..core.settings import FORM
from ..i18n import _
from ..lifecycle.render.forms import question_form as members_form
from ..lifecycle.settings import FormSettings, OpeningSettings
from ..types.render import shown_name
from .rules import KEY, TooManyInType, room

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..configuration.render.settings import Configuration
    from ..core.form import Form, Question
    from ..core.settings import Settings

_QUESTIONS = Questions()
_GREY, _BLURPLE = discord.ButtonStyle.grey, discord.ButtonStyle.blurple
_RED = discord.ButtonStyle.red
#: Field ids of the forms in which questions are written.
LABEL, KIND, HINT, ANSWERS, REQUIRED = "label", "kind", "hint", "choices", "required"
LEAST, MOST, PLACEHOLDER, PREFILLED = "least", "most", "placeholder", "prefilled"
#: What is sent for a question that must be answered.
YES = "yes"
#: What is said first may be long, and so may be what is shown of a question.
LONGEST_NOTE, CHOICES_SHOWN, PREFILLED_SHOWN, TYPED_SHOWN = 800, 600, 200, 300
#: All choices as they are written, one on each line.
_CHOICES_LENGTH = CHOICES_LIMIT * (CHOICE_LIMIT + 1)
#: The longest numbers that limits can have.
_NUMBER_LENGTH = 4


def kind_words() -> dict[QuestionKind, str]:
    """How questions are answered, in a few words."""
    return {
        QuestionKind.SHORT: _("short text"),
        QuestionKind.LONG: _("long text"),
        QuestionKind.ONE: _("one of several"),
        QuestionKind.SEVERAL: _("several of several"),
        QuestionKind.YES_NO: _("yes or no"),
        QuestionKind.AGREE: _("must agree"),
        QuestionKind.MEMBERS: _("members"),
        QuestionKind.ROLES: _("roles"),
        QuestionKind.CHANNELS: _("channels"),
        QuestionKind.FILES: _("files"),
    }


def state(settings: Settings) -> str:
    """How many questions a server asks."""
    form = settings[FormSettings].form
    return _QUESTIONS.words(form) if form.questions else _("off")


# ------------------------------------------------------------------ the pages


def form_page(key: str, present: Configuration, note: str | None = None) -> discord.ui.LayoutView:
    """The questions of a server or type, and what can be done with them."""
    settings = present.settings
    form, type_id = settings[FormSettings].form, settings.type_id
    follows = _follows(settings)
    shown: list[discord.ui.Item[Any] | str] = [_title(settings)]
    if note:
        shown.append(words.clip(note, LONGEST_NOTE))
    if follows:
        shown.append(_("As on the server: {value}").format(value=_QUESTIONS.words(form)))
    if form.questions or not follows:
        shown.append(_questions(form))
    if settings[OpeningSettings].opening_reason:
        shown.append("-# " + _("The opening reason is asked, too, and is one of five parts."))
    if form.questions and not follows:
        shown.append(row(_which(key, form, type_id)))
    if type_id is None:
        for setting in present.declared.on(FORM):
            if setting.key != KEY:
                shown += [line(), *blocks(key, setting, present)]
    return page(*shown, below=_below_form(key, settings))


def _below_form(key: str, settings: Settings) -> list[discord.ui.Item[Any]]:
    form, type_id = settings[FormSettings].form, settings.type_id
    about = type_id or 0
    trial = button("form-try", key, about, label=_("Try it"), style=_GREY)
    trial.disabled = not form.questions
    back = button(
        "menu",
        key,
        "home" if type_id is None else f"types.{type_id}",
        label=_("◀ Back"),
        style=_GREY,
    )
    if _follows(settings):
        own = button("form-own", key, about, label=_("A form of its own"), style=_BLURPLE)
        return [own, trial, back]
    new = button("form-edit", key, about, 0, label=_("New question"), style=_BLURPLE)
    new.disabled = len(form.questions) >= room(settings)
    if type_id is None:
        return [new, trial, back]
    follow = button("form-follow", key, about, label=_("As on the server"), style=_GREY)
    return [new, trial, follow, back]


def _follows(settings: Settings) -> bool:
    """Whether a type has the server's form."""
    return settings.type is not None and KEY not in settings.type.values


def _title(settings: Settings) -> str:
    name = f"{FORM.icon} {_(FORM.title)}"
    if settings.type is not None:
        name = f"{shown_name(settings.type)} · {_(FORM.title)}"
    return heading(name, _("What members are asked before their ticket opens."))


def _questions(form: Form) -> str:
    lines = (
        f"{number}\\. **{words.escaped(one.label)}** — {_in_short(one)}"
        for number, one in enumerate(form.questions, 1)
    )
    return "\n".join(lines) or _("There is no question yet.")


def _in_short(question: Question) -> str:
    needed = _("required") if question.required else _("optional")
    return f"{kind_words()[question.kind]}, {needed}"


def _which(key: str, form: Form, type_id: int | None) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=identify("menu-go", key),
        placeholder=_("Change a question…"),
        options=[
            discord.SelectOption(
                label=one.label, value=address(type_id, one.id), description=_in_short(one)
            )
            for one in form.questions
        ],
    )


def question_page(
    key: str, settings: Settings, question: Question, note: str | None = None
) -> discord.ui.LayoutView:
    """A question: what it is, and what can be done with it."""
    form, about = settings[FormSettings].form, (settings.type_id or 0, question.id)
    place = form.questions.index(question) + 1
    text = [heading(words.escaped(question.label), question.hint and words.escaped(question.hint))]
    if note:
        text.append(words.clip(note, LONGEST_NOTE))
    text.append("\n".join(_facts(question, place, len(form.questions))))
    up = button("form-raise", key, *about, label=_("▲ Up"), style=_GREY)
    up.disabled = place == 1
    below = [
        button("form-edit", key, *about, label=_("Change"), style=_BLURPLE),
        button("form-limits", key, *about, label=_("Limits"), style=_GREY),
        up,
        button("form-delete", key, *about, label=_("Delete"), style=_RED),
        button("menu", key, address(settings.type_id), label=_("◀ Back"), style=_GREY),
    ]
    if not has_limits(question):
        del below[1]
    return page(*text, below=below)


def has_limits(question: Question) -> bool:
    """Whether there is anything to say about how much is answered."""
    return question.highest > 1


def _facts(question: Question, place: int, count: int) -> list[str]:
    found = [
        _("Question {place} of {count}: {kind}").format(
            place=place, count=count, kind=_in_short(question)
        )
    ]
    if question.choices:
        found.append(words.quoted(words.clip("\n".join(question.choices), CHOICES_SHOWN)))
    bounds = _bounds(question)
    if bounds:
        found.append(bounds)
    for title, text in (
        (_("Placeholder"), question.placeholder),
        (_("Prefilled text"), question.prefilled),
    ):
        if text:
            shown = words.clip(" ".join(text.split()), PREFILLED_SHOWN)
            value = words.escaped(shown)
            found.append(_("**{title}**: {value}").format(title=title, value=value))
    return found


def _bounds(question: Question) -> str:
    least, most = question.least, question.most
    if question.kind in TEXTS:
        if least and most:
            return _("From {least} to {most} characters").format(least=least, most=most)
        if least:
            return _("At least {least} characters").format(least=least)
        return _("At most {most} characters").format(most=most) if most else ""
    if least and most:
        return _("From {least} to {most} are chosen").format(least=least, most=most)
    if least:
        return _("At least {least} are chosen").format(least=least)
    return _("At most {most} are chosen").format(most=most) if most else ""


def deleted(question: Question) -> str:
    """Confirms that a question was deleted."""
    return _("✅ The question **{label}** was deleted.").format(
        label=words.escaped(question.label)
    )


def refused(why: str, texts: Mapping[str, str]) -> str:
    """A refusal, and what was typed."""
    fields = (LABEL, HINT, ANSWERS, LEAST, MOST, PLACEHOLDER, PREFILLED)
    typed = "\n".join(text for field in fields if (text := texts.get(field, "").strip()))
    if not typed:
        return f"⚠️ {why}"
    shown = words.quoted(words.clip(typed, TYPED_SHOWN))
    return "\n".join((f"⚠️ {why}", _("You wrote:"), shown))


# ------------------------------------------------------------------- the forms


def question_form(
    key: str,
    type_id: int | None,
    question: Question | None,
    typed: Mapping[str, str],
) -> discord.ui.Modal:
    """Asks for a question; `typed` is what was refused before, and then stands in it."""
    question_id = 0
    given = {KIND: QuestionKind.SHORT.value, REQUIRED: YES}
    if question is not None:
        question_id = question.id
        given = {
            LABEL: question.label,
            KIND: question.kind.value,
            HINT: question.hint or "",
            ANSWERS: "\n".join(question.choices),
            REQUIRED: YES if question.required else "",
        }
    given |= typed
    return modal(
        identify("form-edit", key, type_id or 0, question_id),
        _("New question") if question is None else _("Change the question"),
        _text(LABEL, _("Question"), given, LABEL_LIMIT, required=True),
        _kinds(given[KIND]),
        _text(HINT, _("Hint"), given, HINT_LIMIT, hint=_("A small line below the question.")),
        _text(
            ANSWERS,
            _("Choices"),
            given,
            _CHOICES_LENGTH,
            hint=_("For questions with choices: one on each line."),
            is_long=True,
        ),
        _required(is_set=given[REQUIRED] == YES),
    )


def limits_form(
    key: str, type_id: int | None, question: Question, typed: Mapping[str, str]
) -> discord.ui.Modal:
    """Asks how much may be answered, and for what a text field shows; `typed` likewise."""
    given = {
        LEAST: str(question.least or ""),
        MOST: str(question.most or ""),
        PLACEHOLDER: question.placeholder or "",
        PREFILLED: question.prefilled or "",
    } | dict(typed)
    highest = _("Up to {most}. Empty: no limit of its own.").format(most=question.highest)
    is_text = question.kind in TEXTS
    least = _("Least characters") if is_text else _("Least choices")
    most = _("Most characters") if is_text else _("Most choices")
    fields = [
        _text(LEAST, least, given, _NUMBER_LENGTH, hint=highest),
        _text(MOST, most, given, _NUMBER_LENGTH, hint=highest),
    ]
    if is_text:
        what = _("What an empty field shows.")
        long = question.kind is QuestionKind.LONG
        fields += [
            _text(PLACEHOLDER, _("Placeholder"), given, PLACEHOLDER_LIMIT, hint=what),
            _text(
                PREFILLED,
                _("Prefilled text"),
                given,
                TEXT_LIMIT if long else question.highest,
                hint=_("What stands in it at first. Members can change it."),
                is_long=long,
            ),
        ]
    return modal(identify("form-limits", key, type_id or 0, question.id), _("Limits"), *fields)


def trial(settings: Settings) -> discord.ui.Modal:
    """The form as members see it. Nothing is done with what is sent."""
    form = settings[FormSettings].form
    return members_form(
        identify("form-try"),
        form,
        asks_reason=settings[OpeningSettings].opening_reason,
        reason_required=True,
        reason=None,
        sent={},
    )


def only_a_trial() -> str:
    """Said to whoever has sent the form to try it."""
    return _("This is only a trial: nothing was stored.")


def _text(
    custom_id: str,
    label: str,
    given: Mapping[str, str],
    limit: int,
    *,
    hint: str | None = None,
    required: bool = False,
    is_long: bool = False,
) -> discord.ui.Label[Any]:
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        max_length=limit,
        required=required,
        default=given.get(custom_id, "")[:limit] or None,
    )
    return discord.ui.Label(text=label, description=hint, component=field)


def _kinds(present: str) -> discord.ui.Label[Any]:
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=KIND,
        options=[
            discord.SelectOption(label=label, value=kind.value, default=kind.value == present)
            for kind, label in kind_words().items()
        ],
    )
    return discord.ui.Label(text=_("Answer"), component=select)


def _required(*, is_set: bool) -> discord.ui.Label[Any]:
    option = discord.CheckboxGroupOption(label=_("Must be answered"), value=YES, default=is_set)
    group: discord.ui.CheckboxGroup[Any] = discord.ui.CheckboxGroup(
        custom_id=REQUIRED, options=[option], required=False, min_values=0, max_values=1
    )
    return discord.ui.Label(text=_("Required"), component=group)


# -------------------------------------------------------------------- errors


def _too_many_questions(error: TooManyQuestions) -> str:
    return _("A form has room for {limit} questions. The opening reason is one of them.").format(
        limit=error.limit
    )


def _too_many_in_type(error: TooManyInType) -> str:
    return _(
        "A form has room for {limit} questions. In the type **{type}** there would be more, "
        "with the opening reason."
    ).format(limit=error.limit, type=words.escaped(words.clip(words.name(error.name), 80)))


def _question_gone(error: QuestionGone) -> str:
    return _("This question was deleted in the meantime.")


def _not_enough_choices(error: NotEnoughChoices) -> str:
    return _("This question needs at least two different choices, each on a line of its own.")


def _too_many_choices(error: TooManyChoices) -> str:
    return _("A question has room for {limit} choices.").format(limit=error.limit)


def _wrong_bounds(error: WrongBounds) -> str:
    return _("Both numbers must be between 1 and {most}, the least no more than the most.").format(
        most=error.most
    )


SENTENCES = (
    Sentence(TooManyQuestions, _too_many_questions),
    Sentence(TooManyInType, _too_many_in_type),
    Sentence(QuestionGone, _question_gone),
    Sentence(NotEnoughChoices, _not_enough_choices),
    Sentence(TooManyChoices, _too_many_choices),
    Sentence(WrongBounds, _wrong_bounds),
)
