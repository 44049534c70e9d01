"""Categories that the bot makes when the configured one is full."""

from __future__ import annotations

from ..core.lazy_dataclass import lazy_dataclass


@lazy_dataclass(frozen=True)
class Overflow:
    """A category that continues the category `base_id`, as its 2nd, 3rd … `position`."""

    base_id: int
    position: int
    guild_id: int
    name: str
    #: When Discord was asked for it.
    asked_at: int
    #: None until it is known that Discord made it.
    category_id: int | None = None


class FullCategories(set[int]):
    """Categories that Discord refused as full, until a channel leaves them."""
