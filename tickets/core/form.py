"""A form: what members are asked before a ticket opens, and what they answered.

Limits are Discord's for forms, unless said otherwise: five parts, labels of 45 characters, hints
of 100, texts of 4,000, radio groups of 2 to 10 choices, check boxes of 1 to 10, selectors of 25.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from . import errors
from .lazy_dataclass import lazy_dataclass
from .naming import is_visible
from .settings import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Parts of a form; the opening reason is one of them.
QUESTIONS_LIMIT = 5
LABEL_LIMIT, HINT_LIMIT, PLACEHOLDER_LIMIT, TEXT_LIMIT = 45, 100, 100, 4000
CHOICES_LIMIT, CHOICE_LIMIT = 25, 100
FILES_LIMIT = 10
#: More choices than a group of buttons holds go into a selector.
GROUP_LIMIT = 10
#: Ids stand in ids of buttons, with so many digits.
_LAST_ID = 99_999
#: The characters that a short text may have; our own limit, as long as a line should be.
SHORT_LIMIT = 400


class QuestionKind(str, Enum):
    """How a question is answered. The values are stored: never change them."""

    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes_no"
    AGREE = "agree"
    MEMBERS = "members"
    ROLES = "roles"
    CHANNELS = "channels"
    FILES = "files"


TEXTS = (QuestionKind.SHORT, QuestionKind.LONG)
CHOICES = (QuestionKind.ONE, QuestionKind.SEVERAL)
#: How Discord mentions what was chosen.
MENTIONS = {
    QuestionKind.MEMBERS: "<@{id}>",
    QuestionKind.ROLES: "<@&{id}>",
    QuestionKind.CHANNELS: "<#{id}>",
}


class TooManyQuestions(errors.SettingRefused):
    """A form has room for so many parts, the opening reason included."""

    limit: int


class QuestionGone(errors.SettingRefused):
    """The question was deleted meanwhile."""


class NotEnoughChoices(errors.SettingRefused):
    """A question with choices needs at least two different ones."""


class TooManyChoices(errors.SettingRefused):
    """The question has more choices than Discord shows."""

    limit: int


class WrongBounds(errors.SettingRefused):
    """The least is more than the most, or either can't be reached."""

    most: int


class AnswerMissing(errors.Refused):
    """Something that must be answered isn't: the form was changed while it was filled in."""

    label: str


@lazy_dataclass(frozen=True, kw_only=True)
class Question:
    """One part of a form."""

    #: Its form's own, and never that of another: forms that are open name it.
    id: int
    kind: QuestionKind
    label: str
    hint: str | None = None
    required: bool = True
    #: What can be chosen.
    choices: tuple[str, ...] = ()
    #: What an empty text field shows, and what stands in it.
    placeholder: str | None = None
    prefilled: str | None = None
    #: Characters of a text, or things that are chosen; None is as few or as many as can be.
    least: int | None = None
    most: int | None = None

    @property
    def highest(self) -> int:
        """The most characters or things that Discord would take."""
        if self.kind is QuestionKind.SHORT:
            return SHORT_LIMIT
        if self.kind is QuestionKind.LONG:
            return TEXT_LIMIT
        if self.kind is QuestionKind.SEVERAL:
            return len(self.choices)
        if self.kind is QuestionKind.FILES:
            return FILES_LIMIT
        return CHOICES_LIMIT if self.kind in MENTIONS else 1


@lazy_dataclass(frozen=True)
class Form:
    """The questions of a server or type, in order."""

    questions: tuple[Question, ...] = ()
    #: The highest id that a question of it ever had.
    last_id: int = 0

    def question(self, question_id: int) -> Question:
        """The question with that id; raises ``QuestionGone``."""
        for one in self.questions:
            if one.id == question_id:
                return one
        raise QuestionGone

    def with_new(self, question: Question) -> Form:
        """With one more, last, which gets an id; raises a ``SettingRefused``."""
        if len(self.questions) >= QUESTIONS_LIMIT:
            raise TooManyQuestions(limit=QUESTIONS_LIMIT)
        new = checked(replace(question, id=self.last_id + 1))
        return Form((*self.questions, new), new.id)

    def with_changed(self, question: Question) -> Form:
        """With another version of the question with that id; raises a ``SettingRefused``."""
        self.question(question.id)
        new = checked(question)
        return self._with(new if one.id == new.id else one for one in self.questions)

    def without(self, question_id: int) -> Form:
        """Without that question; raises ``QuestionGone``."""
        self.question(question_id)
        return self._with(one for one in self.questions if one.id != question_id)

    def with_raised(self, question_id: int) -> Form:
        """With that question one place further up; raises ``QuestionGone``."""
        found = self.question(question_id)
        place = self.questions.index(found)
        others = [one for one in self.questions if one is not found]
        others.insert(max(place - 1, 0), found)
        return self._with(others)

    def with_questions(self, wanted: Iterable[Question]) -> Form:
        """With these instead, in their order; those with the id 0 get one.

        Raises a ``SettingRefused``.
        """
        form = Form((), self.last_id)
        for one in wanted:
            if one.id and len(form.questions) < QUESTIONS_LIMIT:
                form = form._with((*form.questions, checked(one)))
            else:
                form = form.with_new(one)
        return form

    def _with(self, questions: Iterable[Question]) -> Form:
        return Form(tuple(questions), self.last_id)


def checked(question: Question) -> Question:
    """A question that Discord can show; raises the ``SettingRefused`` that says why it can't."""
    choices: tuple[str, ...] = ()
    if question.kind in CHOICES:
        choices = tuple(dict.fromkeys(" ".join(one.split()) for one in question.choices))
        choices = tuple(_within(one, CHOICE_LIMIT) for one in choices if is_visible(one))
        if len(choices) < 2:
            raise NotEnoughChoices
        if len(choices) > CHOICES_LIMIT:
            raise TooManyChoices(limit=CHOICES_LIMIT)
    is_text = question.kind in TEXTS
    found = replace(
        question,
        label=_line(question.label, LABEL_LIMIT, needed=True),
        hint=_line(question.hint, HINT_LIMIT) or None,
        choices=choices,
        required=question.required or question.kind is QuestionKind.AGREE,
        placeholder=(_line(question.placeholder, PLACEHOLDER_LIMIT) or None) if is_text else None,
    )
    least, most = _bounds(found)
    prefilled = (question.prefilled or "").strip() if is_text else ""
    return replace(
        found, least=least, most=most, prefilled=_within(prefilled, most or found.highest) or None
    )


def _line(text: str | None, limit: int, *, needed: bool = False) -> str:
    line = " ".join((text or "").split())
    if needed and not is_visible(line):
        raise errors.TextEmpty
    return _within(line, limit)


def _within(text: str, limit: int) -> str:
    # Discord counts code units where it has limits for forms' parts; so an emoji counts twice.
    length = len(text.encode("utf-16-le")) // 2
    if length > limit:
        raise errors.TextTooLong(limit=limit, length=length)
    return text


def _bounds(question: Question) -> tuple[int | None, int | None]:
    highest = question.highest
    if highest == 1:
        return None, None
    least, most = question.least or None, question.most or None
    if least is not None and not 1 <= least <= (most or highest):
        raise WrongBounds(most=most or highest)
    if most is not None and not 1 <= most <= highest:
        raise WrongBounds(most=highest)
    return least, most


# ------------------------------------------------------------------------ stored


def form_to_json(form: Form) -> dict[str, Any]:
    """As JSON knows it; what is as usual is left out."""
    return {"last": form.last_id, "questions": [_question_to_json(one) for one in form.questions]}


def _question_to_json(one: Question) -> dict[str, Any]:
    words = {
        "hint": one.hint,
        "choices": list(one.choices) or None,
        "placeholder": one.placeholder,
        "prefilled": one.prefilled,
        "least": one.least,
        "most": one.most,
    }
    facts = {"id": one.id, "kind": one.kind.value, "label": one.label, "required": one.required}
    return {**facts, **{key: value for key, value in words.items() if value is not None}}


def form_schema() -> dict[str, Any]:
    """What :func:`form_to_json` makes, as JSON Schema says it."""
    number, text = {"type": "integer"}, {"type": "string"}
    question = {
        "id": {"type": "integer", "minimum": 1, "maximum": _LAST_ID},
        "kind": {"enum": [kind.value for kind in QuestionKind]},
        "label": {**text, "maxLength": LABEL_LIMIT},
        "required": {"type": "boolean"},
        "hint": {**text, "maxLength": HINT_LIMIT},
        "choices": {
            "type": "array",
            "items": {**text, "maxLength": CHOICE_LIMIT},
            "maxItems": CHOICES_LIMIT,
        },
        "placeholder": {**text, "maxLength": PLACEHOLDER_LIMIT},
        "prefilled": {**text, "maxLength": TEXT_LIMIT},
        "least": number,
        "most": number,
    }
    items = {
        "type": "object",
        "properties": question,
        "required": ["id", "kind", "label", "required"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "last": {"type": "integer", "minimum": 0, "maximum": _LAST_ID},
            "questions": {"type": "array", "items": items, "maxItems": QUESTIONS_LIMIT},
        },
        "required": ["last", "questions"],
        "additionalProperties": False,
    }


def form_from_json(stored: Any) -> Form:
    """The form; raises ``Unreadable`` for what can't be one."""
    try:
        questions = tuple(_question_from_json(one) for one in stored["questions"])
        last_id = int(stored["last"])
    except (KeyError, TypeError, ValueError, AttributeError, errors.SettingRefused) as error:
        raise Unreadable from error
    ids = {one.id for one in questions}
    if len(questions) > QUESTIONS_LIMIT or len(ids) < len(questions):
        raise Unreadable
    return Form(questions, max(last_id, *ids) if ids else last_id)


def form_from_file(given: Mapping[str, Any]) -> Form:
    """The form that somebody may have written, in the shape of :func:`form_schema`.

    Raises a ``SettingRefused`` for what members couldn't be shown, and ``Unreadable``.
    """
    if len(given["questions"]) > QUESTIONS_LIMIT:
        raise TooManyQuestions(limit=QUESTIONS_LIMIT)
    ids = [given["last"] or 1, *(one["id"] for one in given["questions"])]
    if not all(1 <= one <= _LAST_ID for one in ids):
        raise Unreadable
    for one in given["questions"]:
        _question_from_json(one)
    return form_from_json(given)


def _question_from_json(stored: Mapping[str, Any]) -> Question:
    facts = {**stored, "kind": QuestionKind(stored["kind"])}
    facts["choices"] = tuple(map(str, stored.get("choices", ())))
    return checked(Question(**facts))


# ----------------------------------------------------------------------- answers


@lazy_dataclass(frozen=True)
class Answer:
    """What somebody answered: the question as it was asked, and the words.

    Texts and choices are as the member wrote or chose them; what was chosen of Discord's things is
    a mention of it, and of files there are the names. All are the opener's words.
    """

    label: str
    kind: QuestionKind
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, as it was written: not safe to show."""
        if self.kind in MENTIONS:
            return " ".join(self.values)
        return ("\n" if self.kind in TEXTS else ", ").join(self.values)


def answers_to_json(answers: Iterable[Answer]) -> list[Any]:
    """As JSON knows them."""
    return [[one.label, one.kind.value, list(one.values)] for one in answers]


def answers_from_json(stored: Sequence[Any]) -> tuple[Answer, ...]:
    """What :func:`answers_to_json` made."""
    return tuple(
        Answer(label, QuestionKind(kind), tuple(values)) for label, kind, values in stored
    )


def field_of(question_id: int) -> str:
    """The id of a question's part in a form that is sent."""
    return f"q{question_id}"


def answers_of(
    form: Form, sent: Mapping[str, Sequence[str]], *, complete: bool = True
) -> tuple[Answer, ...]:
    """The answers in a form that was sent, by the ids of its parts, for the questions of now.

    A form may be older than the questions: a choice that is no longer offered is kept in its
    words, and what was answered to a question that was deleted is kept without it. Raises
    ``AnswerMissing`` for what must be answered by now and isn't, unless it needn't be `complete`.
    """
    found = []
    for one in form.questions:
        values = _answered(one.kind, sent.get(field_of(one.id), ()))
        if values:
            found.append(Answer(one.label, one.kind, values))
        elif one.required and complete:
            raise AnswerMissing(label=one.label)
    known = {field_of(one.id) for one in form.questions}
    for field, given in sent.items():
        if field not in known and field[:1] == "q" and field[1:].isdecimal():
            values = _answered(QuestionKind.LONG, (", ".join(given),))
            if values:
                found.append(Answer("", QuestionKind.LONG, values))
    return tuple(found)


def _answered(kind: QuestionKind, given: Sequence[str]) -> tuple[str, ...]:
    if kind in MENTIONS:
        ids = [one for one in given if one.isdecimal() and len(one) <= 20]
        return tuple(MENTIONS[kind].format(id=one) for one in ids[:CHOICES_LIMIT])
    if kind in TEXTS:
        texts = (one.strip()[:TEXT_LIMIT] for one in given[:1])
        return tuple(one for one in texts if is_visible(one))
    words = (" ".join(one.split())[:CHOICE_LIMIT] for one in given[:CHOICES_LIMIT])
    return tuple(one for one in words if is_visible(one))
