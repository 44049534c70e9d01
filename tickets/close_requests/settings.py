"""How long openers have to answer, and whether they are pinged."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.toggle import Toggle
from ..core.kinds.written import Number
from ..core.settings import DEADLINES, _, setting

#: Hours that can be set: thirty days.
LONGEST = 30 * 24


@declaration(frozen=True, kw_only=True)
class CloseRequestSettings:
    """How the question whether to close is asked."""

    question_deadline: int = setting(
        48,
        Number(0, LONGEST, zero=_("none")),
        command="askdeadline",
        page=DEADLINES,
        order=50,
        title=_("Deadline of the closing question (hours)"),
        help=_("After so many hours without an answer the ticket is closed (0 = never)."),
        examples=("48", "0"),
    )
    question_ping: bool = setting(
        True,
        Toggle(),
        command="askping",
        page=DEADLINES,
        order=51,
        title=_("Ping the opener with the question"),
        help=_("Ping the opener when they are asked whether their ticket can be closed."),
        examples=("on", "off"),
    )
