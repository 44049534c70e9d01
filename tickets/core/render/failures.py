"""The words for errors: one sentence or two that say what is and what helps.

Each feature brings the sentences for its own errors; the cog hands them over when it is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

    from .. import errors
    from ..feature import Sentence

_sentences: dict[type[errors.TicketError], Sentence] = {}


def register(sentences: Iterable[Sentence]) -> None:
    """From now on, these are the words; raises ``ValueError`` for a class with two sentences."""
    for one in sentences:
        if one.error in _sentences:
            raise ValueError(f"two sentences for {one.error.__name__}")
        _sentences[one.error] = one


def _find(error: errors.TicketError) -> Sentence | None:
    """The sentence for the error's class, or for the nearest above it."""
    return next((_sentences[one] for one in type(error).__mro__ if one in _sentences), None)


def explain(error: errors.TicketError) -> str:
    """What to tell the person whose action ended in `error`."""
    found = _find(error)
    return something_broke() if found is None else found.words(error)


def explain_in_public(error: errors.TicketError) -> str:
    """The same where others read it, too: some things are none of their business."""
    found = _find(error)
    if found is None or found.in_public is None:
        return explain(error)
    return found.in_public(error)


def remedy(error: errors.TicketError) -> discord.ui.View | None:
    """What the person can press below the sentence."""
    found = _find(error)
    return None if found is None or found.remedy is None else found.remedy(error)


def is_for_doctor(error: errors.TicketError) -> bool:
    """Whether the doctor would find the reason, and an admin could do something about it."""
    found = _find(error)
    return found is not None and found.for_doctor is not None and found.for_doctor(error)


def always(error: errors.TicketError) -> bool:
    """For sentences whose reason the doctor always finds."""
    return True


def something_broke() -> str:
    """For errors that nobody foresaw."""
    return _("Something went wrong on our side. It has been logged. Please try again later.")


def doctor_hint(command: str) -> str:
    """One small line that says where to find out what to do."""
    return _("-# {command} finds what is wrong and says how to fix it.").format(command=command)
