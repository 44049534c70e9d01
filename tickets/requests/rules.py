"""What is known of a request, and why it can't be made or decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused, SettingRefused
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from ..core.ticket import Ticket
    from ..core.ticket_type import TicketType
    from ..panels.rules import Panel

#: Notices of this feature; stored words.
NO_RECEPTION, FILES_STAY = "no_reception", "files_stay"


@lazy_dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """What helps to decide on a request, as far as it is known."""

    joined_at: int | None = None
    #: The panel from which it came, None if that is gone or there was none.
    panel: Panel | None = None
    #: Which type of ticket is asked for.
    type: TicketType | None = None
    #: Titles and texts about what happened before.
    about_opener: tuple[tuple[str, str], ...] = ()


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
