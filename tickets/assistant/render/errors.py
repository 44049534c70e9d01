"""Sentences for answers that can't be carried out."""

from __future__ import annotations

from ...core.feature import Sentence
from ...core.render.failures import explain
from ...i18n import _
from ..rules import ChangedMeanwhile, ChoiceGone, NotPossible


def _choice_gone(error: ChoiceGone) -> str:
    return _("What you chose has been deleted: {title}.").format(title=_(error.title))


def _changed_meanwhile(error: ChangedMeanwhile) -> str:
    return _("Someone else just changed these settings. Please check your answers again.")


def _not_possible(error: NotPossible) -> str:
    sentences = dict.fromkeys(explain(problem) for problem in error.problems)
    listed = "\n".join(f"- {sentence}" for sentence in sentences)
    return _("Nothing was changed yet. First fix this:\n{problems}").format(problems=listed)


SENTENCES = (
    Sentence(ChoiceGone, _choice_gone),
    Sentence(ChangedMeanwhile, _changed_meanwhile),
    Sentence(NotPossible, _not_possible),
)
