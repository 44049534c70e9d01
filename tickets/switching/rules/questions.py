"""Forms: what the other cog's windows ask, as questions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import SettingRefused
from ...core.form import (
    PLACEHOLDER_LIMIT,
    QUESTIONS_LIMIT,
    SHORT_LIMIT,
    TEXT_LIMIT,
    Form,
    Question,
    QuestionKind,
    form_to_json,
)
from .left_out import What, Why
from .records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .left_out import Notes

#: Both kinds of windows: one has words for the style, the other Discord's numbers.
_LONG = ("long", "paragraph", "2")
_DEFAULTS = {
    "label": "",
    "style": "short",
    "placeholder": None,
    "default": None,
    "required": True,
    "min_length": None,
    "max_length": None,
}


def form_of(fields: Iterable[object], notes: Notes, owner: str) -> dict[str, Any]:
    """A form as it stands in the file; what can't be asked here is noted."""
    form = Form()
    for given in fields:
        record = Record(given, _DEFAULTS, notes, owner)
        label = record.text("label")
        if len(form.questions) >= QUESTIONS_LIMIT:
            notes.add(What.QUESTION, Why.TOO_MANY, owner=owner, value=label, limit=QUESTIONS_LIMIT)
            continue
        try:
            form = form.with_new(_question(record, label, notes))
        except SettingRefused:
            notes.add(What.QUESTION, Why.DAMAGED, owner=owner, value=label)
    return form_to_json(form)


def _question(record: Record, label: str, notes: Notes) -> Question:
    style = record.raw("style")
    kind = QuestionKind.LONG if str(style).lower() in _LONG else QuestionKind.SHORT
    least, most = record.number("min_length"), record.number("max_length")
    highest = SHORT_LIMIT if kind is QuestionKind.SHORT else TEXT_LIMIT
    if max(least, most) > highest:
        notes.add(What.QUESTION, Why.OUT_OF_RANGE, owner=record.owner, value=label, limit=highest)
    least = min(least, highest)
    most = min(most, highest)
    question = Question(
        id=0,
        kind=kind,
        label=label,
        required=record.flag("required"),
        least=least or None,
        most=max(least, most) or None if most else None,
    )
    return replace(
        question,
        prefilled=_within(record, "default", question.most or highest, notes),
        placeholder=_within(record, "placeholder", PLACEHOLDER_LIMIT, notes),
    )


def _within(record: Record, key: str, limit: int, notes: Notes) -> str | None:
    text = record.text(key)
    # As Discord counts it.
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    notes.add(What.QUESTION, Why.TOO_LONG, owner=record.owner, value=text, limit=limit)
    return None
