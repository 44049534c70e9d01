"""What another ticket cog can still do here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.health import (
    Amount,
    Channels,
    Check,
    CheckGroup,
    Command,
    Names,
    Severity,
    _,
    case,
)
from .facts import OtherCogs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _loaded(facts: Facts) -> Iterator[Case]:
    loaded = facts[OtherCogs].loaded
    if loaded:
        yield case(
            names=Names(tuple(one.full_name for one in loaded)),
            command=Command(f"unload {loaded[0].package}"),
        )


def _buttons(facts: Facts) -> Iterator[Case]:
    messages = facts[OtherCogs].messages
    if messages:
        channels = tuple(dict.fromkeys(one.channel_id for one in messages))
        yield case(
            targets=tuple(one.message_id for one in messages),
            channel=Channels(channels),
            count=Amount(len(messages)),
        )


OTHER_COG_LOADED = Check(
    name="other-cog-loaded",
    severity=Severity.SERIOUS,
    look=_loaded,
    what=_("A ticket cog that you moved over from is loaded again: {names}."),
    breaks=_("It can take its panels and tickets back, and delete channels."),
    fix=_("The bot's owner unloads it with {command}."),
)
OLD_BUTTONS = Check(
    name="old-buttons",
    severity=Severity.ADVICE,
    look=_buttons,
    what=_("Messages that still have the buttons of the ticket cog before: {count}."),
    breaks=_("Members who press one only read that it is old."),
    fix=_("Allow me to read {channel}, or delete these messages."),
    repair="old-buttons",
    change=_("Buttons of the ticket cog before are removed. Messages: {count}."),
)

CHECKS = CheckGroup(81, OTHER_COG_LOADED, OLD_BUTTONS)
