"""When a conversation is saved, and why it can't be."""

from __future__ import annotations

from ..core.errors import Refused, SettingRefused
from ..core.lazy_dataclass import lazy_dataclass
from ..lifecycle.rules import StaysUndeleted

#: Notices of this feature; stored words.
TRANSCRIPT_FAILED = "transcript_failed"
TRANSCRIPT_CHANNEL_GONE = "transcript_channel_gone"
#: What it is about are the permissions that the bot lacks there.
TRANSCRIPT_CHANNEL_CLOSED = "transcript_channel_closed"


@lazy_dataclass(frozen=True)
class TranscriptMessage:
    """One message of a transcript, on Discord."""

    channel_id: int
    message_id: int
    #: Whether a line of the log stands on it, too.
    has_log_line: bool


class NowhereToSave(Refused):
    """There is no channel that transcripts could go to."""


class NotSaved(StaysUndeleted):
    """The ticket stays, for it could not be saved; `cause` says why."""


class TranscriptChannelNeeded(SettingRefused):
    """Automatic transcripts can't do without a channel."""
