"""The transcript channel: there when it is needed, and good for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.clicks import ALLOW_THE_BOT
from ..core.health import (
    Check,
    CheckGroup,
    Command,
    Severity,
    _,
    case,
    lacks,
)
from .facts import TranscriptFacts
from .settings import TranscriptSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.facts import Facts
    from ..core.health import Case


def _needed(facts: Facts) -> Iterator[Case]:
    if facts.settings[TranscriptSettings].transcripts and facts[TranscriptFacts].channel is None:
        yield case(
            targets=facts.guild_to_create_in,
            command=Command("ticketset transcriptchannel"),
            other=Command("ticketset transcripts off"),
        )


def _deleted(facts: Facts) -> Iterator[Case]:
    channel_id = facts.settings[TranscriptSettings].transcript_channel_id
    if (
        channel_id is not None
        and facts[TranscriptFacts].channel is None
        and not facts.settings[TranscriptSettings].transcripts
    ):
        yield case(targets=(channel_id,), command=Command("ticketset transcriptchannel"))


def _permissions(facts: Facts) -> Iterator[Case]:
    return lacks(facts, facts[TranscriptFacts].channel)


TRANSCRIPTS_NEEDED = Check(
    name="transcripts-needed",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_needed,
    what=_("Closed tickets are to be saved, but there is no transcript channel."),
    breaks=_(
        "Transcripts go to the requests & log channel. Without one, nothing is saved "
        "and no ticket is deleted by itself."
    ),
    fix=_("Choose a staff channel with {command}, or turn transcripts off with {other}."),
    repair="make-transcripts",
    change=_("The bot makes a transcript channel that only the moderators see."),
)
TRANSCRIPTS_DELETED = Check(
    name="transcripts-deleted",
    of_types=True,
    severity=Severity.ADVICE,
    look=_deleted,
    what=_("The transcript channel was deleted."),
    breaks=_("**Save transcript** gives the file only to the person who presses it."),
    fix=_("Choose another staff channel with {command}, or press **Repair** to turn logging off."),
    repair="forget-channels",
    change=_("The deleted transcript channel will be removed from the settings."),
)
TRANSCRIPTS_PERMISSIONS = Check(
    name="transcripts-permissions",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_permissions,
    what=_("The bot lacks permissions in the transcript channel {channel}: {permissions}."),
    breaks=_("No conversation is saved there, and no ticket is deleted by itself."),
    fix=ALLOW_THE_BOT,
    repair="allow-bot",
    change=_("In {channel}, the bot allows itself: {permissions}."),
)

CHECKS = CheckGroup(60, TRANSCRIPTS_NEEDED, TRANSCRIPTS_DELETED, TRANSCRIPTS_PERMISSIONS)
