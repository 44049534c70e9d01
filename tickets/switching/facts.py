"""What the doctor looks at: other ticket cogs that this server has moved over from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass
from .finding import is_loaded
from .service.moving import is_moving
from .store import TakenOverStore

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings
    from .rules.found import OldMessage, Source


@lazy_dataclass(frozen=True, kw_only=True)
class OtherCogs:
    """Those of them that are loaded again, and messages that still have such a cog's buttons."""

    loaded: tuple[Source, ...] = ()
    messages: tuple[OldMessage, ...] = ()


async def look_at_other_cogs(app: App, guild_id: int, settings: Settings) -> OtherCogs:
    """As it is now; while it is still going on, no button is left behind."""
    store = app[TakenOverStore]
    sources = await store.sources_of(guild_id)
    messages = [one for _source, one in await store.left_in(guild_id)]
    if await is_moving(app, guild_id):
        messages = []
    return OtherCogs(
        loaded=tuple(one for one in sources if is_loaded(app.bot, one)),
        messages=tuple(messages),
    )
