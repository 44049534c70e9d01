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
    RECEPTION_GONE = "reception_gone"
    #: The bot can't write there; `about` has the permissions.
    RECEPTION_CLOSED = "reception_closed"
    #: A member wanted to request a ticket and couldn't.
    NO_RECEPTION = "no_reception"
    THREAD_FAILED = "thread_failed"
    DELETION_FAILED = "deletion_failed"
    TRANSCRIPT_FAILED = "transcript_failed"
    TRANSCRIPT_CHANNEL_GONE = "transcript_channel_gone"
    #: `about` has two numbers: tickets that were changed, tickets that couldn't be.
    ROLES_APPLIED = "roles_applied"
    #: As above.
    TICKETS_MENDED = "tickets_mended"
    NO_ROOM = "no_room"
    MISSING_PERMISSIONS = "missing_permissions"
    #: The bot ended while it was making a category or channel.
    FOUNDING_UNDONE = "founding_undone"
    FOUNDING_FINISHED = "founding_finished"


#: Kinds that tell of something a setting named and that was deleted, by the setting's key.
LOST = {
    "category_id": NoticeKind.CATEGORY_GONE,
    "reception_channel_id": NoticeKind.RECEPTION_GONE,
    "transcript_channel_id": NoticeKind.TRANSCRIPT_CHANNEL_GONE,
    "moderator_role_ids": NoticeKind.MODERATOR_ROLE_GONE,
    "access_role_ids": NoticeKind.ACCESS_ROLE_GONE,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell; `about` is the name of what it is about."""

    kind: NoticeKind
    about: str
