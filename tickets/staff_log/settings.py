"""Where the staff is told."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.channels import Channel
from ..core.settings import BASICS, _, setting


@declaration(frozen=True, kw_only=True)
class LogSettings:
    """The staff's channel for requests and log."""

    reception_channel_id: int | None = setting(
        None,
        Channel(),
        command="receptionchannel",
        page=BASICS,
        order=20,
        title=_("Requests & log channel"),
        help=_("The staff channel for approving requests and logging everything."),
        examples=("#tickets-staff", "none"),
        private=True,
    )
