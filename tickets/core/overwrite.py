"""One line of a channel's permissions, as a value."""

from __future__ import annotations

from enum import Enum

from .lazy_dataclass import lazy_dataclass


class Target(str, Enum):
    """The two kinds of things that an overwrite can be about. Stored values."""

    ROLE = "role"
    MEMBER = "member"


@lazy_dataclass(frozen=True)
class Overwrite:
    """One line of a channel's permissions."""

    target: Target
    id: int
    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
