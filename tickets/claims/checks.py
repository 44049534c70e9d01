"""Claims: that others have the access that the settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clicks import ALLOW_THE_BOT
from ..core.health import (
    Amount,
    Channels,
    Check,
    CheckGroup,
    Command,
    Members,
    Permissions,
    Roles,
    Severity,
    _,
    case,
)
from ..lifecycle.settings import OpeningSettings
from .facts import ClaimFacts, ClaimSettingFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case
    from ..core.ticket import Ticket


def _outdated(facts: Facts) -> Iterator[Case]:
    yield from _about(facts[ClaimFacts].outdated)


def _changed_by_hand(facts: Facts) -> Iterator[Case]:
    yield from _about(facts[ClaimFacts].changed_by_hand)


def _about(tickets: tuple[Ticket, ...]) -> Iterator[Case]:
    if tickets:
        channels = tuple(one.channel_id for one in tickets if one.channel_id is not None)
        yield case(targets=[one.number for one in tickets], channel=Channels(channels))


def _shared(facts: Facts) -> Iterator[Case]:
    found = facts[ClaimSettingFacts]
    if found.shared_roles:
        yield case(
            roles=Roles(found.shared_roles),
            count=Amount(found.sharing),
            command=Command("ticketset accessrole"),
        )


def _missing(facts: Facts) -> Iterator[Case]:
    missing = facts[ClaimSettingFacts].missing
    category_id = facts.settings[OpeningSettings].category_id
    # Without a category there is no place of which it could be said.
    if missing and category_id is not None:
        yield case(
            bot=Members((facts.bot_id,)),
            permissions=Permissions(missing),
            channel=Channels((category_id,)),
        )


CLAIMS_LACK_PERMISSIONS = Check(
    name="claims-lack-permissions",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_missing,
    what=_("The bot can't keep other moderators from writing in claimed tickets."),
    breaks=_("It lacks {permissions}, so nobody can claim tickets."),
    fix=ALLOW_THE_BOT,
)
CLAIMS_OUTDATED = Check(
    name="claims-outdated",
    severity=Severity.ADVICE,
    look=_outdated,
    what=_("These tickets were claimed under earlier settings: {channel}."),
    breaks=_("Other moderators still have the access there that the settings gave then."),
    fix=_("Press **Repair**, or release these tickets: {channel}."),
    repair="apply-roles",
    change=_(
        "Other moderators get the access there that the settings say. Where claims are off, "
        "the tickets are released: {channel}."
    ),
)
CLAIMS_CHANGED_BY_HAND = Check(
    name="claims-changed-by-hand",
    severity=Severity.SERIOUS,
    look=_changed_by_hand,
    what=_("In claimed tickets, permissions were changed by hand: {channel}."),
    breaks=_("Other moderators can do more there than the settings say, or the handler less."),
    fix=_("Press **Repair**, or release these tickets and claim them again: {channel}."),
    repair="mend-tickets",
    change=_("Handler and other moderators get the access that the settings say: {channel}."),
)
CLAIMS_SHARED_ROLES = Check(
    name="claims-shared-roles",
    of_types=True,
    severity=Severity.ADVICE,
    look=_shared,
    what=_("Some moderators ({count}) also have an access role: {roles}."),
    breaks=_("They keep the access of that role in tickets that others have claimed."),
    fix=_("Take {roles} away from moderators, or from the access roles with {command}."),
)

CHECKS = CheckGroup(
    76,
    CLAIMS_LACK_PERMISSIONS,
    CLAIMS_CHANGED_BY_HAND,
    CLAIMS_OUTDATED,
    CLAIMS_SHARED_ROLES,
)
