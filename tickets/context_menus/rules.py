"""What is reported, and why something isn't."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..core.errors import Refused
from ..core.files import files_from_json, files_to_json
from ..core.lazy_dataclass import lazy_dataclass
from .settings import ReportSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.files import SentFile
    from ..core.settings import Settings
    from ..core.ticket import Ticket

#: The names of the menus, in English; Discord's limit is 32 characters.
OPEN_A_TICKET, REPORT = "Open a ticket", "Report to the staff"
#: Context menus of each kind that a bot may have.
MENUS_LIMIT = 5
#: Characters of a message that are kept: a text has up to 4,000, all its embeds up to 6,000.
WORDS_LIMIT = 12_000
#: Files of a message.
FILES_LIMIT = 10
#: Seconds for which a message is kept that was to be reported, until the form is sent.
KEPT = 3600
#: Bytes of files that are kept so at the same time, for the whole bot.
ROOM = 256 * 1024 * 1024

#: The notice that several members have reported one message; a stored word.
REPORTED_AGAIN = "reported-again"


class NoReports(Refused):
    """No type of the server takes reports."""


class AlreadyReported(Refused):
    """The member has reported this message before."""

    ticket: Ticket


class ReportExpired(Refused):
    """What was to be reported isn't kept any more."""


@lazy_dataclass(frozen=True, kw_only=True)
class Lacking:
    """A menu that isn't there: its name is taken, or there are as many as there may be."""

    name: str
    #: Red's word for what it is of: ``message`` or ``user``.
    kind: str
    is_taken: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Reported:
    """A message as it was when somebody reported it."""

    guild_id: int
    #: Who reports it.
    by_id: int
    message_id: int
    channel_id: int
    author_id: int
    author_name: str
    author_picture: str
    #: Whether a webhook wrote it, which is nobody's account.
    is_webhook: bool = False
    #: Seconds since the epoch.
    sent_at: int
    words: str
    files: tuple[SentFile, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from all others that are kept."""
        return key_of(self.guild_id, self.by_id, self.message_id)


def key_of(guild_id: int, by_id: int, message_id: int) -> str:
    """The key of what somebody reports."""
    return f"{guild_id}-{by_id}-{message_id}"


def reported_to_json(reported: Reported) -> dict[str, Any]:
    """As JSON knows it."""
    return {**asdict(reported), "files": files_to_json(reported.files)}


def reported_from_json(stored: Mapping[str, Any]) -> Reported:
    """What :func:`reported_to_json` made."""
    return Reported(**{**stored, "files": files_from_json(stored["files"])})


def type_of_reports(settings: Settings) -> int:
    """The type whose team reads reports: the first that takes them. Raises ``NoReports``."""
    for one in settings.types:
        if settings.for_type(one.id)[ReportSettings].reports:
            return one.id
    raise NoReports
