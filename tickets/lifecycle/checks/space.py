"""Space for new channels: in the category and on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.health import Amount, Channels, Check, CheckGroup, Command, Severity, _, case
from ...core.place import CATEGORY_LIMIT, GUILD_LIMIT
from ..facts import CategoryFacts
from ..settings import OpeningSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case

#: So few free places are worth a word.
CATEGORY_MARGIN = 5
GUILD_MARGIN = 20


def _free_in_category(facts: Facts) -> int | None:
    """Places that are left in the category; None if that doesn't matter."""
    category = facts[CategoryFacts]
    if category.place is None or facts.settings[OpeningSettings].overflow:
        return None
    return 0 if category.refused else CATEGORY_LIMIT - category.place.channels


def _category_full(facts: Facts) -> Iterator[Case]:
    free = _free_in_category(facts)
    if facts[CategoryFacts].place is not None and free is not None and free <= 0:
        yield case(
            channel=Channels((facts[CategoryFacts].category_id,)),
            command=Command("ticketset overflow on"),
        )


def _category_nearly_full(facts: Facts) -> Iterator[Case]:
    free = _free_in_category(facts)
    if facts[CategoryFacts].place is not None and free is not None and 0 < free <= CATEGORY_MARGIN:
        yield case(
            channel=Channels((facts[CategoryFacts].category_id,)),
            count=Amount(free),
            command=Command("ticketset overflow on"),
        )


def _server_full(facts: Facts) -> Iterator[Case]:
    if facts.channels >= GUILD_LIMIT:
        yield case(limit=Amount(GUILD_LIMIT))


def _server_nearly_full(facts: Facts) -> Iterator[Case]:
    if 0 < GUILD_LIMIT - facts.channels <= GUILD_MARGIN:
        yield case(limit=Amount(GUILD_LIMIT), count=Amount(GUILD_LIMIT - facts.channels))


CATEGORY_FULL = Check(
    name="category-full",
    of_types=True,
    severity=Severity.FATAL,
    look=_category_full,
    what=_("The category {channel} is full."),
    breaks=_("No ticket can be opened until a channel there is deleted."),
    fix=_("Delete closed tickets, or let me create extra categories: {command}."),
)
CATEGORY_NEARLY_FULL = Check(
    name="category-nearly-full",
    of_types=True,
    severity=Severity.ADVICE,
    look=_category_nearly_full,
    what=_("The category {channel} is nearly full. Channels that still fit in: {count}."),
    breaks=_("After that no ticket can be opened."),
    fix=_("Delete closed tickets, or let me create extra categories: {command}."),
)
SERVER_FULL = Check(
    name="server-full",
    severity=Severity.FATAL,
    look=_server_full,
    what=_("The server has {limit} channels, and Discord allows no more."),
    breaks=_("No ticket can be opened until a channel is deleted."),
    fix=_("Delete closed tickets and channels that nobody needs."),
)
SERVER_NEARLY_FULL = Check(
    name="server-nearly-full",
    severity=Severity.ADVICE,
    look=_server_nearly_full,
    what=_("Only {count} channels left (Discord allows {limit})."),
    breaks=_("After that no ticket can be opened."),
    fix=_("Delete closed tickets and channels that nobody needs."),
)

CHECKS = CheckGroup(20, CATEGORY_FULL, CATEGORY_NEARLY_FULL, SERVER_FULL, SERVER_NEARLY_FULL)
