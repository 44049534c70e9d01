"""Members who may not open tickets."""

from __future__ import annotations

from ..core.feature import AboutOpener, Button, Feature
from ..core.ui.ids import PAGE
from . import ui
from .commands import BlockCommands
from .render import LOG_LINES, SENTENCES, block_lines
from .service import BLOCKED, UNBLOCKED, block_of_opener, require_not_blocked
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
    about_opener=(AboutOpener(look=block_of_opener, show=block_lines, order=20),),
    errors=SENTENCES,
    log_lines=LOG_LINES,
    list_buttons=(ui.below_list,),
)
