"""What people read of tickets that are deleted, or forgotten, by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import NoticeKind, Sentence
from ..core.render import words
from ..i18n import _
from .rules import (
    DELETE,
    SPOKE_AFTER_CLOSING,
    TRANSCRIPTS_STAY,
    SpokeAfterClosing,
    deletes_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.settings import Settings
    from ..core.ticket import Person, Ticket


def deletion_sentence(ticket: Ticket, settings: Settings) -> str | None:
    """When the ticket is deleted by itself, for the message that says who closed it."""
    at = deletes_at(ticket, settings)
    if at is None:
        return None
    return _("This ticket will be deleted {when}.").format(when=words.moment(at, "R"))


def card_fields(ticket: Ticket, settings: Settings) -> Iterator[tuple[str, str]]:
    """The same on the ticket's card."""
    at = deletes_at(ticket, settings)
    put_off = ticket.put_off.get(DELETE)
    if at is None or (put_off is not None and put_off.when == at and put_off.until is None):
        return
    yield _("Deletion"), words.moment(at)


def no_buttons(ticket: Ticket, settings: Settings, reader: Person) -> tuple[()]:
    """Nothing to press."""
    return ()


def _spoke(error: SpokeAfterClosing) -> str:
    return _("Someone wrote in the ticket after it was closed, so it was not deleted.")


SENTENCES = (Sentence(SpokeAfterClosing, _spoke),)


def _transcripts_stay(about: str) -> str:
    return _(
        "Transcripts of erased tickets should go, too, but the bot can't delete its messages in "
        "{channel}."
    ).format(channel=words.channel(int(about)))


def _spoke_after_closing(about: str) -> str:
    return _(
        "Ticket #{number} is not deleted by itself: someone wrote in it after it was closed. Read "
        "it, then press **Reopen** or **Delete** in it."
    ).format(number=about)


NOTICES = (
    NoticeKind(TRANSCRIPTS_STAY, _transcripts_stay, for_doctor=True),
    NoticeKind(SPOKE_AFTER_CLOSING, _spoke_after_closing, of_ticket=True),
)
