"""What the bot makes on a server that has no place for tickets yet."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from ..core.errors import DiscordSaidNo, SettingRefused
from ..core.lazy_dataclass import lazy_dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..core.errors import TicketError
    from ..core.health import Finding

#: The job that undoes or finishes what was being made; the word of 1.0.0 is stored.
CREATION = "founding"
#: Notices of this feature; stored words.
CREATION_UNDONE, CREATION_FINISHED = "founding_undone", "founding_finished"


class Creatable(str, Enum):
    """What is made. Stored values; each is what one setting names."""

    CATEGORY = "category_id"
    RECEPTION = "reception_channel_id"
    TRANSCRIPTS = "transcript_channel_id"


@lazy_dataclass(frozen=True, kw_only=True)
class Planned:
    """One category or channel that Discord is, or was, asked for."""

    what: Creatable
    name: str
    #: The category that a channel is in.
    parent_id: int | None
    #: No channel had a larger id before: what was made has.
    after_id: int
    #: None until Discord's answer was heard.
    id: int | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Planned:
        """As a job stored it; 1.0.0 stored `what` as ``room``."""
        values = {"what" if key == "room" else key: value for key, value in body.items()}
        return cls(**{**values, "what": Creatable(values["what"])})


class LeftBehind(DiscordSaidNo):
    """`cause` ended what was being made, and of that, these channels couldn't be removed."""

    cause: Exception
    channel_ids: tuple[int, ...]


class NotReady(SettingRefused):
    """The system can't be enabled with these findings of the doctor's."""

    findings: tuple[Finding, ...]


@lazy_dataclass(frozen=True, kw_only=True)
class Changes:
    """Settings that are changed together, by key; `enabled` may be among them.

    Those that are `restored` have their default again, or for a type what the server has.
    """

    values: Mapping[str, Any]
    restored: Collection[str] = ()


class RefusedTogether(Exception):
    """Nothing was stored, for what stands against some of the changes: by the settings' keys."""

    def __init__(self, errors: Mapping[str, TicketError]) -> None:
        super().__init__(errors)
        self.errors = errors


class NoSpace(SettingRefused):
    """No channel can be created in the category, or (None) on the whole server."""

    category_id: int | None
