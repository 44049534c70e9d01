"""Sentences for what can't be done with a ticket, notices, and words for what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.feature import Sentence
from ...core.render import words
from ...i18n import _
from ..rules import (
    BotsHaveNoTickets,
    CategoryMissing,
    FinishedLater,
    OpenerOrModeratorsOnly,
    QuestionOutdated,
    SomeoneElsesInvitation,
    SystemDisabled,
    TooFast,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Name = Callable[[int | None], str]


# ----------------------------------------------------------------------- errors


def _opener_or_moderators_only(error: OpenerOrModeratorsOnly) -> str:
    opener = words.member(error.opener_id)
    if not error.role_ids:
        return _(
            "Only {opener} and ticket moderators can close this ticket: "
            "administrators of this server."
        ).format(opener=opener)
    return _(
        "Only {opener} and ticket moderators can close this ticket: administrators and {roles}."
    ).format(opener=opener, roles=words.roles(error.role_ids))


def _someone_elses_invitation(error: SomeoneElsesInvitation) -> str:
    return _(
        "This button is for {member}. To open a ticket of your own, use the ticket command."
    ).format(member=words.member(error.member_id))


def _system_disabled(error: SystemDisabled) -> str:
    return _("Tickets are closed on this server at present.")


def _bots_have_no_tickets(error: BotsHaveNoTickets) -> str:
    return _("This is a bot: bots have no tickets.")


def _category_missing(error: CategoryMissing) -> str:
    return _("No category is set, or it was deleted.")


def _question_outdated(error: QuestionOutdated) -> str:
    return _("The ticket has changed since you were asked. Nothing was done.")


def _finished_later(error: FinishedLater) -> str:
    return _("Discord doesn't answer at present. This is finished as soon as it does.")


def _too_fast(error: TooFast) -> str:
    if error.server_wide:
        return words.for_count(
            error.seconds,
            _("Very many tickets are being opened here. Please try again in a second."),
            _("Very many tickets are being opened here. Please try again in {count} seconds."),
        )
    return words.for_count(
        error.seconds,
        _("That was too fast. Please try again in a second."),
        _("That was too fast. Please try again in {count} seconds."),
    )


SENTENCES = (
    Sentence(OpenerOrModeratorsOnly, _opener_or_moderators_only),
    Sentence(SomeoneElsesInvitation, _someone_elses_invitation),
    Sentence(SystemDisabled, _system_disabled),
    Sentence(BotsHaveNoTickets, _bots_have_no_tickets),
    Sentence(CategoryMissing, _category_missing),
    Sentence(FinishedLater, _finished_later),
    Sentence(QuestionOutdated, _question_outdated),
    Sentence(TooFast, _too_fast),
)
