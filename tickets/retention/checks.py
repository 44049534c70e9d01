"""What keeps closed tickets from being deleted in time, and transcripts from being removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clicks import ALLOW_THE_BOT
from ..core.health import Amount, Check, CheckGroup, Command, Severity, _, case, lacks
from .facts import RetentionFacts, SavingFacts
from .settings import DeletionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _blocked(facts: Facts) -> Iterator[Case]:
    hours, saving = facts.settings[DeletionSettings].delete_after, facts[SavingFacts]
    if hours and saving.wanted and not saving.possible:
        yield case(
            count=Amount(hours),
            command=Command("ticketset transcriptchannel"),
            other=Command("ticketset transcripts off"),
        )


def _stay(facts: Facts) -> Iterator[Case]:
    for channel in facts[RetentionFacts].channels:
        yield from lacks(facts, channel)


DELETION_BLOCKED = Check(
    name="deletion-blocked",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_blocked,
    what=_("Closed tickets can't be deleted after {count} hours: no channel takes transcripts."),
    breaks=_("Automatic transcripts are on, so a ticket that can't be saved stays."),
    fix=_("Choose another staff channel with {command}, or turn transcripts off with {other}."),
)
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

CHECKS = CheckGroup(62, DELETION_BLOCKED, TRANSCRIPTS_STAY_CHECK)
