"""What can't come across as it was, and why: each a kind with words of its own."""

from __future__ import annotations

from enum import Enum, auto

from ...core.lazy_dataclass import lazy_dataclass


class Why(Enum):
    """Why something doesn't come across as it was."""

    #: This cog has nothing like it.
    NO_COUNTERPART = auto()
    #: It comes, but what it does isn't quite the same.
    DIFFERS = auto()
    #: This cog has it once for the whole server: what `owner` says doesn't count.
    ONE_FOR_ALL = auto()
    #: It was deleted.
    GONE = auto()
    #: A role that no setting takes: @everyone, an integration's, or an administrator's.
    UNUSABLE_ROLE = auto()
    #: The text is longer than `limit`: it is left out, not cut.
    TOO_LONG = auto()
    #: There are more than `limit`; these are left out.
    TOO_MANY = auto()
    #: The number can't be so high or low: `limit` comes instead.
    OUT_OF_RANGE = auto()
    #: The variable doesn't exist here: it was taken out of the text.
    NO_VARIABLE = auto()
    #: No emoji that the bot can use: it is left out.
    NO_EMOJI = auto()
    #: The message is somebody else's, so that it can't be changed.
    NOT_THE_BOTS = auto()
    #: What is stored of it can't be understood.
    DAMAGED = auto()


class What(Enum):
    """What doesn't come across as it was."""

    #: A setting of theirs; `value` is the name that it is stored under.
    SETTING = auto()

    # Types
    TYPE = auto()
    #: The name of a type: `owner` is what it was, `value` what it is now.
    TYPE_NAME = auto()
    #: Its tickets are threads; here they are channels.
    THREADS = auto()
    #: What members read while no tickets can be opened.
    SUSPENSION_TEXT = auto()

    # Roles
    MODERATORS = auto()
    ACCESS_ROLES = auto()
    OBSERVERS = auto()
    MENTIONED_ROLES = auto()
    REQUIRED_ROLES = auto()
    REFUSED_ROLES = auto()
    #: A role that openers have while their ticket is open.
    TICKET_ROLE = auto()

    # Places
    CATEGORY = auto()
    CLOSED_CATEGORY = auto()
    LOG_CHANNEL = auto()
    #: A message with all open tickets; here it is the board.
    OVERVIEW = auto()
    #: A channel for what the staff does, beside the log.
    AUDIT_LOG = auto()
    #: Another place where tickets are made if the first fails.
    FALLBACK = auto()

    # Texts
    CHANNEL_NAME = auto()
    WELCOME = auto()
    WELCOME_IMAGE = auto()
    WELCOME_COLOUR = auto()
    OUTSIDE_TEXT = auto()
    FORM_TITLE = auto()
    QUESTION = auto()
    #: The reason may be left empty; here it may not.
    OPTIONAL_REASON = auto()
    READY_ANSWER = auto()
    #: A ready answer closes the ticket.
    ANSWER_CLOSES = auto()

    # Numbers and times
    LIMIT = auto()
    #: How many tickets of all members together may be open.
    LIMIT_OF_ALL = auto()
    #: How many tickets may be opened in an hour.
    RATE_LIMIT = auto()
    PAUSE = auto()
    ACCOUNT_AGE = auto()
    SERVER_AGE = auto()
    HOURS = auto()
    TIMEZONE = auto()
    #: Closing when the opener says nothing for so many hours.
    SILENCE = auto()
    #: Closing when the staff says nothing for so many hours.
    STAFF_SILENCE = auto()
    #: Telling a channel or role when nobody takes care of a ticket.
    ESCALATION = auto()
    DELETION = auto()
    #: For how long openers may reopen their ticket.
    REOPENING = auto()
    TRANSCRIPT_RETENTION = auto()
    TRANSCRIPT_FORMATS = auto()
    #: How many of the staff may join a ticket.
    STAFF_LIMIT = auto()
    #: How many tickets one of the staff may handle.
    CLAIM_LIMIT = auto()

    # What happens
    #: Transcripts are on, and there is no channel for them.
    TRANSCRIPTS = auto()
    #: A ticket's channel was deleted whoever closed it; here only if the staff closes it.
    OPENER_DELETES = auto()
    OPENER_RENAMES = auto()
    OPENER_ADDS = auto()
    OPENER_REMOVES = auto()
    MODLOG = auto()
    APPEALS = auto()
    DANK_PAYOUTS = auto()
    OPENING_BY_REACTION = auto()
    #: The channel is named after what was chosen in the selector.
    RENAMED_BY_CHOICE = auto()
    AUDIT_REASONS = auto()
    STATISTICS = auto()

    # Panels
    PANEL = auto()
    #: It has more buttons than fit, or a selector as well: it becomes one selector.
    BECOMES_SELECTOR = auto()
    ENTRY = auto()
    #: A button without words gets some.
    ENTRY_WORDS = auto()
    ENTRY_EMOJI = auto()
    ENTRY_DESCRIPTION = auto()

    # Tickets and members
    TICKET = auto()
    TICKET_LOCK = auto()
    TICKET_NOTES = auto()
    #: Who closed it: only a name is stored.
    CLOSED_BY = auto()
    BLOCK = auto()
    #: Why, by whom or until when a role is refused.
    BLOCK_DETAILS = auto()


class NamedKind(str, Enum):
    """What of Discord's a value names."""

    ROLE = "role"
    CHANNEL = "channel"
    MEMBER = "member"


@lazy_dataclass(frozen=True)
class Named:
    """Something of Discord's, which may be gone."""

    kind: NamedKind
    id: int


@lazy_dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Something that doesn't come across, or not as it was."""

    what: What
    why: Why
    #: Whose it is: a panel's or profile's name. Their text: escape it, and clip it.
    owner: str = ""
    #: What it was: their text, or a number. Escape it, and clip it where it is shown.
    value: str = ""
    named: tuple[Named, ...] = ()
    limit: int | None = None


class Notes:
    """What doesn't come across, collected while something is read; each once."""

    def __init__(self) -> None:
        self._found: dict[LeftOut, None] = {}

    def add(
        self,
        what: What,
        why: Why,
        *,
        owner: str = "",
        value: object = "",
        named: tuple[Named, ...] = (),
        limit: int | None = None,
    ) -> None:
        """Notes one."""
        self._found[
            LeftOut(what=what, why=why, owner=owner, value=str(value), named=named, limit=limit)
        ] = None

    @property
    def all(self) -> tuple[LeftOut, ...]:
        """All that was noted, in order."""
        return tuple(self._found)


def roles(*ids: int) -> tuple[Named, ...]:
    """Roles as what is named."""
    return tuple(Named(NamedKind.ROLE, one) for one in ids)


def channels(*ids: int) -> tuple[Named, ...]:
    """Channels, threads or categories as what is named."""
    return tuple(Named(NamedKind.CHANNEL, one) for one in ids)


def members(*ids: int) -> tuple[Named, ...]:
    """Members as what is named."""
    return tuple(Named(NamedKind.MEMBER, one) for one in ids)
