"""What the doctor looks at: whether the menus are there that the bot's owner wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass
from .discord import ContextMenus

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class MenuFacts:
    """Names of menus that aren't there: for lack of room, or of a name of their own; and of those
    that aren't enabled."""

    no_room: tuple[str, ...] = ()
    name_taken: tuple[str, ...] = ()
    not_enabled: tuple[str, ...] = ()


async def look_at_menus(app: App, guild_id: int, settings: Settings) -> MenuFacts:
    """They are the same for all servers."""
    menus = app[ContextMenus]
    return MenuFacts(
        no_room=tuple(one.name for one in menus.lacking if not one.is_taken),
        name_taken=tuple(one.name for one in menus.lacking if one.is_taken),
        not_enabled=menus.not_enabled,
    )
