"""What matters about a role that somebody wants to use."""

from __future__ import annotations

from .lazy_dataclass import lazy_dataclass


@lazy_dataclass(frozen=True)
class RoleFacts:
    """A role of the server, reduced to what the rules ask about."""

    id: int
    is_everyone: bool = False
    is_managed: bool = False
    is_administrator: bool = False
