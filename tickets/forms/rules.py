"""What can be wrong with a form beside its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.form import QUESTIONS_LIMIT, TooManyQuestions
from ..lifecycle.settings import FormSettings, OpeningSettings

if TYPE_CHECKING:
    from ..core.settings import Settings

#: The setting that holds a form.
KEY = "form"


class TooManyInType(TooManyQuestions):
    """A type asks for the reason, too: its form has no room for so many questions."""

    name: str


def room(settings: Settings) -> int:
    """How many questions a form may have; the opening reason is one of its parts."""
    return QUESTIONS_LIMIT - settings[OpeningSettings].opening_reason


def require_room(settings: Settings) -> None:
    """Raises ``TooManyQuestions`` for a form that has no room for the opening reason."""
    if len(settings[FormSettings].form.questions) > room(settings):
        raise TooManyQuestions(limit=QUESTIONS_LIMIT)
