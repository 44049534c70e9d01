"""A type: a named kind of ticket, with whatever it sets in another way than the server."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Discord's selectors hold 25 options, and one may be for tickets of no type.
TYPES_LIMIT = 24
NAME_LIMIT = 80
DESCRIPTION_LIMIT = 100


@lazy_dataclass(frozen=True, kw_only=True)
class TicketType:
    """A type as stored. Its id is never given to another type of the server."""

    guild_id: int
    id: int
    name: str
    emoji: str | None = None
    description: str | None = None
    #: Its place in selectors and lists, from 1.
    position: int = 0
    #: It takes no tickets any more; those that it has keep what it says.
    is_deleted: bool = False
    #: What it sets in another way than the server: as stored, by the keys of settings.
    values: Mapping[str, Any] = field(default_factory=dict)

    def with_value(self, key: str, stored: Any) -> TicketType:
        """With a setting of its own."""
        return self.with_values({key: stored})

    def with_values(self, stored: Mapping[str, Any]) -> TicketType:
        """With several settings of its own."""
        return replace(self, values={**self.values, **stored})

    def without(self, *keys: str) -> TicketType:
        """With these settings as on the server."""
        left = {key: value for key, value in self.values.items() if key not in keys}
        return replace(self, values=left)
