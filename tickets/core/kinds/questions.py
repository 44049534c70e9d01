"""Forms: what members are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from ..form import Form, form_from_file, form_from_json, form_schema, form_to_json
from ..render import words as text_words
from ..render.controls import button
from ..render.pages import row
from ..settings import FORM
from .kind import FULL, Kind, Shown

if TYPE_CHECKING:
    from ..references import Matching
    from .kind import Control


def address(type_id: int | None, question_id: int | None = None) -> str:
    """Where the menu has the questions of the server or a type, or one of them."""
    steps = [FORM.name]
    if type_id is not None:
        steps.append(f"t{type_id}")
    if question_id is not None:
        steps.append(f"q{question_id}")
    return ".".join(steps)


class Questions(Kind):
    """The questions of a form. They are changed on pages of their own."""

    def loaded(self, stored: Any) -> Form:
        """The form; raises ``Unreadable``."""
        return form_from_json(stored)

    def stored(self, value: Any) -> Any:
        """The form as JSON knows it."""
        return form_to_json(value)

    def schema(self) -> dict[str, Any]:
        """A form."""
        return form_schema()

    def from_file(self, given: Any, matching: Matching) -> Form:
        """The form; raises what its questions are refused for."""
        return form_from_file(given)

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """How many questions there are."""
        count = len(value.questions)
        if not count:
            return _("no questions")
        return text_words.for_count(count, _("1 question"), _("{count} questions"))

    def possible(self) -> str:
        """Where it is changed."""
        return _("Questions are changed in the menu.")

    def blocks(self, at: Control) -> list[discord.ui.Item[Any] | str]:
        """Its words, and the way to its pages."""
        where = address(at.type_id)
        grey = discord.ButtonStyle.grey
        return [at.text, row(button("menu", at.key, where, label=_("Edit the form"), style=grey))]
