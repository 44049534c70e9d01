"""Channels of the staff that everybody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.clicks import HIDE
from ...core.health import Channels, Check, CheckGroup, Members, Severity, _, case
from ...staff_log.facts import ReceptionFacts
from ...transcripts.facts import TranscriptFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.facts import Facts
    from ...core.health import Case


def _public(facts: Facts) -> Iterator[Case]:
    # One channel may serve for both.
    channels = {
        channel.id: channel
        for channel in (facts[ReceptionFacts].channel, facts[TranscriptFacts].channel)
        if channel is not None
    }
    for channel in channels.values():
        if channel.everyone_sees:
            yield case(
                targets=(channel.id,) if channel.can_hide else (),
                channel=Channels((channel.id,)),
                bot=Members((facts.bot_id,)),
            )


STAFF_CHANNEL_PUBLIC = Check(
    name="staff-channel-public",
    of_types=True,
    severity=Severity.SERIOUS,
    look=_public,
    what=_("Every member can read {channel}, which is meant for the staff."),
    breaks=_("Everyone can read who asked for help, and maybe whole conversations."),
    fix=HIDE,
    repair="hide-channels",
    change=_(
        "In {channel}, **View Channels** is denied to @everyone and allowed to the "
        "bot and the moderator roles. Members who only saw it because of @everyone "
        "lose it."
    ),
)

CHECKS = CheckGroup(40, STAFF_CHANNEL_PUBLIC)
