"""Members who may not open tickets."""

from __future__ import annotations

from ..core.errors import Refused
from ..core.lazy_dataclass import lazy_dataclass


@lazy_dataclass(frozen=True, kw_only=True)
class Block:
    """One member's block. Times are whole seconds since the epoch."""

    guild_id: int
    user_id: int
    by_id: int
    at: int
    #: None: until somebody lifts it.
    until: int | None = None
    reason: str | None = None


class Blocked(Refused):
    """The staff doesn't let this member open tickets; `until` None: for good."""

    until: int | None
    reason: str | None


class ModeratorsCantBeBlocked(Refused):
    """Ticket moderators open tickets for others anyway."""


class NotBlocked(Refused):
    """Somebody who isn't blocked was to be unblocked."""

    member_id: int
