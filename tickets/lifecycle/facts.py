"""What the doctor looks at: the category for tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.lazy_dataclass import lazy_dataclass
from .overflow import FullCategories
from .service.placing import is_full, lacking, plan_of_new
from .settings import MoreClosingSettings, OpeningSettings

if TYPE_CHECKING:
    from ..core.app import App
    from ..core.place import Place
    from ..core.settings import Settings


@lazy_dataclass(frozen=True, kw_only=True)
class CategoryFacts:
    """The category of the settings; `place` None if there is none, or it was deleted."""

    place: Place | None
    #: Whether it hides itself from the bot, which sees other channels.
    is_hidden: bool = False
    #: Whether the bot may change overwrites there only: not in the channels that it makes there.
    manages_roles_only_here: bool = False
    #: What the bot would need there to open a ticket and lacks.
    missing: tuple[str, ...] = ()
    #: Discord has refused a channel in the category although it seemed to have space.
    refused: bool = False

    @property
    def category_id(self) -> int:
        """The category's id; 0 if there is none."""
        return (self.place and self.place.category_id) or 0


@lazy_dataclass(frozen=True, kw_only=True)
class ClosedCategoryFacts:
    """The category for closed tickets; `category_id` 0 if there is none."""

    category_id: int = 0
    #: What the bot would need there to move a ticket and lacks.
    missing: tuple[str, ...] = ()
    is_full: bool = False


async def look_at_closed_category(
    app: App, guild_id: int, settings: Settings
) -> ClosedCategoryFacts:
    """The category for closed tickets as it is now."""
    category_id = settings[MoreClosingSettings].closed_category_id
    place = None if category_id is None else app.channels.place(guild_id, category_id)
    if place is None or category_id is None:
        return ClosedCategoryFacts()
    plan = plan_of_new(app, guild_id, settings)
    return ClosedCategoryFacts(
        category_id=category_id,
        missing=lacking(place, plan, settings, with_thread=False),
        is_full=is_full(app, place),
    )


async def look_at_category(app: App, guild_id: int, settings: Settings) -> CategoryFacts:
    """The category as it is now."""
    category_id = settings[OpeningSettings].category_id
    place = None if category_id is None else app.channels.place(guild_id, category_id)
    refused = category_id in app[FullCategories]
    if place is None:
        return CategoryFacts(place=None, refused=refused)
    own = app.channels.guild(guild_id).me.guild_permissions
    return CategoryFacts(
        place=place,
        is_hidden="view_channel" not in place.usable and own.view_channel,
        manages_roles_only_here="manage_roles" in place.usable and not own.manage_roles,
        missing=lacking(place, plan_of_new(app, guild_id, settings), settings),
        refused=refused,
    )
