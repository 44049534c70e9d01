"""What the doctor looks at: the transcript channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.channel_facts import channel_facts
from ..core.lazy_dataclass import lazy_dataclass
from .discord.archive import POSTING
from .settings import TranscriptSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.facts import ChannelFacts
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class TranscriptFacts:
    """The transcript channel; None if there is none, or it was deleted."""

    channel: ChannelFacts | None


async def look_at_channel(app: App, guild_id: int, settings: Settings) -> TranscriptFacts:
    """The channel as it is now."""
    channel_id = settings[TranscriptSettings].transcript_channel_id
    return TranscriptFacts(channel=channel_facts(app.channels, guild_id, channel_id, POSTING))
