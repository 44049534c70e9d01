"""What matters about a role that somebody wants to use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role of the server, reduced to what the rules ask about."""

    id: int
    is_everyone: bool = False
    is_managed: bool = False
    is_administrator: bool = False
