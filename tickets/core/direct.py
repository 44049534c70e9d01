"""What members are told in private."""

from __future__ import annotations

from dataclasses import asdict, field
from typing import TYPE_CHECKING, Any

from .job import Job
from .lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The job that writes to a member; a stored word.
DIRECT = "direct"


@lazy_dataclass(frozen=True, kw_only=True)
class DirectMessage:
    """Something to tell the opener of a ticket; `event` is the kind of what happened.

    `by_id` is who did it, where that is told.
    """

    event: str
    user_id: int
    number: int
    channel_id: int | None = None
    reason: str | None = None
    by_id: int | None = None
    #: What it keeps of the event for what it offers, by the names of its parts.
    parts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> DirectMessage:
        """The message as a job stored it; 1.0.0 stored `event` as ``news``."""
        return cls(**{"event" if key == "news" else key: value for key, value in body.items()})

    def body(self) -> dict[str, Any]:
        """The message as a job stores it."""
        told = asdict(self)
        if not self.parts:
            del told["parts"]
        return told

    def job(self, guild_id: int, at: int) -> Job:
        """The job that sends it."""
        queue = f"{DIRECT}:{self.user_id}"
        return Job(guild_id=guild_id, kind=DIRECT, queue=queue, body=self.body(), created_at=at)
