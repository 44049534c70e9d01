"""What is wrong on a server, and repairing it."""

from __future__ import annotations

from ..core.feature import Button, Feature, Question
from ..core.ui.ids import KEY, NUMBER, PAGE, IdPart
from . import discord, ui
from .checks import machine, slash, ticketmod
from .commands import DoctorCommands
from .store import DiskStore, look_at_disk

_ROW = "ticketset check"
_ANEW = IdPart("anew", r"[01]")

FEATURE = Feature(
    name="doctor",
    needs=("access", "lifecycle"),
    parts={DiskStore: lambda app: DiskStore(app.database, app.folder)},
    buttons=(
        Button("doctor-page", KEY, PAGE, _ANEW, answer=ui.turn, row=_ROW),
        Button("doctor-repair", KEY, NUMBER, answer=ui.ask, row=_ROW),
        Button("doctor-confirm", KEY, answer=ui.confirm, row=_ROW),
    ),
    commands=(DoctorCommands,),
    checks=(machine.CHECKS, slash.CHECKS, ticketmod.CHECKS),
    facts=(discord.look_at_machine, look_at_disk),
    questions=(Question(calls=discord.calls, ask=discord.ask),),
)
