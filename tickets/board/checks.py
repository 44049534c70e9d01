"""The board's channel: only for the staff, and good for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clicks import ALLOW_THE_BOT
from ..core.health import Channels, Check, CheckGroup, Severity, _, case, lacks
from .facts import BoardFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _permissions(facts: Facts) -> Iterator[Case]:
    return lacks(facts, facts[BoardFacts].channel)


def _public(facts: Facts) -> Iterator[Case]:
    channel = facts[BoardFacts].channel
    if channel is not None and channel.everyone_sees:
        yield case(channel=Channels((channel.id,)))


BOARD_PERMISSIONS = Check(
    name="board-permissions",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_permissions,
    what=_("The bot lacks permissions in the board's channel {channel}: {permissions}."),
    breaks=_("The board isn't brought up to date."),
    fix=ALLOW_THE_BOT,
    repair="allow-bot",
    change=_("In {channel}, the bot allows itself: {permissions}."),
)
BOARD_PUBLIC_CHECK = Check(
    name="board-public",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_public,
    what=_("Every member can read {channel}, so the board isn't shown there."),
    breaks=_("The staff doesn't see what is waiting."),
    fix=_("In the settings of {channel}, take **View Channel** from @everyone."),
)

CHECKS = CheckGroup(65, BOARD_PERMISSIONS, BOARD_PUBLIC_CHECK)
