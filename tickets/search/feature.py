"""Finding tickets, past ones too, and what is known of one."""

from __future__ import annotations

from ..core.feature import Button, Feature
from ..core.ui.ids import KEY, PAGE
from . import ui
from .commands import SearchCommands
from .render import SENTENCES
from .service import Searches, read_old_tickets
from .store import SearchStore

_ROW = "ticketmod find"

FEATURE = Feature(
    name="search",
    needs=("lifecycle", "staff_log", "transcripts"),
    parts={
        SearchStore: lambda app: SearchStore(app.database),
        Searches: lambda _app: Searches(),
    },
    buttons=(
        Button("find", KEY, PAGE, answer=ui.turn, row=_ROW),
        Button("find-record", KEY, PAGE, answer=ui.choose, row=_ROW),
    ),
    commands=(SearchCommands,),
    until_done=(read_old_tickets,),
    errors=SENTENCES,
)
