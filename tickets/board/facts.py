"""What the doctor looks at: the board's channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.discord.channel_facts import channel_facts
from ..core.lazy_dataclass import lazy_dataclass
from .discord import POSTING
from .settings import BoardSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.facts import ChannelFacts
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class BoardFacts:
    """The board's channel; None if there is none, or it was deleted."""

    channel: ChannelFacts | None


async def look_at_board(app: App, guild_id: int, settings: Settings) -> BoardFacts:
    """The channel as it is now."""
    channel_id = settings[BoardSettings].board_channel_id
    return BoardFacts(channel=channel_facts(app.channels, guild_id, channel_id, POSTING))
