"""What the doctor looks at: a type's channels and ways in."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass
from ..panels.store import PanelStore
from .service.changing import readers_of_others

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.app import App
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class TypeFacts:
    """Of a type, or of the server."""

    #: Roles of other teams that can read a type's channels, by channel.
    readers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    #: The panels that offer the type.
    panels: tuple[int, ...] = ()
    #: The panels that offer types which were deleted.
    panels_of_deleted: tuple[int, ...] = ()


async def look_at_type(app: App, guild_id: int, settings: Settings) -> TypeFacts:
    """The type as it is now."""
    if not settings.all_types:
        return TypeFacts()
    panels = await app[PanelStore].of(guild_id)
    offered = {panel.number: {one.type_id for one in panel.entries} for panel in panels}
    live = {None, *(one.id for one in settings.types)}
    readers = {}
    if settings.has_own_team(settings.type_id):
        readers = await readers_of_others(app, guild_id, settings)
    return TypeFacts(
        readers=readers,
        panels=tuple(one for one, types in offered.items() if settings.type_id in types),
        panels_of_deleted=tuple(one for one, types in offered.items() if not types <= live),
    )
