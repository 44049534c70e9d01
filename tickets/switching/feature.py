"""Moving over from another ticket cog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.feature import Button, Feature, JobKind, Listener, Repair, Settler, ShownFact
from ..core.ticket import State
from . import ui
from .checks import CHECKS
from .commands import MoveCommands
from .discord import TheirThings
from .facts import look_at_other_cogs
from .render.words import NOTICES, SENTENCES, former_number, not_in_list
from .repairs import remove_old_buttons
from .rules.moving import MIGRATE, MIGRATED
from .service import moving
from .service.tickets import settle
from .store import TakenOverStore

if TYPE_CHECKING:
    from ..core.app import App

_ROW = "ticketset migrate"


async def _load(app: App) -> None:
    await app[TakenOverStore].load()


FEATURE = Feature(
    name="switching",
    needs=(
        "admission",
        "adopting",
        "blocks",
        "claims",
        "config_file",
        "configuration",
        "hours",
        "lifecycle",
        "panels",
        "reminders",
        "reopening",
        "replies",
        "retention",
        "staff_log",
        "types",
    ),
    parts={
        TakenOverStore: lambda app: TakenOverStore(app.database),
        TheirThings: lambda app: TheirThings(app.channels),
    },
    buttons=(
        Button("move-from", ui.SOURCE, answer=ui.choose, row=_ROW),
        Button("move-start", ui.SOURCE, ui.TOKEN, answer=ui.start, row=_ROW),
        Button("move-file", ui.SOURCE, answer=ui.show_all, row=_ROW),
        Button("move-cancel", answer=ui.cancel, row=_ROW),
    ),
    commands=(MoveCommands,),
    listeners=(Listener("interaction", ui.answer_theirs, order=90),),
    events=(MIGRATED,),
    jobs=(JobKind(MIGRATE, moving.move_over, moving.report_failure),),
    at_load=(_load,),
    settlers=(
        Settler(
            State.OPENING,
            settle,
            wanted=lambda ticket: ticket.is_being_adopted and ticket.came_from is not None,
        ),
    ),
    shown=(ShownFact(former_number, not_in_list),),
    errors=SENTENCES,
    notices=NOTICES,
    checks=(CHECKS,),
    facts=(look_at_other_cogs,),
    repairs=(Repair("old-buttons", remove_old_buttons),),
)
