"""Settings: commands, menu, and the channels that the bot makes."""

from __future__ import annotations

from ..core.feature import Button, Feature, Form, JobKind, Repair
from ..core.ui.ids import CHANNEL, KEY
from . import repairs, ui
from .checks import roles, staff_channels
from .commands.of_settings import setting_commands
from .commands.ticketset import TicketSetCommands
from .discord import StaffChannels
from .render.errors import NOTICES, SENTENCES
from .rules import CREATION
from .service.creating import finish_creation

_ROW = "the menu's controls"

FEATURE = Feature(
    name="configuration",
    needs=("access", "doctor", "lifecycle", "panels", "staff_log", "transcripts"),
    parts={StaffChannels: lambda app: StaffChannels(app.channels)},
    buttons=(
        Button("menu", KEY, ui.WHERE, answer=ui.turn, row=_ROW),
        Button("menu-go", KEY, answer=ui.go, row=_ROW),
        Button("menu-check", KEY, answer=ui.check, row=_ROW),
        Button("menu-power", KEY, ui.WANTED, answer=ui.power, row=_ROW),
        Button("menu-toggle", KEY, ui.NAME, ui.WANTED, answer=ui.toggle, row=_ROW),
        Button("menu-choose", KEY, ui.NAME, answer=ui.choose, row=_ROW),
        Button("menu-create", KEY, ui.NAME, answer=ui.create, row=_ROW),
        Button("menu-edit", KEY, ui.NAME, answer=ui.edit, row=_ROW),
        Button("menu-default", KEY, ui.NAME, answer=ui.default, row=_ROW),
        Button("menu-reset", KEY, answer=ui.reset, row=_ROW),
        Button("menu-where", KEY, answer=ui.where, row=_ROW),
        Button("menu-kind", KEY, ui.KIND, CHANNEL, answer=ui.kind, row=_ROW),
        Button("menu-panel", KEY, answer=ui.panel, row=_ROW),
    ),
    forms=(Form("menu-edit", KEY, ui.NAME, answer=ui.submit, row=_ROW),),
    commands=(TicketSetCommands,),
    made_commands=(setting_commands,),
    jobs=(JobKind(CREATION, finish_creation),),
    errors=SENTENCES,
    notices=NOTICES,
    checks=(staff_channels.CHECKS, roles.CHECKS),
    repairs=(
        Repair("forget-roles", repairs.forget_roles),
        Repair("forget-channels", repairs.forget_channels),
        Repair("make-category", repairs.make_category),
        Repair("make-reception", repairs.make_reception),
        Repair("make-transcripts", repairs.make_transcripts),
        Repair("hide-channels", repairs.hide_channels),
        Repair("allow-bot", repairs.allow_bot),
    ),
)
