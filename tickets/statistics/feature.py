"""Numbers of what was done with tickets."""

from __future__ import annotations

from ..core.feature import Button, Feature
from ..core.ui.ids import TYPE, IdPart
from . import ui
from .commands import StatisticsCommands
from .render import SENTENCES
from .service import remove_left_files
from .store.counting import StatisticsStore

_DAYS = IdPart("days", r"\d{1,4}")

FEATURE = Feature(
    name="statistics",
    needs=("hours", "lifecycle"),
    parts={StatisticsStore: lambda app: StatisticsStore(app.database)},
    buttons=(
        Button("stats", _DAYS, TYPE, answer=ui.show, row="ticketmod stats"),
        Button("stats-picture", _DAYS, TYPE, answer=ui.give_picture, row="ticketmod stats"),
        Button("data", _DAYS, answer=ui.give_data, row="ticketset data"),
    ),
    commands=(StatisticsCommands,),
    at_load=(remove_left_files,),
    errors=SENTENCES,
)
