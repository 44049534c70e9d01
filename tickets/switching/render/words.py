"""Refusals of moving over, and what the staff is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.feature import NoticeKind, Sentence
from ...i18n import _
from ..rules import moving
from ..rules.found import Source

if TYPE_CHECKING:
    from ...core.errors import TicketError


def _nothing_found(error: TicketError) -> str:
    return _("I found nothing of another ticket cog for this server.")


def _moving_already(error: TicketError) -> str:
    return _("That is going on already. You'll be told when it's done.")


def _outdated(error: TicketError) -> str:
    return _("Something has changed since you were asked. Type the command again.")


def _still_theirs(error: TicketError) -> str:
    return _("This button is from the ticket system before. Please use `/ticket` instead.")


SENTENCES = (
    Sentence(moving.NothingFound, _nothing_found),
    Sentence(moving.MovingAlready, _moving_already),
    Sentence(moving.PlanOutdated, _outdated),
    Sentence(moving.StillTheirs, _still_theirs),
)


def _moved_over(about: str) -> str:
    source, panels, tickets, failed = about.split()
    facts = {"name": Source(source).full_name, "panels": panels, "tickets": tickets}
    if failed != "0":
        text = _(
            "Moved over from {name}. Panels: {panels} · tickets: {tickets} · failed: {failed}"
        )
        return text.format(**facts, failed=failed)
    return _("Moved over from {name}. Panels: {panels} · tickets: {tickets}").format(**facts)


def _went_well(about: str) -> bool:
    return about.rsplit(maxsplit=1)[-1] == "0"


NOTICES = (NoticeKind(moving.MOVED_OVER, _moved_over, went_well=_went_well),)
