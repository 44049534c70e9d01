"""Members who may not open tickets."""

from __future__ import annotations

from ..core.feature import Button, Feature
from ..core.ui.ids import PAGE
from . import ui
from .commands import BlockCommands
from .render import LOG_LINES, SENTENCES
from .service import BLOCKED, UNBLOCKED, require_not_blocked
from .store import PERSONAL, BlockStore

FEATURE = Feature(
    name="blocks",
    needs=("lifecycle",),
    parts={BlockStore: lambda app: BlockStore(app.database, app.events)},
    personal=(PERSONAL,),
    buttons=(Button("blocked", PAGE, answer=ui.show_blocked, row="ticketmod list"),),
    commands=(BlockCommands,),
    events=(BLOCKED, UNBLOCKED),
    guards=(require_not_blocked,),
    errors=SENTENCES,
    log_lines=LOG_LINES,
    list_buttons=(ui.below_list,),
)
