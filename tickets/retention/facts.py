"""What the doctor looks at: channels from which transcripts can't be removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.channel_facts import channel_facts
from ..core.lazy_dataclass import lazy_dataclass
from ..transcripts.store import TranscriptStore
from .discord import REMOVING

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.facts import ChannelFacts
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class RetentionFacts:
    """Channels with transcripts that should have been removed."""

    channels: tuple[ChannelFacts, ...]


async def look_at_transcripts(app: App, guild_id: int, settings: Settings) -> RetentionFacts:
    """Those of which the staff was told, as they are now."""
    to_clear = await app[TranscriptStore].channels_to_clear(guild_id)
    found = [
        channel_facts(app.channels, guild_id, channel_id, REMOVING)
        for channel_id, was_told in to_clear.items()
        if was_told
    ]
    return RetentionFacts(channels=tuple(one for one in found if one is not None))
