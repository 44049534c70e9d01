"""The category for closed tickets: good for moving tickets into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.clicks import ALLOW_THE_BOT
from ...core.health import (
    Channels,
    Check,
    CheckGroup,
    Command,
    Members,
    Permissions,
    Severity,
    _,
    case,
)
from ..facts import ClosedCategoryFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case


def _permissions(facts: Facts) -> Iterator[Case]:
    closed = facts[ClosedCategoryFacts]
    if closed.missing:
        yield case(
            channel=Channels((closed.category_id,)),
            bot=Members((facts.bot_id,)),
            permissions=Permissions(closed.missing),
        )


def _full(facts: Facts) -> Iterator[Case]:
    closed = facts[ClosedCategoryFacts]
    if closed.is_full:
        yield case(
            channel=Channels((closed.category_id,)), command=Command("ticketset closedcategory")
        )


CLOSED_CATEGORY_PERMISSIONS = Check(
    name="closed-category-permissions",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_permissions,
    what=_(
        "The bot lacks permissions in the category for closed tickets {channel}: {permissions}."
    ),
    breaks=_("Closed tickets stay where they are."),
    fix=ALLOW_THE_BOT,
)
CLOSED_CATEGORY_FULL = Check(
    name="closed-category-full",
    of_types=True,
    severity=Severity.ADVICE,
    look=_full,
    what=_("The category for closed tickets {channel} is full."),
    breaks=_("Closed tickets stay where they are."),
    fix=_("Delete closed tickets, or choose another category with {command}."),
)

CHECKS = CheckGroup(25, CLOSED_CATEGORY_PERMISSIONS, CLOSED_CATEGORY_FULL)
