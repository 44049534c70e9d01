"""Types of tickets: every team its own."""

from __future__ import annotations

from ..core.feature import Button, Feature, Follower, Form, MenuPages, SettingHook, Settler
from ..core.settings import TYPES
from ..core.team import STAFF_ROLES
from ..core.ticket import State
from ..core.ui.ids import KEY, NUMBER, SESSION, TYPE
from . import ui
from .checks import CHECKS
from .commands import TypeCommands
from .facts import look_at_type
from .render import ANNOUNCEMENTS, LOG_LINES, SENTENCES, state
from .rules import MOVED
from .service import moving
from .service.changing import require_staff_fits

_ROW = "the menu's controls"

FEATURE = Feature(
    name="types",
    needs=("admission", "configuration", "lifecycle", "panels", "staff_log"),
    menu_pages=(
        MenuPages(
            name=ui.WHERE,
            title=TYPES.title,
            order=TYPES.order,
            state=state,
            make=ui.make_page,
        ),
    ),
    hooks=(SettingHook(keys=STAFF_ROLES, require=require_staff_fits),),
    buttons=(
        Button("menu-type", KEY, TYPE, answer=ui.ask_words, row=_ROW),
        Button("menu-raise", KEY, TYPE, answer=ui.raise_one, row=_ROW),
        Button("menu-untype", KEY, TYPE, answer=ui.delete, row=_ROW),
        Button(
            "move-confirmed",
            NUMBER,
            SESSION,
            ui.REVISION,
            TYPE,
            answer=ui.confirm_move,
            row="ticketmod move",
        ),
    ),
    forms=(Form("menu-type", KEY, TYPE, answer=ui.submit_words, row=_ROW),),
    commands=(TypeCommands,),
    events=(MOVED,),
    followers=(
        Follower(moving.tell_former_team, (MOVED,), order=11),
        Follower(moving.hand_over_thread, (MOVED,), order=20),
    ),
    settlers=(
        Settler(
            State.OPEN, moving.finish_move, wanted=lambda ticket: ticket.moved_from is not None
        ),
    ),
    errors=SENTENCES,
    log_lines=LOG_LINES,
    announcements=ANNOUNCEMENTS,
    checks=(CHECKS,),
    setting_facts=(look_at_type,),
)
