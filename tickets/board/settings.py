"""Where the board is."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.channels import Channel
from ..core.settings import TEAMWORK, _, setting


@declaration(frozen=True, kw_only=True)
class BoardSettings:
    """The channel with the team's board."""

    board_channel_id: int | None = setting(
        None,
        Channel(),
        command="board",
        page=TEAMWORK,
        order=40,
        title=_("Board"),
        help=_(
            "The staff channel with one message that always shows requests and tickets that wait "
            "for the staff."
        ),
        examples=("#tickets-board", "none"),
        private=True,
    )
