"""What the doctor looks at: the reception channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.channel_facts import channel_facts
from ..core.lazy_dataclass import lazy_dataclass
from .discord import WRITING
from .settings import LogSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.facts import ChannelFacts
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class ReceptionFacts:
    """The reception channel; None if there is none, or it was deleted."""

    channel: ChannelFacts | None


async def look_at_reception(app: App, guild_id: int, settings: Settings) -> ReceptionFacts:
    """The channel as it is now."""
    channel_id = settings[LogSettings].reception_channel_id
    return ReceptionFacts(channel=channel_facts(app.channels, guild_id, channel_id, WRITING))
