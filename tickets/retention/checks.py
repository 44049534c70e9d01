"""Transcripts that can't be removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clicks import ALLOW_THE_BOT
from ..core.health import Check, CheckGroup, Severity, _, lacks
from .facts import RetentionFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _stay(facts: Facts) -> Iterator[Case]:
    for channel in facts[RetentionFacts].channels:
        yield from lacks(facts, channel)


TRANSCRIPTS_STAY_CHECK = Check(
    name="transcripts-stay",
    severity=Severity.SERIOUS,
    look=_stay,
    what=_("The bot can't delete old transcripts in {channel}: it lacks {permissions}."),
    breaks=_("Transcripts of erased tickets stay there."),
    fix=ALLOW_THE_BOT,
    repair="allow-bot",
    change=_("In {channel}, the bot allows itself: {permissions}."),
)

CHECKS = CheckGroup(62, TRANSCRIPTS_STAY_CHECK)
