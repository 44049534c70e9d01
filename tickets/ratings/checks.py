"""Ratings that nobody is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import Check, CheckGroup, Command, Severity, _, case
from ..lifecycle.settings import ClosingSettings
from .settings import RatingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _nobody_rates(facts: Facts) -> Iterator[Case]:
    closing = facts.settings[ClosingSettings]
    reached = closing.dm_opener or closing.stays_readable
    if facts.settings[RatingSettings].rating and not reached:
        yield case(command=Command("ticketset dm on"))


NOBODY_RATES = Check(
    name="nobody-rates",
    of_types=True,
    severity=Severity.ADVICE,
    look=_nobody_rates,
    what=_("Ratings are on, but openers get no direct message and can't read closed tickets."),
    breaks=_("Nobody is asked for a rating."),
    fix=_("Turn direct messages on with {command}."),
)

CHECKS = CheckGroup(79, NOBODY_RATES)
