"""Which conversations are saved by themselves, and where."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.channels import Channel
from ..core.kinds.toggle import Toggle
from ..core.settings import CLOSING, _, setting


@declaration(frozen=True, kw_only=True)
class TranscriptSettings:
    """Automatic transcripts, and the staff's channel for them."""

    transcripts: bool = setting(
        False,
        Toggle(),
        command="transcripts",
        page=CLOSING,
        order=60,
        title=_("Automatic transcripts"),
        help=_("Save every ticket in the transcript channel when it is closed."),
        examples=("on", "off"),
        kept=True,
        needs="transcript_channel_id",
    )
    transcript_channel_id: int | None = setting(
        None,
        Channel(),
        command="transcriptchannel",
        page=CLOSING,
        order=70,
        title=_("Transcript channel"),
        help=_("The staff channel where transcripts are posted."),
        examples=("#transcripts", "none"),
        private=True,
    )
    staff_transcript: bool = setting(
        False,
        Toggle(),
        command="stafftranscript",
        page=CLOSING,
        order=80,
        title=_("Staff thread transcript"),
        help=_("Save the staff thread as well, in a file of its own for the staff."),
        examples=("on", "off"),
        kept=True,
    )
