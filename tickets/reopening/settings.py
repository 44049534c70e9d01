"""Whether openers may reopen their tickets, and for how long."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.written import Number
from ..core.settings import MORE_CLOSING, _, setting

#: Hours that can be set: thirty days.
LONGEST = 30 * 24


@declaration(frozen=True, kw_only=True)
class ReopeningSettings:
    """For how many hours after its closing the opener may reopen a ticket; 0: not at all."""

    opener_may_reopen: int = setting(
        0,
        Number(0, LONGEST, zero=_("off")),
        command="openerreopen",
        page=MORE_CLOSING,
        order=30,
        title=_("Opener may reopen (hours)"),
        help=_("For how many hours after closing the opener can reopen their ticket (0 = never)."),
        examples=("48", "0"),
    )
