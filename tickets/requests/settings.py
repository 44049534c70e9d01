"""Whether moderators decide about tickets first."""

from __future__ import annotations

from enum import Enum

from ..core import templates
from ..core.declaration import declaration
from ..core.kinds.choice import Choice
from ..core.kinds.kind import TEXT_LIMIT
from ..core.kinds.written import Number, Text
from ..core.settings import CUSTOMISATION, OPENING, OnlyWhile, _, setting

DEFAULT_CONFIRMATION = _("Your request has been sent! A staff member will look at it soon.")
#: Minutes that a member may have to wait after a refusal: one week.
LONGEST_WAIT = 7 * 24 * 60


class Validation(str, Enum):
    """Who decides whether a ticket is opened. Stored values."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


_WHILE_MANUAL = OnlyWhile("validation", Validation.MANUAL, _("Only used when approval is on."))


@declaration(frozen=True, kw_only=True)
class RequestSettings:
    """Whether moderators decide, and what members read and wait meanwhile."""

    confirmation_message: str | None = setting(
        None,
        Text(TEXT_LIMIT, templates.TEXT_VARIABLES, default_words=DEFAULT_CONFIRMATION),
        command="confirmation",
        page=CUSTOMISATION,
        order=20,
        title=_("Confirmation message"),
        help=_("What members read after asking for a ticket, while approval is on."),
        examples=("Thank you {user}, we will look at it.",),
        only_while=_WHILE_MANUAL,
    )
    validation: Validation = setting(
        Validation.AUTOMATIC,
        Choice(
            {
                Validation.AUTOMATIC: _("opens right away"),
                Validation.MANUAL: _("needs approval"),
            }
        ),
        command="validation",
        page=OPENING,
        order=10,
        title=_("Approval"),
        help=_("Open tickets right away, or have a moderator approve each one first."),
        examples=("manual", "automatic"),
        needs="reception_channel_id",
    )
    refusal_wait: int = setting(
        10,
        Number(0, LONGEST_WAIT, zero=_("no wait")),
        command="refusalwait",
        page=OPENING,
        order=20,
        title=_("Cooldown after a refusal (minutes)"),
        help=_("How long a member must wait before asking again after a refusal, in minutes."),
        examples=("60", "0"),
        only_while=_WHILE_MANUAL,
    )

    @property
    def is_manual(self) -> bool:
        """Whether moderators decide about each ticket."""
        return self.validation is Validation.MANUAL
