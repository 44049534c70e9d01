"""Sentences for what can't be made or enabled, and what the staff is told of it."""

from __future__ import annotations

from ...core.errors import TicketError
from ...core.feature import NoticeKind, Sentence
from ...core.render import words
from ...core.render.failures import always, explain, something_broke
from ...doctor.render.findings import Wording, in_short
from ...i18n import _
from ..rules import CREATION_FINISHED, CREATION_UNDONE, LeftBehind, NoSpace, NotReady


def _left_behind(error: LeftBehind) -> str:
    cause = error.cause
    why = explain(cause) if isinstance(cause, TicketError) else something_broke()
    return _(
        "{why}\nWhat had been created could not be removed: please delete {channels}."
    ).format(why=why, channels=" ".join(map(words.channel, error.channel_ids)))


def _not_ready(error: NotReady) -> str:
    return _("Tickets can't be turned on yet. First fix this:\n{problems}").format(
        problems=in_short(error.findings, Wording(), 1500)
    )


def _no_space(error: NoSpace) -> str:
    if error.category_id is None:
        return _("This server is full: Discord allows 500 channels. Delete some first.")
    return _(
        "The category {category} is full: Discord allows 50 channels in one. Choose another one."
    ).format(category=words.channel(error.category_id))


SENTENCES = (
    Sentence(LeftBehind, _left_behind),
    Sentence(NotReady, _not_ready, for_doctor=always),
    Sentence(NoSpace, _no_space),
)


def _undone(about: str) -> str:
    return _(
        "A restart interrupted the setup. What had been created was removed, and no "
        "setting was changed. Please start again."
    )


def _finished(about: str) -> str:
    return _("A restart interrupted the setup. Everything was completed.")


NOTICES = (
    NoticeKind(CREATION_UNDONE, _undone),
    NoticeKind(CREATION_FINISHED, _finished, went_well=lambda _about: True),
)
