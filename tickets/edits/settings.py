"""Whether edits and deletions are kept."""

from __future__ import annotations

from ..core.declaration import declaration
from ..core.kinds.toggle import Toggle
from ..core.settings import AFTERWARDS, Scope, _, setting


@declaration(frozen=True, kw_only=True)
class EditSettings:
    """What is kept of messages."""

    keep_edits: bool = setting(
        False,
        Toggle(),
        command="keepedits",
        page=AFTERWARDS,
        order=20,
        title=_("Keep edits and deletions"),
        help=_("Show in the staff's transcripts what was edited or deleted. Tickets say so."),
        examples=("on", "off"),
        scope=Scope.SERVER,
    )
