"""When closed tickets are deleted, and tickets that have ended are forgotten."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.toggle import Toggle
from ..core.kinds.written import Number
from ..core.settings import DEADLINES, Scope, _, setting

#: Days, at most: ten years.
LONGEST_RETENTION = 3650


#: Hours, at most: a year.
LONGEST_DELAY = 365 * 24


@declaration(frozen=True, kw_only=True)
class DeletionSettings:
    """How long closed tickets stay."""

    delete_after: int = setting(
        0,
        Number(0, LONGEST_DELAY, zero=_("never")),
        command="deleteafter",
        page=DEADLINES,
        order=60,
        title=_("Delete closed tickets after (hours)"),
        help=_(
            "Hours after closing until a ticket is deleted by itself. Tickets closed before you "
            "turn this on count from then."
        ),
        examples=("72", "0"),
        timed=True,
    )


@declaration(frozen=True, kw_only=True)
class RetentionSettings:
    """How long texts and ids of tickets are kept after these have ended."""

    retention: int = setting(
        0,
        Number(0, LONGEST_RETENTION, zero=_("never")),
        command="retention",
        page=DEADLINES,
        order=70,
        title=_("Forget tickets after (days)"),
        help=_(
            "Days after its deletion or refusal until a ticket's texts and IDs are erased. "
            "Older tickets count from when you turn this on. Log lines stay."
        ),
        examples=("90", "0"),
        scope=Scope.SERVER,
        timed=True,
    )
    retention_transcripts: bool = setting(
        False,
        Toggle(),
        command="retentiontranscripts",
        page=DEADLINES,
        order=71,
        title=_("Forget transcripts too"),
        help=_(
            "Also delete the ticket's transcripts from your channels then. "
            "Transcripts from before version 2.0.0 stay."
        ),
        examples=("on", "off"),
        scope=Scope.SERVER,
    )
