"""Sentences for what can't be done with a ticket, notices, and words for what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.feature import Sentence
from ...core.form import AnswerMissing
from ...core.render import words
from ...core.render.errors import given
from ...i18n import _, used
from ..drafts import DraftGone
from ..rules import (
    BotsHaveNoTickets,
    CategoryMissing,
    FinishedLater,
    NamedSo,
    NameNotAllowed,
    NameUnusable,
    NothingByCommand,
    OpenerOrModeratorsOnly,
    QuestionOutdated,
    RenamedTooOften,
    SomeoneElsesInvitation,
    SystemDisabled,
    TooFast,
    TypeNeeded,
    TypePaused,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Name = Callable[[int | None], str]


# ----------------------------------------------------------------------- errors


def _opener_or_moderators_only(error: OpenerOrModeratorsOnly) -> str:
    opener = words.member(error.opener_id)
    if not error.role_ids:
        return _("Only {opener} and administrators can close this ticket.").format(opener=opener)
    return _("Only {opener}, {roles} and administrators can close this ticket.").format(
        opener=opener, roles=words.roles(error.role_ids)
    )


def _someone_elses_invitation(error: SomeoneElsesInvitation) -> str:
    return _("This button is for {member}. To open your own ticket, use {command}.").format(
        member=words.member(error.member_id), command=used("ticket")
    )


def _answer_missing(error: AnswerMissing) -> str:
    return _("“{question}” needs an answer now.").format(question=words.escaped(error.label))


def _draft_gone(error: DraftGone) -> str:
    return _("What you wrote is no longer kept here. Copy it, and open a ticket again.")


def _system_disabled(error: SystemDisabled) -> str:
    return _("New tickets are paused on this server right now.")


def _nothing_by_command(error: NothingByCommand) -> str:
    return _("Tickets are opened with the buttons of this server, not by command.")


def _type_needed(error: TypeNeeded) -> str:
    return _("Which type? Name one of these: {known}.").format(
        known=words.clip(", ".join(map(given, error.known)), 1500)
    )


def _type_paused(error: TypePaused) -> str:
    return _("Tickets of the type **{type}** are paused right now.").format(
        type=words.escaped(words.clip(error.name, 80))
    )


def _bots_have_no_tickets(error: BotsHaveNoTickets) -> str:
    return _("This is a bot. Bots can't have tickets.")


def _category_missing(error: CategoryMissing) -> str:
    return _("No category is set, or it was deleted.")


def _question_outdated(error: QuestionOutdated) -> str:
    return _("The ticket has changed since you were asked, so nothing was done.")


def _finished_later(error: FinishedLater) -> str:
    return _("Discord isn't responding. This will be finished as soon as it does.")


def _too_fast(error: TooFast) -> str:
    if error.server_wide:
        return words.for_count(
            error.seconds,
            _("A lot of tickets are being opened right now. Please try again in a second."),
            _("A lot of tickets are being opened right now. Please try again in {count} seconds."),
        )
    return words.for_count(
        error.seconds,
        _("Slow down a little! Try again in a second."),
        _("Slow down a little! Try again in {count} seconds."),
    )


def _renamed_too_often(error: RenamedTooOften) -> str:
    return _("Discord allows two renames in ten minutes. The next one is possible {when}.").format(
        when=words.moment(error.possible_at, "R")
    )


def _name_unusable(error: NameUnusable) -> str:
    return _("A channel can't be called that. Use letters, digits, hyphens or emojis.")


def _named_so(error: NamedSo) -> str:
    return _("The channel already has that name.")


def _name_not_allowed(error: NameNotAllowed) -> str:
    return _("Discord doesn't allow this name here, because of a word in it. Choose another.")


SENTENCES = (
    Sentence(RenamedTooOften, _renamed_too_often),
    Sentence(NameUnusable, _name_unusable),
    Sentence(NamedSo, _named_so),
    Sentence(NameNotAllowed, _name_not_allowed),
    Sentence(AnswerMissing, _answer_missing),
    Sentence(DraftGone, _draft_gone),
    Sentence(OpenerOrModeratorsOnly, _opener_or_moderators_only),
    Sentence(SomeoneElsesInvitation, _someone_elses_invitation),
    Sentence(SystemDisabled, _system_disabled),
    Sentence(TypePaused, _type_paused),
    Sentence(NothingByCommand, _nothing_by_command),
    Sentence(TypeNeeded, _type_needed),
    Sentence(BotsHaveNoTickets, _bots_have_no_tickets),
    Sentence(CategoryMissing, _category_missing),
    Sentence(FinishedLater, _finished_later),
    Sentence(QuestionOutdated, _question_outdated),
    Sentence(TooFast, _too_fast),
)
