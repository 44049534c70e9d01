"""What may be done with a ticket, and when not."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ..core.errors import DiscordSaidNo, EffectUnknown, Refused, SettingRefused, TicketError
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from ..core.settings import Settings
    from ..core.team import Team
    from ..core.ticket import Person, Ticket
    from .settings import ClosingSettings

#: Notices of this feature; stored words.
CATEGORY_GONE, NO_SPACE, MISSING_PERMISSIONS = "category_gone", "no_room", "missing_permissions"
DELETION_FAILED, THREAD_FAILED = "deletion_failed", "thread_failed"
TWIN_REMOVED, FILES_MISSING = "twin_removed", "files_missing"
ANSWERS_MISSING = "answers_missing"
CLOSED_CATEGORY_GONE, CLOSED_STAY = "closed_category_gone", "closed_stay"
REOPENED_STAYS, NOT_CLOSED = "reopened_stays", "left_not_closed"

#: Why a ticket was closed by itself: its opener has left. A stored word.
OPENER_LEFT = "left"

#: Stands in a notice for the names of permissions: there is no space.
FULL = "full"

#: The characters of a reason that is chosen: as many as Discord shows in a selector.
CHOSEN_REASON_LIMIT = 100
#: Discord renames a channel so many times in so many seconds.
RENAMES_ALLOWED, RENAMES_WITHIN = 2, 600


@lazy_dataclass(frozen=True, kw_only=True)
class About:
    """Whom or what something was about; `called_ids` are members who are called to the ticket, and
    `called_role_ids` roles."""

    name: str
    #: Shown above the announcement.
    mention: str | None = None
    called_ids: tuple[int, ...] = ()
    called_role_ids: tuple[int, ...] = ()


class StaysUndeleted(Refused):
    """The ticket is not deleted: what had to come first failed; `cause` says why."""

    number: int
    cause: TicketError


class FinishedLater(EffectUnknown):
    """It was decided, and is finished as soon as Discord answers."""


class QuestionOutdated(Refused):
    """The ticket isn't as it was when it was asked whether to close or delete it."""


class CategoryMissing(SettingRefused):
    """No category is set, or the one that was is deleted."""


class OpenerOrModeratorsOnly(Refused):
    """Only the ticket's opener and ticket moderators may do this."""

    opener_id: int
    role_ids: tuple[int, ...]


class SomeoneElsesInvitation(Refused):
    """The button opens a ticket for the member who typed the command above it."""

    member_id: int


class RenamedTooOften(Refused):
    """Discord allows two renamings in ten minutes; the next is possible at `possible_at`."""

    possible_at: int


class NameUnusable(Refused):
    """Nothing of the name can stand in a channel's name."""


class NamedSo(Refused):
    """The channel has that name."""


class NameNotAllowed(DiscordSaidNo):
    """Discord's word filter takes no such name for a channel."""


class SystemDisabled(Refused):
    """No tickets may be opened at present."""


class NothingByCommand(Refused):
    """No kind of ticket can be opened by command here."""


class TypeNeeded(Refused):
    """Which type is meant has to be said: these are possible."""

    known: tuple[str, ...]


class TypePaused(Refused):
    """No tickets of this type may be opened at present."""

    name: str


class BotsHaveNoTickets(Refused):
    """A ticket was to be opened for a bot, or a bot was to be blocked."""


class TooFast(Refused):
    """Too many tickets were asked for in a short time; `server_wide` by everybody together."""

    seconds: int
    server_wide: bool


class ClosedAccess(str, Enum):
    """What opener and added people may still do in a closed ticket."""

    NONE = "none"
    READ = "read"


class OpenerLeaves(str, Enum):
    """What becomes of an open ticket whose opener leaves the server."""

    STAYS = "stays"
    CLOSE = "close"


class DeleteOnClose(str, Enum):
    """By whose closing a ticket is deleted at once."""

    OFF = "off"
    ADMINISTRATORS = "administrators"
    MODERATORS = "moderators"


def must_say_why(ticket: Ticket, by: Person, closing: ClosingSettings) -> bool:
    """Whether a ticket can't be closed without a reason: who only wants to leave needs none."""
    return closing.closing_reason and by.id != ticket.opener_id


def joined_reason(chosen: str | None, typed: str | None) -> str | None:
    """The reason of a ticket's closing: what was chosen, and below it what was typed."""
    parts = ((chosen or "").strip()[:CHOSEN_REASON_LIMIT], (typed or "").strip())
    return "\n".join(filter(None, parts)) or None


def deletes_by_closing(person: Person, team: Team, wanted: DeleteOnClose) -> bool:
    """Whether the ticket is deleted at once when `person` closes it."""
    match wanted:
        case DeleteOnClose.MODERATORS:
            return team.is_moderator(person)
        case DeleteOnClose.ADMINISTRATORS:
            return person.is_administrator or person.is_guild_owner
        case DeleteOnClose.OFF:
            return False


def require_may_close(
    person: Person, ticket: Ticket, team: Team, *, opener_may: bool = True
) -> None:
    """Ticket moderators may close, and the opener unless `opener_may` not.

    Others raise ``OpenerOrModeratorsOnly``, or ``ModeratorsOnly`` where it is the staff's alone.
    """
    if not opener_may:
        team.require_moderator(person)
    if person.id != ticket.opener_id and not team.is_moderator(person):
        raise OpenerOrModeratorsOnly(opener_id=ticket.opener_id, role_ids=team.moderator_role_ids)


def require_system_enabled(settings: Settings) -> None:
    """Raises :class:`SystemDisabled` while no tickets may be opened."""
    if not settings.enabled:
        raise SystemDisabled
