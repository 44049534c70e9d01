"""One line of a channel's permissions, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Target(str, Enum):
    """The two kinds of things that an overwrite can be about. Stored values."""

    ROLE = "role"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Overwrite:
    """One line of a channel's permissions."""

    target: Target
    id: int
    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
