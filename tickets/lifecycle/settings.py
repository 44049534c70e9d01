"""Where tickets are opened, how, and what closing means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import naming, templates
from ..core.declaration import declaration
from ..core.form import Form
from ..core.kinds.channels import Category
from ..core.kinds.choice import Choice
from ..core.kinds.kind import TEXT_LIMIT
from ..core.kinds.lines import Lines
from ..core.kinds.questions import Questions
from ..core.kinds.roles import Roles
from ..core.kinds.toggle import Toggle
from ..core.kinds.written import Number, Text
from ..core.settings import (
    BASICS,
    CLOSING,
    CUSTOMISATION,
    FORM,
    MORE_CLOSING,
    OPENING,
    TYPES,
    OnlyWhile,
    Scope,
    _,
    setting,
)
from ..core.team import Team
from .rules import CHOSEN_REASON_LIMIT, ClosedAccess, DeleteOnClose, OpenerLeaves

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..core.settings import Settings

DEFAULT_WELCOME = _("Tell us what's going on. A staff member will be with you soon.")
DEFAULT_THREAD_NAME = _("🔒 Private")
#: Discord's limit for the name of a thread.
THREAD_NAME_LIMIT = 100


@declaration(frozen=True, kw_only=True)
class OpeningSettings:
    """Where and how tickets are opened."""

    category_id: int | None = setting(
        None,
        Category(),
        command="category",
        page=BASICS,
        order=10,
        title=_("Category"),
        help=_("The category in which the ticket channels are created."),
        examples=("Tickets", "1456074443980800000"),
    )
    limit: int = setting(
        1,
        Number(0, 50, zero=_("unlimited")),
        command="limit",
        page=BASICS,
        order=50,
        title=_("Open tickets per member"),
        help=_("Maximum open tickets per member (0 = no limit)."),
        examples=("2", "0"),
        before=0,
        unset=0,
    )
    overflow: bool = setting(
        True,
        Toggle(),
        command="overflow",
        page=BASICS,
        order=60,
        title=_("Extra categories"),
        help=_("When the category is full (50 channels), continue in a new one."),
        examples=("on", "off"),
        scope=Scope.SERVER,
    )
    channel_format: str = setting(
        naming.DEFAULT_FORMAT,
        Text(naming.NAME_LIMIT, templates.NAME_VARIABLES),
        command="format",
        page=CUSTOMISATION,
        order=10,
        title=_("Channel name"),
        help=_("How ticket channels are named."),
        examples=("ticket-{number}", "{user.username}-{date}"),
    )
    welcome_message: str | None = setting(
        None,
        Text(TEXT_LIMIT, templates.TEXT_VARIABLES, default_words=DEFAULT_WELCOME),
        command="welcome",
        page=CUSTOMISATION,
        order=30,
        title=_("Welcome message"),
        help=_("The message shown in a ticket opened without a reason."),
        examples=("Hello {user}, what can we do for you?",),
    )
    opening_reason: bool = setting(
        False,
        Toggle(),
        command="openreason",
        page=OPENING,
        order=30,
        title=_("Opening reason"),
        help=_("Ask members why they open a ticket."),
        examples=("on", "off"),
    )
    mention_moderators: bool = setting(
        False,
        Toggle(),
        command="mention",
        page=OPENING,
        order=40,
        title=_("Mention moderators"),
        help=_("Mention all moderator roles in every new ticket."),
        examples=("on", "off"),
    )
    mentioned_role_ids: tuple[int, ...] = setting(
        (),
        Roles(nobody=_("all moderator roles")),
        command="mentionroles",
        page=OPENING,
        order=41,
        title=_("Mentioned roles"),
        help=_("Which roles are mentioned. If none is chosen, all moderator roles are."),
        examples=("@Night shift", "none"),
        only_while=OnlyWhile(
            "mention_moderators", True, _("Only used when moderators are mentioned.")
        ),
        private=True,
    )


@declaration(frozen=True, kw_only=True)
class FormSettings:
    """What members are asked before a ticket opens, besides why."""

    form: Form = setting(
        Form(),
        Questions(),
        command="form",
        page=FORM,
        order=10,
        title=_("Form"),
        help=_("What members are asked before their ticket opens."),
        examples=("default",),
    )
    welcome_always: bool = setting(
        False,
        Toggle(),
        command="welcomealso",
        page=FORM,
        order=20,
        title=_("Welcome also with a reason"),
        help=_("Show the welcome message also in tickets that have a reason."),
        examples=("on", "off"),
    )


def mentioned_roles(settings: Settings, existing: Collection[int]) -> tuple[int, ...]:
    """The roles that are mentioned where a ticket of these settings begins."""
    wanted = settings[OpeningSettings].mention_moderators
    return called_roles(settings, existing) if wanted else ()


def called_roles(settings: Settings, existing: Collection[int]) -> tuple[int, ...]:
    """The roles by which a team is called."""
    opening = settings[OpeningSettings]
    wanted = opening.mentioned_role_ids or settings[Team].moderator_role_ids
    return tuple(role for role in wanted if role in existing)


@declaration(frozen=True, kw_only=True)
class ThreadSettings:
    """The staff's private thread."""

    staff_thread: bool = setting(
        False,
        Toggle(),
        command="staffthread",
        page=OPENING,
        order=50,
        title=_("Staff thread"),
        help=_("Give every ticket a private thread that only the moderators see."),
        examples=("on", "off"),
    )
    staff_thread_name: str | None = setting(
        None,
        Text(THREAD_NAME_LIMIT, (), default_words=DEFAULT_THREAD_NAME),
        command="threadname",
        page=OPENING,
        order=60,
        title=_("Staff thread name"),
        help=_("The name of the private thread in each ticket."),
        examples=("Staff only",),
        only_while=OnlyWhile("staff_thread", True, _("Only used when staff threads are on.")),
    )


@declaration(frozen=True, kw_only=True)
class ClosingSettings:
    """How tickets are closed, and what becomes of them then."""

    delete_on_close: DeleteOnClose = setting(
        DeleteOnClose.OFF,
        Choice(
            {
                DeleteOnClose.OFF: _("Never"),
                DeleteOnClose.ADMINISTRATORS: _("When an administrator closes"),
                DeleteOnClose.MODERATORS: _("When any moderator closes"),
            }
        ),
        command="deleteonclose",
        page=CLOSING,
        order=10,
        title=_("Delete when closed"),
        help=_("Delete tickets right away when the staff closes them."),
        examples=("administrators", "off"),
        kept=True,
    )
    closing_reason: bool = setting(
        True,
        Toggle(),
        command="closereason",
        page=CLOSING,
        order=20,
        title=_("Closing reason"),
        help=_("Ask for a reason when a ticket is closed. Otherwise closing asks to confirm."),
        examples=("on", "off"),
        kept=True,
    )
    closed_access: ClosedAccess = setting(
        ClosedAccess.NONE,
        Choice(
            {
                ClosedAccess.NONE: _("no longer sees it"),
                ClosedAccess.READ: _("can still read it"),
            }
        ),
        command="closedaccess",
        page=CLOSING,
        order=30,
        title=_("After closing, the opener…"),
        help=_("What the opener and guests can still see once a ticket is closed."),
        examples=("none", "read"),
        kept=True,
    )
    dm_opener: bool = setting(
        True,
        Toggle(),
        command="dm",
        page=CLOSING,
        order=40,
        title=_("DM the opener"),
        help=_("Send the opener a direct message when the ticket is closed."),
        examples=("on", "off"),
        kept=True,
    )
    dm_transcript: bool = setting(
        False,
        Toggle(),
        command="dmtranscript",
        page=CLOSING,
        order=50,
        title=_("Send them the transcript"),
        help=_("Send the transcript along with the direct message about a closed ticket."),
        examples=("on", "off"),
        only_while=OnlyWhile("dm_opener", True, _("Only used when the opener gets a DM.")),
        kept=True,
    )

    @property
    def stays_readable(self) -> bool:
        """Whether opener and added people can read a closed ticket."""
        return self.closed_access is ClosedAccess.READ


@declaration(frozen=True, kw_only=True)
class MoreClosingSettings:
    """What closing can be like besides."""

    closing_reasons: tuple[str, ...] = setting(
        (),
        Lines(25, CHOSEN_REASON_LIMIT),
        command="closingreasons",
        page=MORE_CLOSING,
        order=10,
        title=_("Closing reasons"),
        help=_("Reasons to choose from when a ticket is closed, above the text."),
        examples=("Solved; No answer; Not for us", "none"),
        only_while=OnlyWhile(
            "closing_reason", True, _("Only used when a closing reason is asked for.")
        ),
    )
    opener_may_close: bool = setting(
        True,
        Toggle(),
        command="openerclose",
        page=MORE_CLOSING,
        order=20,
        title=_("Opener may close"),
        help=_("Whether the opener can close their own ticket. The staff always can."),
        examples=("off", "on"),
        kept=True,
    )
    opener_leaves: OpenerLeaves = setting(
        OpenerLeaves.STAYS,
        Choice(
            {
                OpenerLeaves.STAYS: _("stays open"),
                OpenerLeaves.CLOSE: _("is closed"),
            }
        ),
        command="openerleaves",
        page=MORE_CLOSING,
        order=40,
        title=_("When the opener leaves, the ticket…"),
        help=_("What happens to an open ticket when its opener leaves the server."),
        examples=("close", "stays"),
    )
    closed_category_id: int | None = setting(
        None,
        Category(),
        command="closedcategory",
        page=MORE_CLOSING,
        order=50,
        title=_("Category for closed tickets"),
        help=_("Where closed tickets are moved. If it is full, they stay where they are."),
        examples=("Archive", "none"),
    )


@declaration(frozen=True, kw_only=True)
class TypeSettings:
    """Whether tickets of a type are taken, and those of none."""

    takes_tickets: bool = setting(
        True,
        Toggle(),
        command="takestickets",
        page=BASICS,
        order=1,
        title=_("Takes tickets"),
        help=_("Whether members can open tickets of this type."),
        examples=("off", "on"),
        scope=Scope.TYPE_ONLY,
    )
    without_type: bool = setting(
        True,
        Toggle(),
        command="withouttype",
        page=TYPES,
        order=10,
        title=_("Tickets without a type"),
        help=_("Whether members can open a ticket of no type: “Something else”."),
        examples=("off", "on"),
        scope=Scope.SERVER,
    )
    by_command: bool = setting(
        True,
        Toggle(),
        command="bycommand",
        page=BASICS,
        order=2,
        title=_("By command"),
        help=_("Whether the command for opening a ticket offers this type, too."),
        examples=("off", "on"),
        scope=Scope.TYPE_ONLY,
    )
