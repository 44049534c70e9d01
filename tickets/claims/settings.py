"""Whether moderators claim tickets, and what the others may do then."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.choice import Choice
from ..core.kinds.toggle import Toggle
from ..core.settings import TEAMWORK, OnlyWhile, _, setting
from .rules import Others

_WHILE_ON = OnlyWhile("claims", True, _("Only used while claims are on."))


@declaration(frozen=True, kw_only=True)
class ClaimSettings:
    """Claims."""

    claims: bool = setting(
        False,
        Toggle(),
        command="claims",
        page=TEAMWORK,
        order=10,
        title=_("Claims"),
        help=_("A moderator can claim a ticket, so that everyone sees who handles it."),
        examples=("on", "off"),
        applied=True,
    )
    claim_access: Others = setting(
        Others.WRITE,
        Choice(
            {
                Others.WRITE: _("can still write"),
                Others.READ: _("can only read"),
                Others.HIDE: _("don't see it"),
            }
        ),
        command="claimaccess",
        page=TEAMWORK,
        order=20,
        title=_("Other moderators then"),
        help=_("What the other moderators can do in a ticket that someone has claimed."),
        examples=("write", "read", "hide"),
        only_while=_WHILE_ON,
        applied=True,
    )
    claim_by_answering: bool = setting(
        False,
        Toggle(),
        command="claimbyanswering",
        page=TEAMWORK,
        order=30,
        title=_("Claim by answering"),
        help=_("The first moderator who writes in a ticket claims it."),
        examples=("on", "off"),
        only_while=_WHILE_ON,
    )

    @property
    def by_answering(self) -> bool:
        """Whether whoever writes first claims a ticket."""
        return self.claims and self.claim_by_answering
