"""The page of a form: its questions, as they are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.form import (
    CHOICE_LIMIT,
    CHOICES,
    CHOICES_LIMIT,
    HINT_LIMIT,
    LABEL_LIMIT,
    MENTIONS,
    PLACEHOLDER_LIMIT,
    TEXT_LIMIT,
    TEXTS,
    QuestionKind,
)
from ...forms.render import kind_words
from ...i18n import _
from .lists import ItemField
from .pages import FORM, address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.form import Question
    from ...core.ticket_type import TicketType
    from ..rules import Item

#: Kinds of which several may be chosen, besides texts.
_SEVERAL = (QuestionKind.SEVERAL, *MENTIONS, QuestionKind.FILES)


def question_fields() -> tuple[ItemField, ...]:
    """What there is to say of a question."""
    texts = tuple(one.value for one in TEXTS)
    choices = tuple(one.value for one in CHOICES)
    several = tuple(one.value for one in _SEVERAL)
    agree = QuestionKind.AGREE.value
    most = (0, TEXT_LIMIT)
    how_many = _("Characters of a text, or things that are chosen. Empty: as many as can be.")
    return (
        ItemField(
            name="label", title=_("Question"), limit=LABEL_LIMIT, in_units=True, is_head=True
        ),
        ItemField(
            name="kind",
            title=_("Answer"),
            kind="choice",
            options=tuple((one.value, text) for one, text in kind_words().items()),
            blank=QuestionKind.SHORT.value,
        ),
        ItemField(
            name="choices",
            title=_("Choices"),
            kind="text",
            help=_("One on each line."),
            limit=CHOICES_LIMIT * (CHOICE_LIMIT + 1),
            in_units=True,
            only_for=choices,
        ),
        ItemField(
            name="required",
            title=_("Must be answered"),
            kind="switch",
            only_for=tuple(one.value for one in QuestionKind if one.value != agree),
            blank="on",
        ),
        ItemField(
            name="hint",
            title=_("Hint"),
            help=_("A small line below the question."),
            limit=HINT_LIMIT,
            in_units=True,
        ),
        ItemField(
            name="least",
            title=_("At least"),
            kind="number",
            bounds=most,
            only_for=(*texts, *several),
        ),
        ItemField(
            name="most",
            title=_("At most"),
            kind="number",
            bounds=most,
            help=how_many,
            only_for=(*texts, *several),
        ),
        ItemField(
            name="placeholder",
            title=_("Placeholder"),
            help=_("What an empty field shows."),
            limit=PLACEHOLDER_LIMIT,
            in_units=True,
            only_for=texts,
        ),
        ItemField(
            name="prefilled",
            title=_("Prefilled text"),
            kind="text",
            limit=TEXT_LIMIT,
            in_units=True,
            only_for=texts,
        ),
    )


def question_item(one: Question) -> Item:
    """A question, as its fields hold it."""
    fields = {
        "label": one.label,
        "kind": one.kind.value,
        "choices": "\n".join(one.choices),
        "required": "on" if one.required else "off",
        "hint": one.hint or "",
        "least": str(one.least or ""),
        "most": str(one.most or ""),
        "placeholder": one.placeholder or "",
        "prefilled": one.prefilled or "",
    }
    return str(one.id), fields


def ways_to_forms(
    guild_id: int, types: Iterable[TicketType], type_id: int | None
) -> list[dict[str, Any]]:
    """The ways to the forms of the server and of its types; none where there are no types."""
    ways = [
        {"to": address(guild_id, FORM), "title": _("The server's"), "here": type_id is None},
        *(
            {
                "to": address(guild_id, FORM, type=one.id),
                "title": f"{one.emoji or ''} {one.name}".strip(),
                "here": one.id == type_id,
            }
            for one in types
        ),
    ]
    return ways if len(ways) > 1 else []


def about_form(*, is_types: bool, asks_reason: bool) -> str:
    """What stands above the questions, of the server's form or that of a type."""
    text = _("What members are asked before their ticket opens.")
    if is_types:
        text = _("What members are asked before a ticket of this type opens.")
    if asks_reason:
        text += " " + _("The opening reason is asked, too, and is one of five parts.")
    return text


def follows_server(count: str) -> str:
    """What counts for a type without a form of its own."""
    return _("Otherwise as on the server: {value}").format(value=count)


def server_meanwhile() -> str:
    """Somebody has taken the type's own form away."""
    return _(
        "Someone else has given this type the server's form since then. Save again to keep this "
        "one."
    )


def own_meanwhile() -> str:
    """Somebody has changed the form that is to be taken away."""
    return _(
        "Someone else has changed this form since then. Save again to give this type the server's."
    )
