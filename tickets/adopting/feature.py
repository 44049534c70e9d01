"""Channels that were there already and become tickets."""

from __future__ import annotations

from ..activity.rules import after_reopening
from ..core.feature import Button, Feature, FieldsAfter, Follower, Settler
from ..core.ticket import State
from ..core.ui.ids import CHANNEL, MEMBER, TYPE
from ..lifecycle.service import threads
from . import ui
from .commands import AdoptCommands
from .discord import Adoptable
from .render import LOG_LINES, SENTENCES
from .rules import ADOPTED
from .service import finish_adoption

_ROW = "ticketset adopt"

FEATURE = Feature(
    name="adopting",
    needs=("activity", "lifecycle", "panels", "staff_log"),
    parts={Adoptable: lambda app: Adoptable(app.channels)},
    buttons=(
        Button("adopt", CHANNEL, MEMBER, TYPE, ui.TOKEN, answer=ui.confirm, row=_ROW),
        Button("adopt-cancel", answer=ui.cancel, row=_ROW),
    ),
    commands=(AdoptCommands,),
    events=(ADOPTED,),
    # Nobody knows who has written last: the staff is to look.
    fields_after=(FieldsAfter(after_reopening, (ADOPTED,)),),
    followers=(Follower(threads.give_thread, (ADOPTED,), order=20),),
    settlers=(
        Settler(
            State.OPENING,
            finish_adoption,
            wanted=lambda ticket: ticket.is_being_adopted and ticket.came_from is None,
        ),
    ),
    errors=SENTENCES,
    log_lines=LOG_LINES,
)
