"""What happened behind the staff's back and concerns them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class NoticeKind(str, Enum):
    """What happened. Stored values."""

    CATEGORY_GONE = "category_gone"
    MODERATOR_ROLE_GONE = "moderator_role_gone"
    ACCESS_ROLE_GONE = "access_role_gone"
    PANEL_GONE = "panel_gone"
    PANEL_EMOJI = "panel_emoji"
    NO_ROOM = "no_room"
    MISSING_PERMISSIONS = "missing_permissions"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell; `about` is the name of what it is about."""

    kind: NoticeKind
    about: str
