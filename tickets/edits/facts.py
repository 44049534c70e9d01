"""What the doctor looks at: whether the bot may read what members write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class EditFacts:
    """Whether messages come with their words."""

    reads_words: bool


async def look_at_words(app: App, guild_id: int, settings: Settings) -> EditFacts:
    """As the bot was started."""
    return EditFacts(reads_words=app.bot.intents.message_content)
