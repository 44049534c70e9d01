"""Every setting of a server, described once.

A setting's name, kind, default, limits and help stand in its field's declaration below.
The text commands, ``[p]ticketset show``, the menu and the documentation are made from
:data:`SETTINGS`. To add one, add a field here and its French words in ``locales/``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from . import naming, templates
from .kinds import Category, Channel, Choice, Kind, Number, Roles, Text, Toggle
from .ticket import ClosedAccess, DeleteOnClose, Terms


def _(text: str) -> str:
    """Marks a text for translation; it is translated where it is shown."""
    return text


TEXT_LIMIT = 1200
DEFAULT_WELCOME = _(
    "Feel free to describe your problem, a member of the staff will take care of it soon."
)
DEFAULT_CONFIRMATION = _(
    "Your ticket has been sent. A member of the staff will take care of it soon if it is accepted!"
)
DEFAULT_THREAD_NAME = _("🔒 Private")
_WHILE_MANUAL = _("Only while a moderator decides about each request.")
#: Discord's limit for the name of a thread.
THREAD_NAME_LIMIT = 100
#: Minutes that a member may have to wait after a refusal: one week.
LONGEST_WAIT = 7 * 24 * 60


class Validation(str, Enum):
    """Who decides whether a ticket is opened."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class Page(Enum):
    """The four groups of settings, in the order in which they are shown."""

    BASICS = _("Basics")
    CUSTOMISATION = _("Customisation")
    OPENING = _("Opening")
    CLOSING = _("Closing")


@dataclass(frozen=True, slots=True)
class OnlyWhile:
    """A setting does something only while the setting `key` is `value`; `why` says so."""

    key: str
    value: Any
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: where it is found, what it may be and how it is explained.

    `command` is the word after ``[p]ticketset``; `examples` are arguments for its help.
    """

    key: str
    command: str
    page: Page
    kind: Kind
    default: Any
    title: str
    help: str
    examples: tuple[str, ...]
    only_while: OnlyWhile | None = None

    def idle(self, settings: Settings) -> str | None:
        """Why the setting does nothing at present, None if it does."""
        needed = self.only_while
        if needed is None or getattr(settings, needed.key) == needed.value:
            return None
        return needed.why


def _setting(
    default: Any,
    kind: Kind,
    *,
    command: str,
    page: Page,
    title: str,
    help: str,  # noqa: A002 - the field's word
    examples: tuple[str, ...],
    only_while: OnlyWhile | None = None,
) -> Any:
    described = {
        "command": command,
        "page": page,
        "kind": kind,
        "title": title,
        "help": help,
        "examples": examples,
        "only_while": only_while,
    }
    return dataclasses.field(default=default, metadata=described)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server has set. Values that were never set have their defaults."""

    #: Whether tickets may be opened.
    enabled: bool = False
    #: Whether anything was ever set since the last reset.
    configured: bool = False

    category_id: int | None = _setting(
        None,
        Category(),
        command="category",
        page=Page.BASICS,
        title=_("Category"),
        help=_("The category in which the ticket channels are created."),
        examples=("Tickets", "1456074443980800000"),
    )
    reception_channel_id: int | None = _setting(
        None,
        Channel(),
        command="receptionchannel",
        page=Page.BASICS,
        title=_("Reception channel"),
        help=_(
            "The channel of the staff in which requests for tickets are decided and everything "
            "that happens to tickets is logged."
        ),
        examples=("#tickets-staff", "none"),
    )
    access_role_ids: tuple[int, ...] = _setting(
        (),
        Roles(),
        command="accessrole",
        page=Page.BASICS,
        title=_("Access roles"),
        help=_("Roles that see and write in every ticket without moderating rights."),
        examples=("@Helpers", "@Helpers @Translators"),
    )
    moderator_role_ids: tuple[int, ...] = _setting(
        (),
        Roles(),
        command="modrole",
        page=Page.BASICS,
        title=_("Moderator roles"),
        help=_("Roles whose members are ticket moderators. Administrators always are."),
        examples=("@Moderators", "@Moderators @Support"),
    )
    limit: int = _setting(
        0,
        Number(0, 50, zero=_("unlimited")),
        command="limit",
        page=Page.BASICS,
        title=_("Open tickets per member"),
        help=_("How many tickets a member may have open at the same time; 0 means unlimited."),
        examples=("1", "0"),
    )
    overflow: bool = _setting(
        True,
        Toggle(),
        command="overflow",
        page=Page.BASICS,
        title=_("Overflow categories"),
        help=_(
            "Continue a full category in further ones that the bot creates "
            "(Discord allows 50 channels per category)."
        ),
        examples=("on", "off"),
    )
    channel_format: str = _setting(
        naming.DEFAULT_FORMAT,
        Text(naming.NAME_LIMIT, templates.NAME_VARIABLES),
        command="format",
        page=Page.CUSTOMISATION,
        title=_("Channel format"),
        help=_("How the ticket channels are named."),
        examples=("ticket-{number}", "{user.username}-{date}"),
    )
    confirmation_message: str | None = _setting(
        None,
        Text(TEXT_LIMIT, templates.TEXT_VARIABLES, default_words=DEFAULT_CONFIRMATION),
        command="confirmation",
        page=Page.CUSTOMISATION,
        title=_("Confirmation message"),
        help=_("What members read when they have requested a ticket (manual validation)."),
        examples=("Thank you {user}, we will look at it.",),
        only_while=OnlyWhile("validation", Validation.MANUAL.value, _WHILE_MANUAL),
    )
    welcome_message: str | None = _setting(
        None,
        Text(TEXT_LIMIT, templates.TEXT_VARIABLES, default_words=DEFAULT_WELCOME),
        command="welcome",
        page=Page.CUSTOMISATION,
        title=_("Welcome message"),
        help=_("What a new ticket says when it was opened without a reason."),
        examples=("Hello {user}, what can we do for you?",),
    )
    validation: str = _setting(
        Validation.AUTOMATIC.value,
        Choice(
            (
                (Validation.AUTOMATIC.value, _("tickets open at once")),
                (Validation.MANUAL.value, _("a moderator decides")),
            )
        ),
        command="validation",
        page=Page.OPENING,
        title=_("Validation"),
        help=_(
            "Open tickets at once, or let a moderator decide about each in the reception channel."
        ),
        examples=("manual", "automatic"),
    )
    refusal_wait: int = _setting(
        10,
        Number(0, LONGEST_WAIT, zero=_("no wait")),
        command="refusalwait",
        page=Page.OPENING,
        title=_("Wait after a refusal (minutes)"),
        help=_("How many minutes a member waits after a refusal before asking again."),
        examples=("60", "0"),
        only_while=OnlyWhile("validation", Validation.MANUAL.value, _WHILE_MANUAL),
    )
    opening_reason: bool = _setting(
        False,
        Toggle(),
        command="openreason",
        page=Page.OPENING,
        title=_("Opening reason"),
        help=_("Ask members why they open a ticket."),
        examples=("on", "off"),
    )
    mention_moderators: bool = _setting(
        False,
        Toggle(),
        command="mention",
        page=Page.OPENING,
        title=_("Mention moderators"),
        help=_("Mention all moderator roles in every new ticket."),
        examples=("on", "off"),
    )
    staff_thread: bool = _setting(
        False,
        Toggle(),
        command="staffthread",
        page=Page.OPENING,
        title=_("Staff thread"),
        help=_("Give every ticket a private thread that only the moderators see."),
        examples=("on", "off"),
    )
    staff_thread_name: str | None = _setting(
        None,
        Text(THREAD_NAME_LIMIT, (), default_words=DEFAULT_THREAD_NAME),
        command="threadname",
        page=Page.OPENING,
        title=_("Name of the staff thread"),
        help=_("What the staff thread of each ticket is called."),
        examples=("Staff only",),
        only_while=OnlyWhile("staff_thread", True, _("Only while there is a staff thread.")),
    )
    delete_on_close: str = _setting(
        DeleteOnClose.OFF.value,
        Choice(
            (
                (DeleteOnClose.OFF.value, _("closed tickets stay")),
                (DeleteOnClose.ADMINISTRATORS.value, _("if an administrator closes them")),
                (DeleteOnClose.MODERATORS.value, _("if any ticket moderator closes them")),
            )
        ),
        command="deleteonclose",
        page=Page.CLOSING,
        title=_("Delete on close"),
        help=_("Delete tickets at once when the staff closes them."),
        examples=("administrators", "off"),
    )
    closing_reason: bool = _setting(
        True,
        Toggle(),
        command="closereason",
        page=Page.CLOSING,
        title=_("Closing reason"),
        help=_("Ask for a reason when a ticket is closed. Otherwise closing asks to confirm."),
        examples=("on", "off"),
    )
    closed_access: str = _setting(
        ClosedAccess.NONE.value,
        Choice(
            (
                (ClosedAccess.NONE.value, _("the ticket disappears")),
                (ClosedAccess.READ.value, _("they can still read it")),
            )
        ),
        command="closedaccess",
        page=Page.CLOSING,
        title=_("Access after closing"),
        help=_("What the opener and added people can do in a closed ticket."),
        examples=("none", "read"),
    )
    dm_opener: bool = _setting(
        True,
        Toggle(),
        command="dm",
        page=Page.CLOSING,
        title=_("Message to the opener"),
        help=_("Send the opener a direct message when the ticket is closed."),
        examples=("on", "off"),
    )
    dm_transcript: bool = _setting(
        False,
        Toggle(),
        command="dmtranscript",
        page=Page.CLOSING,
        title=_("Transcript for the opener"),
        help=_("Send the transcript along with the direct message about a closed ticket."),
        examples=("on", "off"),
        only_while=OnlyWhile("dm_opener", True, _("Only while the opener gets a message.")),
    )
    transcripts: bool = _setting(
        False,
        Toggle(),
        command="transcripts",
        page=Page.CLOSING,
        title=_("Automatic transcripts"),
        help=_("Save every ticket in the transcript channel when it is closed."),
        examples=("on", "off"),
    )
    transcript_channel_id: int | None = _setting(
        None,
        Channel(),
        command="transcriptchannel",
        page=Page.CLOSING,
        title=_("Transcript channel"),
        help=_("The channel of the staff that gets the saved conversations."),
        examples=("#transcripts", "none"),
    )
    staff_transcript: bool = _setting(
        False,
        Toggle(),
        command="stafftranscript",
        page=Page.CLOSING,
        title=_("Transcript of the staff thread"),
        help=_("Save the staff thread as well, in a file of its own for the staff."),
        examples=("on", "off"),
    )

    @property
    def is_manual(self) -> bool:
        """Whether moderators decide about each ticket."""
        return self.validation == Validation.MANUAL.value

    def terms(self) -> Terms:
        """What a ticket opened now keeps of these settings."""
        return Terms(
            moderator_role_ids=self.moderator_role_ids,
            access_role_ids=self.access_role_ids,
            closing_reason=self.closing_reason,
            closed_access=ClosedAccess(self.closed_access),
            delete_on_close=DeleteOnClose(self.delete_on_close),
            dm_opener=self.dm_opener,
        )


SETTINGS: tuple[Setting, ...] = tuple(
    Setting(key=field.name, default=field.default, **cast("dict[str, Any]", field.metadata))
    for field in dataclasses.fields(Settings)
    if field.metadata
)
