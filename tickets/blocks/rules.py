"""Members who may not open tickets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One member's block. Times are whole seconds since the epoch."""

    guild_id: int
    user_id: int
    by_id: int
    at: int
    #: None: until somebody lifts it.
    until: int | None = None
    reason: str | None = None
