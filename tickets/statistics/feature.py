"""Numbers of what was done with tickets."""

from __future__ import annotations

from ..core.feature import Button, Feature
from ..core.ui.ids import TYPE, IdPart
from . import ui
from .commands import StatisticsCommands
from .store import StatisticsStore

_DAYS = IdPart("days", r"\d{1,4}")

FEATURE = Feature(
    name="statistics",
    needs=("hours", "lifecycle"),
    parts={StatisticsStore: lambda app: StatisticsStore(app.database)},
    buttons=(Button("stats", _DAYS, TYPE, answer=ui.show, row="ticketmod stats"),),
    commands=(StatisticsCommands,),
)
