"""What members read who may not open a ticket, or not yet."""

from __future__ import annotations

from ..core.feature import Sentence
from ..core.render import words
from ..i18n import _
from .rules import AccountTooYoung, PauseNotOver, RoleRefused, RoleRequired, TooNewHere


def _role_required(error: RoleRequired) -> str:
    return words.for_count(
        len(error.role_ids),
        _("You need the role {roles} to open a ticket here."),
        _("You need one of these roles to open a ticket here: {roles}."),
        roles=words.roles(error.role_ids),
    )


def _role_refused(error: RoleRefused) -> str:
    return _("You can't open a ticket here with the role {roles}.").format(
        roles=words.roles(error.role_ids)
    )


def _account_too_young(error: AccountTooYoung) -> str:
    return _("Your Discord account is too new. You can open a ticket {when}.").format(
        when=words.moment(error.until, "R")
    )


def _too_new_here(error: TooNewHere) -> str:
    return _("You joined this server too recently. You can open a ticket {when}.").format(
        when=words.moment(error.until, "R")
    )


def _pause_not_over(error: PauseNotOver) -> str:
    return _("Your last ticket only just ended. You can open another one {when}.").format(
        when=words.moment(error.until, "R")
    )


SENTENCES = (
    Sentence(RoleRequired, _role_required),
    Sentence(RoleRefused, _role_refused),
    Sentence(AccountTooYoung, _account_too_young),
    Sentence(TooNewHere, _too_new_here),
    Sentence(PauseNotOver, _pause_not_over),
)
