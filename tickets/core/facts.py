"""What the doctor looks at: a server and the bot on it, as values.

Each feature looks at what is its own: facts are found by their class. What only Discord itself
can tell is not there as long as nobody has asked.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, TypeVar, cast

from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .settings import Settings

P = TypeVar("P")


@lazy_dataclass(frozen=True, kw_only=True)
class ChannelFacts:
    """A channel that the bot uses, as it is now."""

    id: int
    #: What the bot would need there and lacks.
    missing: tuple[str, ...] = ()
    #: Whether the bot can allow itself, there, what is missing.
    can_allow_itself: bool = False
    #: Whether the bot can hide the channel from @everyone.
    can_hide: bool = False
    everyone_sees: bool = False


@lazy_dataclass(frozen=True, kw_only=True)
class Facts:
    """A server as the doctor sees it: ``facts[PanelFacts]``."""

    guild_id: int
    bot_id: int
    settings: Settings
    #: How many channels the server has.
    channels: int
    #: Whether the bot can make a category there, and channels of the staff.
    can_create: bool
    #: Roles that exist, @everyone included.
    role_ids: frozenset[int]
    #: What features have looked at, by its class.
    parts: Mapping[type, object] = field(default_factory=dict)

    def __getitem__(self, kind: type[P]) -> P:
        return cast("P", self.parts[kind])

    def asked(self, kind: type[P]) -> P | None:
        """What Discord said; None if it wasn't asked, or didn't answer."""
        return cast("P | None", self.parts.get(kind))

    def with_parts(self, parts: Iterable[object]) -> Facts:
        """With more of them; None is what nobody could tell."""
        more = {type(part): part for part in parts if part is not None}
        return replace(self, parts={**self.parts, **more})

    @property
    def guild_to_create_in(self) -> tuple[int, ...]:
        """The target of a repair that makes a category or channel: the server, if possible."""
        return (self.guild_id,) if self.can_create else ()
