"""Requests that can't be made or decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused, SettingRefused

if TYPE_CHECKING:
    from ..core.ticket import Ticket


#: The notice of this feature; a stored word.
NO_RECEPTION = "no_reception"


class AlreadyDecided(Refused):
    """Somebody was faster: the request isn't pending any more."""

    ticket: Ticket


class RefusedRecently(Refused):
    """The member's last request was refused, and the wait isn't over."""

    until: int


class NoReception(Refused):
    """Requests have nowhere to go: the reception channel is gone or can't be used."""


class ReceptionNeeded(SettingRefused):
    """Manual validation can't do without a reception channel."""
