"""What the bot makes on a server that has no place for tickets yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Room(str, Enum):
    """What is made. Stored values; each is what one setting names."""

    CATEGORY = "category_id"
    RECEPTION = "reception_channel_id"
    TRANSCRIPTS = "transcript_channel_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """One category or channel that Discord is, or was, asked for."""

    room: Room
    name: str
    #: The category that a channel is in.
    parent_id: int | None
    #: No channel had a larger id before: what was made has.
    after_id: int
    #: None until Discord's answer was heard.
    id: int | None = None
