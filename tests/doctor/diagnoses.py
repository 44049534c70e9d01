"""Findings of every check, with ordinary and with the longest things in their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.core.builders import BOT, CHANNEL, MODERATOR_ROLE, many_ids
from tickets.cog import FEATURES
from tickets.core.health import (
    Amount,
    Case,
    Channels,
    Command,
    Finding,
    Members,
    Names,
    Numbers,
    Permissions,
    Roles,
)

if TYPE_CHECKING:
    from tickets.core.health import Check, Thing

#: Every check, in the order in which findings that are equally bad come.
CHECKS = tuple(
    check
    for group in sorted(FEATURES.each("checks"), key=lambda group: group.order)
    for check in group.checks
)
_COMMANDS = (
    "accept",
    "command",
    "delete",
    "first",
    "other",
    "panel",
    "post",
    "refuse",
    "second",
)
_NAMES = ("file", "flag", "name", "names", "needed", "packages", "present")
_AMOUNTS = ("count", "limit", "size")
#: What a placeholder stands for, by its name; a check with a new kind of thing adds it here.
ORDINARY: dict[str, Thing] = {
    "bot": Members((BOT,)),
    "channel": Channels((CHANNEL,)),
    "numbers": Numbers((3,)),
    "permissions": Permissions(("embed_links", "send_messages")),
    "roles": Roles((MODERATOR_ROLE,)),
    **dict.fromkeys(_COMMANDS, Command("ticketset category")),
    **dict.fromkeys(_NAMES, Names(("/ticket",))),
    **dict.fromkeys(_AMOUNTS, Amount(4)),
}
MAXIMAL: dict[str, Thing] = {
    "bot": Members((BOT,)),
    "channel": Channels(many_ids(300)),
    "numbers": Numbers(tuple(range(999_999_000, 999_999_300))),
    "permissions": Permissions(
        (
            "attach_files",
            "create_private_threads",
            "embed_links",
            "manage_channels",
            "manage_messages",
            "manage_roles",
            "manage_threads",
            "read_message_history",
            "send_messages",
            "send_messages_in_threads",
            "use_application_commands",
            "view_channel",
        )
    ),
    "roles": Roles(many_ids(25)),
    **dict.fromkeys(_COMMANDS, Command("ticketset receptionchannel")),
    **dict.fromkeys(_NAMES, Names(("`*<@1>](" * 20,) * 10)),
    **dict.fromkeys(_AMOUNTS, Amount(10**9)),
}


def a_finding(check: Check, things: dict[str, Thing] = ORDINARY) -> Finding:
    """A finding of the check, which can be repaired if it has a repair."""
    words = " ".join((check.what, check.breaks, check.fix, check.change))
    about = {name: things[name] for name in re.findall(r"\{(\w+)\}", words)}
    return Finding(check=check, case=Case(about=about, targets=(1,)))


def findings(things: dict[str, Thing] = ORDINARY) -> tuple[Finding, ...]:
    """One of each check, the worst first."""
    made = (a_finding(check, things) for check in CHECKS)
    return tuple(sorted(made, key=lambda finding: finding.severity))
