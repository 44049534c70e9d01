"""The category for tickets: set, there, seen, and good for making channels."""

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
from ..facts import CategoryFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case


def _missing(facts: Facts) -> Iterator[Case]:
    if facts[CategoryFacts].place is None:
        yield case(targets=facts.guild_to_create_in, command=Command("ticketset category"))


def _hidden(facts: Facts) -> Iterator[Case]:
    if facts[CategoryFacts].place is not None and facts[CategoryFacts].is_hidden:
        yield _lacking(facts, *facts[CategoryFacts].missing)


def _permissions(facts: Facts) -> Iterator[Case]:
    if (
        facts[CategoryFacts].place is not None
        and facts[CategoryFacts].missing
        and not facts[CategoryFacts].is_hidden
    ):
        yield _lacking(facts, *facts[CategoryFacts].missing)


def _lacking(facts: Facts, *permissions: str) -> Case:
    return case(
        channel=Channels((facts[CategoryFacts].category_id,)),
        bot=Members((facts.bot_id,)),
        permissions=Permissions(permissions),
    )


def _roles_only_there(facts: Facts) -> Iterator[Case]:
    if facts[CategoryFacts].place is not None and facts[CategoryFacts].manages_roles_only_here:
        yield _lacking(facts, "manage_roles")


CATEGORY_MISSING = Check(
    name="category-missing",
    severity=Severity.FATAL,
    look=_missing,
    what=_("No category is set, or it was deleted."),
    breaks=_("New tickets are created outside any category."),
    fix=_("Choose a category with {command}."),
    repair="make-category",
    change=_("The bot makes a category, hidden from all but the moderators, for new tickets."),
)
CATEGORY_HIDDEN = Check(
    name="category-hidden",
    of_types=True,
    severity=Severity.FATAL,
    look=_hidden,
    what=_("I can't see the category {channel}."),
    breaks=_("No ticket can be opened: members read that the bot lacks permissions."),
    fix=ALLOW_THE_BOT,
)
CATEGORY_PERMISSIONS = Check(
    name="category-permissions",
    of_types=True,
    severity=Severity.FATAL,
    look=_permissions,
    what=_("The bot lacks permissions in the category {channel}: {permissions}."),
    breaks=_("No ticket can be opened: members read that the bot lacks permissions."),
    fix=ALLOW_THE_BOT,
)
MANAGE_ROLES_ONLY_IN_CATEGORY = Check(
    name="manage-roles-only-in-category",
    of_types=True,
    severity=Severity.FATAL,
    look=_roles_only_there,
    what=_("The bot has the permission {permissions} only in the category {channel}."),
    breaks=_(
        "Tickets can open, but not be closed or reopened: the bot's permission is "
        "set on the category only."
    ),
    fix=_("**Server Settings** → **Roles** → the role of {bot}: switch on {permissions}."),
)

CHECKS = CheckGroup(
    10, CATEGORY_MISSING, CATEGORY_HIDDEN, CATEGORY_PERMISSIONS, MANAGE_ROLES_ONLY_IN_CATEGORY
)
